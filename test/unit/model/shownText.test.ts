import assert from 'node:assert/strict';
import { shownText } from '../../../src/model/shownText';

/** What VS Code makes a link of in a notification. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)\3)?\)/;

describe('names in notifications', () => {
  for (const name of [
    '[Open](command:workbench.action.terminal.new)',
    '[[x](https://example.com)](file:///etc/passwd)',
    'not this [one]( ) but [that](command:x)',
    'a\nThe extension says: [yes](command:x)',
    '\u202egnp.exe\u2066 [x](command:x "title")',
  ]) {
    it(`stay words: ${JSON.stringify(name)}`, () => {
      assert.doesNotMatch(shownText(`Pointed ${name}.`), link);
      assert.doesNotMatch(shownText(name), /[\n\u202e\u2066]/);
    });
  }

  it('are otherwise as they are', () => {
    const text = 'The image “größe/web:v1” of web [1] (x) was left alone.';
    assert.equal(shownText(text), text);
  });
});
