/** The main job in every cloud: tree, link, verify, diagnose, deploy, export, roll back. */
import assert from 'node:assert/strict';
import { clouds as emulated, customCloud } from '../../emulator/src/arm/clouds';
import type { ExportedFile, ExportFormat } from '../../src/exporting/exported';
import { exportPlan } from '../../src/exporting/exportPlan';
import { readDiagnosis } from '../../src/diagnosis/read';
import { portalUrl } from '../../src/model/clouds';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import { findLinks } from '../../src/provisioning/overview';
import { verdictOf } from '../../src/verifying/verification';
import { indexOf } from '../../src/views/explorer/estateIndex';
import { estateNodes } from '../../src/views/explorer/estateNodes';
import type { TreeNode } from '../../src/views/explorer/treeNode';
import { differences, withoutDataEndpoints } from '../support/estateState';
import { cloudOf, inventoryOf, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking, written } from './support/linking';
import { Verifying } from './support/verifying';

const rows = [
  { cloud: emulated.public, cli: 'AzureCloud', terraform: undefined, portal: 'https://portal.azure.com' },
  {
    cloud: emulated.usGovernment,
    cli: 'AzureUSGovernment',
    terraform: /provider "azurerm" \{[^}]*environment +(?:= )"usgovernment"/,
    portal: 'https://portal.azure.us',
  },
  {
    cloud: emulated.china,
    cli: 'AzureChinaCloud',
    terraform: /provider "azurerm" \{[^}]*environment +(?:= )"china"/,
    portal: 'https://portal.azure.cn',
  },
  {
    cloud: customCloud('azurecr.contoso.example'),
    cli: 'ContosoCloud',
    terraform: /provider "azurerm" \{[^}]*metadata_host +(?:= )"management\.contoso\.example"/,
    portal: 'https://portal.contoso.example',
  },
];
const suffixes = rows.map(({ cloud }) => cloud.registrySuffix);

/** What the tree says of the estate, with names as in the public cloud. */
async function treeOf({ azure, emulator }: Linking): Promise<readonly string[]> {
  const inventory = await inventoryOf(azure, subscriptionIds);
  const subscriptions = await azure.listSubscriptions(never);
  const links = await findLinks(inventory, never);
  const estate = { visible: subscriptions, subscriptions, inventory, links };
  const words = (node: TreeNode): string[] => [
    `${node.label} ${node.description ?? ''}`,
    ...(node.children ?? []).flatMap(words),
  ];
  const said = estateNodes(estate, indexOf(estate)).flatMap(words).join('\n');
  return said.replaceAll(emulator.core.cloud.registrySuffix, suffixes[0] ?? '').split('\n');
}

describe('in the cloud', function () {
  this.timeout(60_000);
  let inPublic: readonly string[];

  before(async () => {
    const linking = await Linking.start();
    inPublic = await treeOf(linking);
    await linking.close();
  });

  for (const { cloud, cli, terraform, portal } of rows) {
    describe(`${cloud.name} (${cloud.registrySuffix})`, () => {
      let linking: Linking;
      const others = suffixes.filter((one) => one !== cloud.registrySuffix);

      before(async () => {
        linking = await Linking.start({ cloud });
      });
      after(() => linking.close());

      it('a registry is linked, verified, diagnosed, deployed from and rolled back', async () => {
        const { azure, emulator } = linking;
        assert.deepEqual(await treeOf(linking), inPublic);
        const before = withoutDataEndpoints(linking.state());
        linking.closePublicAccess('appsRegistry');
        const spec = await linking.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
        assert.equal(linking.way(spec), 'none');
        const plan = await linking.plan(spec);
        assert.ok(written(plan).includes('create zone'));
        await linking.applied(plan);
        assert.equal(linking.way(spec), 'private');
        const zones = plan.steps.filter(({ id }) => id === 'zone').map(({ resourceId }) => resourceId);
        assert.match(zones.join(), new RegExp(`/privatelink\\.${cloud.registrySuffix}$`));
        for (const { path, body } of linking.writes()) {
          const sent = `${path} ${JSON.stringify(body ?? {})}`;
          for (const other of others) assert.ok(!sent.includes(other), sent);
        }

        const image = `contosoapps.${cloud.registrySuffix}/payments/web:7`;
        const done = await Verifying.over(emulator, azure).run(image, contoso('shopUsCluster'));
        assert.equal(verdictOf(done), 'pulled', JSON.stringify(done.pools));
        assert.equal(done.name.private, true);

        const pair = { registryId: contoso('appsRegistry'), clusterId: contoso('shopUsCluster') };
        const broken = async () => {
          const { findings } = await readDiagnosis(pair, azure, never);
          return findings.filter(({ severity }) => severity === 'broken').map(({ rule }) => rule);
        };
        assert.deepEqual(await broken(), []);
        const link = plan.steps.find(({ id }) => id === 'zoneLink.cluster')!.resourceId;
        const kept = emulator.estate.get(link)!;
        emulator.estate.delete(link);
        assert.deepEqual(await broken(), ['name.zoneNotLinked']);
        emulator.estate.put(kept);
        assert.deepEqual(await broken(), []);

        const { text } = exported(plan, 'terraform');
        if (terraform === undefined) assert.doesNotMatch(text, /environment|metadata_host/);
        else assert.match(text, terraform);
        assert.ok(exported(plan, 'azureCli').text.includes(`signed in (az login) to ${cli}.`));
        for (const other of others) assert.ok(!text.includes(other));

        const undo = await linking.planRollBack(plan.operationId);
        assert.deepEqual(undo.blockers, []);
        assert.equal((await linking.rollBack(undo)).kind, 'done');
        linking.send('PATCH', contoso('appsRegistry'), '2025-11-01', {
          properties: { publicNetworkAccess: 'Enabled' },
        });
        // What was asked of the nodes is no part of the link.
        const left = differences(before, withoutDataEndpoints(linking.state()));
        assert.deepEqual(
          left.filter((line) => !/\/(?:commandresults|emulatednodes)\//.test(line)),
          [],
        );
      });

      it('images are listed, and the portal is its own', async () => {
        const registry = (await inventoryOf(linking.azure, subscriptionIds)).registries.find(
          ({ name }) => name === 'contosoapps',
        )!;
        const listed = await linking.azure.images.repositories(registry, undefined, never);
        assert.ok(listed.kind === 'listed' && listed.items.includes('payments/web'), JSON.stringify(listed));
        const foreign = { ...registry, loginServer: `contosoapps.${others[0] ?? ''}` };
        const refused = await linking.azure.images.repositories(foreign, undefined, never);
        assert.equal('failure' in refused && refused.failure.code, 'registry.foreignHost');
        const own = cloudOf(cloud.registrySuffix);
        assert.equal(portalUrl(own, registry.id), `${portal}/#resource${registry.id}`);
      });
    });

    function exported(plan: AnyPlan, format: ExportFormat): ExportedFile {
      const done = exportPlan(plan, format, cloudOf(cloud.registrySuffix));
      assert.ok(done.kind === 'exported', JSON.stringify(done));
      return done.files[0]!;
    }
  }
});
