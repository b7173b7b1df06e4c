import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, isSameEnvironment } from '../../../src/platform/customEnvironment';
import { clouds, customCloud, isRegistryHost, mayAnswerFor } from '../../../src/model/clouds';

describe('clouds', () => {
  it('are spelled in one place', () => {
    const addresses =
      /azurecr\.(?:io|us|cn)|management\.(?:azure|usgov|china)|microsoftonline|graph\.(?:microsoft|china)|portal\.azure|chinacloudapi|usgovcloudapi|core\.windows\.net|Azure(?:USGovernment|ChinaCloud)/i;
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .map((name) => join('src', name))
      .filter((name) => name.endsWith('.ts') && !name.endsWith(join('model', 'clouds.ts')));
    assert.ok(files.length > 300, `${files.length} files`);
    const spelled = files.flatMap((name) =>
      readFileSync(name, 'utf8')
        .split('\n')
        // Examples in comments and in what is said to the user don't send anything anywhere.
        .filter((line) => addresses.test(line) && !/^\s*(?:\/\*\*?|\*|\/\/)/.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    assert.deepEqual(
      spelled.filter(
        (line) => !/such as contoso\.azurecr\.io|Azure Storage \(|schema\.management/.test(line),
      ),
      [],
    );
  });

  it('have names of their own everywhere', () => {
    for (const member of ['resourceManager', 'authority', 'registrySuffix', 'cliName', 'portal'] as const) {
      const values = Object.values(clouds).map((cloud) => cloud[member]);
      assert.equal(new Set(values).size, values.length, member);
    }
    assert.ok(isRegistryHost('Contoso.azurecr.cn:443') && !isRegistryHost('contoso.azurecr.io.example'));
    assert.ok(isRegistryHost('a.acr.example', ['acr.example']) && !isRegistryHost('a.acr.example'));
  });

  it('are what VS Code signs in to, where they are custom', () => {
    const cloud = customCloud({
      resourceManager: 'https://management.contoso.example',
      authority: 'https://login.contoso.example',
      registrySuffix: 'azurecr.contoso.example',
    });
    const setting = environmentOf(cloud);
    assert.ok(isSameEnvironment(setting, cloud));
    assert.ok(isSameEnvironment({ activeDirectoryEndpointUrl: 'https://LOGIN.contoso.example/' }, cloud));
    for (const other of [undefined, {}, { activeDirectoryEndpointUrl: 'https://login.evil.example' }])
      assert.ok(!isSameEnvironment(other, cloud));
  });
});

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
