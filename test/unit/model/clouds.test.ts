import assert from 'node:assert/strict';
import { mayAnswerFor } from '../../../src/model/clouds';

describe('a private DNS zone', () => {
  const answering = [
    'azurecr.io',
    'AzureCR.io',
    'contoso.azurecr.io',
    'privatelink.azurecr.io',
    'contoso.privatelink.azurecr.io',
    'data.azurecr.io',
    'westeurope.data.azurecr.io',
    'contoso.westeurope.data.azurecr.io',
    'data.privatelink.azurecr.io',
    'westeurope.data.privatelink.azurecr.io',
    'Contoso.WestEurope.data.privatelink.azurecr.io',
    'geo.azurecr.io',
    'westeurope.geo.azurecr.io',
    'contoso.westeurope.geo.privatelink.azurecr.io',
  ];
  const others = [
    'io',
    'azurecr.us',
    'privatelink.azurecr.cn',
    'privatelink.blob.core.windows.net',
    'myazurecr.io',
    'fabrikam.azurecr.io',
    'fabrikam.privatelink.azurecr.io',
    'fabrikam.westeurope.data.azurecr.io',
    'registry.contoso.azurecr.io',
    'westeurope.azurecr.io',
    'a.contoso.westeurope.data.azurecr.io',
    'azurecr.io.contoso.com',
  ];
  for (const zone of answering) {
    it(`${zone} may answer for contoso.azurecr.io`, () => {
      assert.ok(mayAnswerFor(zone, 'Contoso.azurecr.io'));
    });
  }
  for (const zone of others) {
    it(`${zone} never answers for contoso.azurecr.io`, () => {
      assert.ok(!mayAnswerFor(zone, 'contoso.azurecr.io'));
    });
  }
  it('answers for names of its own cloud, and for hashed ones', () => {
    assert.ok(mayAnswerFor('privatelink.azurecr.cn', 'contoso.azurecr.cn'));
    assert.ok(mayAnswerFor('contoso-a1b2c3.azurecr.io', 'contoso-a1b2c3.azurecr.io'));
    assert.ok(!mayAnswerFor('contoso.azurecr.io', 'contoso-a1b2c3.azurecr.io'));
  });
});
