import assert from 'node:assert/strict';
import { sentenceParts } from '../../../src/views/planForm/app/sentenceParts';

const resource = (name: string) => ({ id: `/subscriptions/s/${name}`, name });

/** The parts, those that are names in brackets. */
function shown(sentence: string, ...names: readonly string[]): string {
  return sentenceParts(sentence, names.map(resource))
    .map(({ text, resource: named }) => (named === undefined ? text : `[${text}]`))
    .join('');
}

describe('the names of resources in a sentence', () => {
  it('are parts of their own, in whatever case they are written', () => {
    assert.equal(
      shown('Peering from VNet-Shop to vnet-hub is missing.', 'vnet-shop', 'vnet-hub'),
      'Peering from [VNet-Shop] to [vnet-hub] is missing.',
    );
  });

  it('are whole words: a longer name is another resource, and so is a host', () => {
    assert.equal(
      shown('pe-shop-2, pe-shop.example, my.pe-shop and pe-shop.', 'pe-shop'),
      'pe-shop-2, pe-shop.example, my.pe-shop and [pe-shop].',
    );
    assert.equal(shown('default of pe-shop', 'pe', 'pe-shop'), 'default of [pe-shop]');
  });

  it('may be written with signs that patterns know, and stand in any language', () => {
    assert.equal(shown('rg(a) は a.b+c です', 'rg(a)', 'a.b+c'), '[rg(a)] は [a.b+c] です');
  });

  it('lead to the resource that has the name', () => {
    const [, part] = sentenceParts('The zone privatelink.azurecr.io has no record.', [
      resource('privatelink.azurecr.io'),
    ]);
    assert.equal(part?.resource?.id, '/subscriptions/s/privatelink.azurecr.io');
  });

  it('needn’t be there', () => {
    assert.deepEqual(sentenceParts('Nothing is left to do.', []), [{ text: 'Nothing is left to do.' }]);
    assert.deepEqual(sentenceParts('', [resource('a'), resource('')]), []);
  });
});
