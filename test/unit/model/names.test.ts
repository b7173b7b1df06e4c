import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultNamePatterns, nameProblem, proposeName, type NameKind } from '../../../src/model/names';

describe('names', () => {
  const check = (kind: NameKind, name: string, valid: boolean) => {
    it(`${kind} “${name.length > 20 ? `${name.slice(0, 20)}…` : name}” is ${valid ? 'taken' : 'refused'}`, () => {
      const problem = nameProblem(kind, name);
      if (valid) assert.equal(problem, undefined);
      else
        assert.match(
          problem ?? 'taken',
          /must have \d+ to \d+ characters and .*\. (Enter a name|“.*” [a-z].*)\.$/,
        );
    });
  };
  check('network', 'vnet-contoso', true);
  check('network', 'v', false);
  check('network', 'a'.repeat(64), true);
  check('network', 'a'.repeat(65), false);
  check('network', '-vnet', false);
  check('network', 'vnet-', false);
  check('network', 'vnet_', true);
  check('network', 'vnet contoso', false);
  check('subnet', 's', true);
  check('subnet', 'a'.repeat(80), true);
  check('subnet', 'a'.repeat(81), false);
  it('subnets that Azure keeps for itself are refused, whatever their case', () => {
    for (const kept of [
      'GatewaySubnet',
      'gatewaysubnet',
      'AzureBastionSubnet',
      'AzureFirewallSubnet',
      'AzureFirewallManagementSubnet',
      'RouteServerSubnet',
    ])
      assert.match(nameProblem('subnet', kept) ?? '', /^Azure reserves the subnet name /);
    for (const free of ['GatewaySubnet2', 'AzureFirewallSpokes'])
      assert.equal(nameProblem('subnet', free), undefined);
  });
  check('endpoint', 'pe-contoso.1_', true);
  check('endpoint', 'pe/contoso', false);
  check('registry', 'contoso', true);
  check('registry', 'con-toso', false);
  check('registry', 'abcd', false);
  check('resourceGroup', 'rg_(registry).1', true);
  check('resourceGroup', 'rg.', false);
  check('resourceGroup', 'rg-größe', true);
  check('resourceGroup', '', false);
  check('zone', 'privatelink.azurecr.io', true);
  check('zone', 'privatelink', false);
  check('zone', 'privatelink..io', false);

  it('by the default patterns', () => {
    const { network, peering, zoneLink } = defaultNamePatterns;
    assert.equal(proposeName('network', network, { registry: 'contoso' }), 'vnet-contoso');
    assert.equal(proposeName('peering', peering, { a: 'vnet-a', b: 'vnet-b' }), 'peer-vnet-a-to-vnet-b');
    assert.equal(proposeName('zoneLink', zoneLink, { network: 'vnet-shop' }), 'link-vnet-shop');
  });

  it('are valid whatever the pattern and the values', () => {
    const kinds = fc.constantFrom<NameKind>(
      'network',
      'subnet',
      'endpoint',
      'peering',
      'zoneLink',
      'zoneGroup',
    );
    const defaults = Object.values<string>({ ...defaultNamePatterns });
    const patterns = fc.oneof(fc.constantFrom(...defaults), fc.string({ maxLength: 100 }));
    fc.assert(
      fc.property(kinds, patterns, fc.string({ maxLength: 120 }), (kind, pattern, value) => {
        const values = { registry: value, network: value, a: value, b: value };
        assert.equal(nameProblem(kind, proposeName(kind, pattern, values)), undefined);
      }),
    );
  });

  it('are others for every number, however long the pattern is by itself', () => {
    const patterns = fc.oneof(fc.constant('a'.repeat(100)), fc.constant('{registry}'), fc.string());
    const numbers = [1, 2, 9, 10, 11, 100];
    fc.assert(
      fc.property(patterns, fc.string({ maxLength: 120 }), (pattern, registry) => {
        const names = numbers.map((number) => proposeName('network', pattern, { registry }, number));
        assert.equal(new Set(names.map((name) => name.toLowerCase())).size, numbers.length, names.join());
        for (const name of names) assert.equal(nameProblem('network', name), undefined);
      }),
    );
    assert.equal(proposeName('subnet', 'a'.repeat(80), {}, 12), `${'a'.repeat(77)}-12`);
    assert.equal(proposeName('subnet', 'snet-{registry}', { registry: 'web' }, 2), 'snet-web-2');
  });

  it('keep both ends of a peering when they are too long', () => {
    const name = proposeName('peering', defaultNamePatterns.peering, {
      a: `a${'x'.repeat(63)}`,
      b: `b${'y'.repeat(63)}`,
    });
    assert.ok(name.length <= 80);
    assert.match(name, /^peer-ax+-to-by+$/);
  });
});
