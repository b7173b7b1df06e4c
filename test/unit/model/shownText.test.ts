import assert from 'node:assert/strict';
import { shownLabel, shownText, visibleLines, visibleText } from '../../../src/model/shownText';

/** What VS Code makes a link of in a notification. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)\3)?\)/;

describe('names in notifications', () => {
  for (const name of [
    '[Open](command:workbench.action.terminal.new)',
    '[[x](https://example.com)](file:///etc/passwd)',
    'not this [one]( ) but [that](command:x)',
    'a\nThe extension says: [yes](command:x)',
    '\u202egnp.exe\u2066 [x](command:x "title")',
    'zero width: [x]\u200b(command:x) ]\u2060(command:y)',
  ]) {
    it(`stay words: ${JSON.stringify(name)}`, () => {
      assert.doesNotMatch(shownText(`Pointed ${name}.`), link);
      assert.doesNotMatch(shownText(name), /[\n\u202e\u2066\u200b\u2060]/);
    });
  }

  it('are otherwise as they are', () => {
    for (const text of [
      'The image “größe/web:v1” of web [1] (x) was left alone.',
      'Zoë Ñandú, 王小明, Αθηνά, שלום, नमस्ते, 한국어 – “x” … 🚀',
      '/subscriptions/1/resourceGroups/rg_(a).b-c~d',
    ]) {
      assert.equal(shownText(text), text);
      assert.equal(shownLabel(text), text);
      assert.equal(visibleLines(text), text);
    }
  });
});

describe('what can’t be seen', () => {
  const unseen: Readonly<Record<string, readonly number[]>> = {
    'bidi controls': [
      0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
    ],
    'zero-width characters': [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x00ad, 0x034f, 0x180e, 0xfe0f],
    'fillers and tags': [0x115f, 0x1160, 0x3164, 0xffa0, 0xe0001, 0xe0041, 0xe0100],
    'line breaks': [0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029],
    'other controls': [0x00, 0x07, 0x08, 0x09, 0x1b, 0x7f, 0x9b, 0xfff9, 0xfffb],
    'half characters': [0xd800, 0xdc00],
  };
  for (const [what, characters] of Object.entries(unseen)) {
    it(`has a space in its place: ${what}`, () => {
      for (const character of characters) {
        const text = `rg-a${String.fromCodePoint(character)}b`;
        for (const show of [visibleText, shownText, shownLabel]) assert.equal(show(text), 'rg-a b');
      }
    });
  }

  it('is the same in a text of lines, but for its line breaks and tabs', () => {
    assert.equal(visibleLines('a\u202e\n\tb\r\u2028\u200b'), 'a \n\tb   ');
  });
});

describe('a label', () => {
  it('has no icon that others name', () => {
    assert.doesNotMatch(shownLabel('$(trash) \\$(check~spin) $$(x)'), /\$\(/);
  });

  it('has none after something unseen between', () => {
    assert.doesNotMatch(shownLabel('$\u200b(trash)'), /\$\(/);
  });
});
