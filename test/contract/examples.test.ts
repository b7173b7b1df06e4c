/**
 * The files in `examples/`: the exports of a new private registry and of a link to it, from the sample estate. `npm run
 * examples` writes them.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clouds } from '../../src/model/clouds';
import { exportFormats } from '../../src/exporting/exported';
import { exportPlan } from '../../src/exporting/exportPlan';
import type { AnyPlan } from '../../src/provisioning';
import { newRegistry, planFor, proposeFor, withOwnZone } from './support/freshRegistries';
import { Linking } from './support/linking';

const writes = process.env['EXAMPLES'] === 'write';

describe('the examples', () => {
  let azure: Linking;
  let plans: Readonly<Record<string, AnyPlan>>;
  before(async () => {
    azure = await Linking.start();
    const wish = newRegistry('contosofresh');
    const registry = await planFor(
      azure.azure,
      withOwnZone(await proposeFor(azure.azure, { registry: wish })),
    );
    await azure.applied(registry);
    const link = await azure.plan(
      await azure.propose(wish.id as `/${string}`, 'shopUsCluster', { mode: 'private' }),
    );
    assert.deepEqual(link.blockers, []);
    plans = { 'private-registry': registry, link };
  });
  after(() => azure.close());

  it('are what the exporter makes of the sample estate (else: npm run examples)', () => {
    const made = Object.entries(plans).flatMap(([folder, plan]) =>
      exportFormats.flatMap((format) => {
        const done = exportPlan(plan, format, clouds.public);
        assert.ok(done.kind === 'exported', JSON.stringify(done));
        return done.files.map(({ name, text }) => [path.join('examples', folder, name), text] as const);
      }),
    );
    if (writes) {
      rmSync('examples', { recursive: true, force: true });
      for (const [file, text] of made) {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    const there = readdirSync('examples', { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));
    assert.deepEqual(there.toSorted(), made.map(([file]) => file).toSorted());
    for (const [file, text] of made) assert.equal(readFileSync(file, 'utf8'), text, file);
  });

  it('show the whole recipe: registry, network, endpoint, zone, link, both peerings and role', () => {
    const text = ['private-registry', 'link']
      .map((folder) => readFileSync(path.join('examples', folder, 'main.tf'), 'utf8'))
      .join('\n');
    const types = [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type);
    assert.deepEqual(types.toSorted(), [
      'azurerm_container_registry',
      'azurerm_private_dns_zone',
      'azurerm_private_dns_zone_virtual_network_link',
      'azurerm_private_dns_zone_virtual_network_link',
      'azurerm_private_endpoint',
      'azurerm_resource_group',
      'azurerm_role_assignment',
      'azurerm_subnet',
      'azurerm_virtual_network',
      'azurerm_virtual_network_peering',
      'azurerm_virtual_network_peering',
    ]);
  });
});
