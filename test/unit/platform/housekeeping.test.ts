import assert from 'node:assert/strict';
import { keepTidy } from '../../../src/platform/housekeeping';
import { fileJournalStorage } from '../../../src/platform/journalStorage';
import { day, deleting, journalOf, now, openOf, recent, stored } from '../../support/endedJournals';
import { VirtualClock } from '../../support/virtualClock';

describe('old journals', () => {
  // It is loaded when it is first needed, which takes time that the clock here doesn't know of.
  before(() => import('../../../src/provisioning/overview'));

  it('go once a day, when nothing runs', async () => {
    const clock = new VirtualClock();
    await clock.run(clock.sleep(now));
    const journal = await stored([...recent, journalOf('x', deleting)]);
    // It runs when the first look is due.
    const lease = { owner: 'w', expires: now + 121_000 + 50_000 };
    await stored([{ ...openOf(journalOf('busy', { at: now })), lease }], journal);
    const said: string[] = [];
    const log = {
      info: (text: string) => void said.push(text),
      error: (text: string) => assert.fail(text),
    };
    let tidied = 0;
    const tidy = () => Promise.resolve(void (tidied += 1));
    const files = { ...fileJournalStorage('unused'), tidy };
    const keeping = keepTidy({ journal, files, folder: 'unused' }, clock, log);
    await clock.run(clock.sleep(5 * 60_000));
    assert.deepEqual([said, tidied], [[], 0]);
    await clock.run(clock.sleep(15 * 60_000));
    assert.match(said.join(), /^Removed journals of operations that ended long ago .*: 1\.$/);
    assert.equal(tidied, 1);
    await clock.run(clock.sleep(3 * day));
    assert.equal(tidied, 4);
    keeping.dispose();
    await clock.run(clock.sleep(3 * day));
    assert.equal(tidied, 4);
  });
});
