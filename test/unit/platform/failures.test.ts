import assert from 'node:assert/strict';
import { FailureError } from '../../../src/model/failure';
import { notificationOf, textOrFailure } from '../../../src/platform/failures';
import { failure } from '../../support/fakeWriter';

/** What VS Code makes a link of in a notification. */
const link = /\]\((?:https?:\/\/|command:|file:)/;
const hostile = 'Policy [Fix it](command:workbench.action.terminal.new)\nsays no';

describe('what Azure or a cluster says', () => {
  it('makes no link and no line of its own in a notification', () => {
    const message = `Azure refused it: ${hostile}`;
    const words = notificationOf({ code: 'x', kind: 'user', message, nextAction: `Ask ${hostile}.` });
    assert.doesNotMatch(words, link);
    assert.doesNotMatch(words, /\n/);
    assert.match(words, /Fix it.*Ask Policy/);
  });
});

describe('a document that VS Code opens by itself', () => {
  const lines: string[] = [];
  const log = { error: (line: string) => lines.push(line) };
  const textOf = (text: Promise<string>) =>
    textOrFailure(text, ({ message, nextAction }) => `${message} ${nextAction}`, log);
  beforeEach(() => lines.splice(0));

  it('has its text, and nothing is logged', async () => {
    assert.equal(await textOf(Promise.resolve('text')), 'text');
    assert.deepEqual(lines, []);
  });

  it('says what is wrong and what to do where it can’t be read, and the log has the details', async () => {
    const refused = { ...failure('Busy'), message: 'It is gone.', nextAction: 'Refresh.' };
    assert.equal(await textOf(Promise.reject(new FailureError(refused))), 'It is gone. Refresh.');
    assert.match(lines.join(), /^It is gone\. Refresh\.\nCode: .*Busy/);
  });

  it('says so of what nobody expected, too', async () => {
    assert.match(await textOf(Promise.reject(new TypeError('x is undefined'))), /x is undefined Try again/);
  });
});
