/** Whoever loses a pull by an operation was named by its plan. A part of the matrix that `npm run test:full` runs. */
import assert from 'node:assert/strict';
import { checkForgotten } from '../matrix/forgotten/check';
import { wishes } from '../matrix/forgotten/wishes';

describe('on estates in which something of a pair is broken', () => {
  it('nobody loses a pull whom no hazard named', async () => {
    const { applied, named, wrong } = await checkForgotten(
      Infinity,
      wishes.filter(({ title }) => /^(public access of appsRegistry: off|unlink coreRegistry)/.test(title)),
    );
    assert.deepEqual(wrong, []);
    assert.ok(applied > 30, `${applied} plans were applied`);
    assert.ok(named > 5, `${named} clusters lost a pull`);
  }).timeout(480_000);
});
