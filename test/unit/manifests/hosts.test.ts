import assert from 'node:assert/strict';
import { otherHostOf } from '../../../src/manifests/hosts';
import { loginServerProblem } from '../../../src/manifests/image';

const others: readonly [host: string, kind: string, loginServer: string][] = [
  ['contoso.privatelink.azurecr.io', 'privateLink', 'contoso.azurecr.io'],
  ['Contoso-a1b2.PrivateLink.azurecr.us', 'privateLink', 'contoso-a1b2.azurecr.us'],
  ['contoso.privatelink.azurecr.io:443', 'privateLink', 'contoso.azurecr.io'],
  ['contoso.westeurope.data.privatelink.azurecr.cn', 'privateLink', 'contoso.azurecr.cn'],
  ['contoso.westeurope.geo.privatelink.azurecr.io', 'privateLink', 'contoso.azurecr.io'],
  ['contoso.westeurope.data.azurecr.io', 'data', 'contoso.azurecr.io'],
  ['CONTOSO.WestEurope.Data.azurecr.us', 'data', 'contoso.azurecr.us'],
  ['contoso.westeurope.geo.azurecr.io', 'regional', 'contoso.azurecr.io'],
  ['contoso-a1b2.eastus2.geo.azurecr.cn:443', 'regional', 'contoso-a1b2.azurecr.cn'],
];

describe('the hosts of a registry', () => {
  for (const [host, kind, loginServer] of others) {
    it(`${host} is another name of ${loginServer}, and no image is pushed or made by it`, () => {
      assert.deepEqual(otherHostOf(host), { kind, loginServer });
      assert.notEqual(loginServerProblem(host), undefined);
    });
  }

  for (const host of [
    'contoso.azurecr.io',
    'geo.azurecr.io',
    'data.azurecr.us',
    'privatelink.azurecr.io',
    'a.privatelink.azurecr.io.evil.com',
    'contoso.westeurope.geo.example',
    'localhost:5000',
  ]) {
    it(`${host} is none`, () => {
      assert.equal(otherHostOf(host), undefined);
    });
  }
});
