import assert from 'node:assert/strict';
import { visibleLines } from '../../../src/model/shownText';
import { html, showTextsBy, svg } from '../../../src/views/ui/html';

const hostile = 'rg\u202egnp\u200b';
const shown = 'rg gnp ';

describe('a text on a page', () => {
  before(() => {
    showTextsBy(visibleLines);
  });

  it('is shown as it can be read, between tags and where it is read aloud', () => {
    assert.deepEqual(html`<p>${hostile}</p>`.values, [shown]);
    assert.deepEqual(svg`<text>${hostile}</text>`.values, [shown]);
    assert.deepEqual(html`${hostile}`.values, [shown]);
    assert.deepEqual(html`<li>${[hostile, 1, hostile]}</li>`.values, [[shown, 1, shown]]);
    assert.deepEqual(html`<i class="a ${hostile} b" title="of ${hostile}, ${hostile}"></i>`.values, [
      hostile,
      shown,
      shown,
    ]);
    assert.deepEqual(
      html`<input id=${hostile} aria-label=${hostile} aria-description="${hostile}" placeholder=${hostile} />`
        .values,
      [hostile, shown, shown, shown],
    );
  });

  it('is itself where it is a value, an identity or a part of the program', () => {
    const onClick = () => undefined;
    const { values } = html`<b .value=${hostile} value=${hostile} ?x=${true} @click=${onClick} ${onClick}>
      ${onClick}${html`<i></i>`}
    </b>`;
    assert.deepEqual(values.slice(0, 6), [hostile, hostile, true, onClick, onClick, onClick]);
  });

  it('keeps the lines of a body', () => {
    assert.deepEqual(html`<pre>${'{\n\t"a": 1\u2028}'}</pre>`.values, ['{\n\t"a": 1 }']);
  });

  it('is known by its place each time the template is drawn', () => {
    const draw = (id: string, text: string) => html`<p id=${id}>${text}</p>`.values;
    assert.deepEqual(
      [draw(hostile, hostile), draw('a', hostile)],
      [
        [hostile, shown],
        ['a', shown],
      ],
    );
  });
});
