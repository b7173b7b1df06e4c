import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { nodesOf, writesOf, type WrittenStep } from '../../../src/exporting/model';
import { sameId } from '../../../src/model/armId';
import type { Json, JsonObject } from '../../../src/model/json';
import type { AnyPlan } from '../../../src/provisioning';
import { dataSources, problemsOf, resources } from '../../support/azurermSchema';
import { deletingPlan, exportedPlans } from '../../support/exportedPlans';
import { ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';
import {
  expressionsIn,
  readTerraform,
  referenceIn,
  scalarsIn,
  textOf,
  type TerraformBlock,
  type TerraformFile,
} from '../../support/terraform';

function textFor(plan: AnyPlan): string {
  const done = exportPlan(plan, 'terraform', 'public');
  assert.ok(done.kind === 'exported', JSON.stringify(done));
  const [file = assert.fail('no file'), ...others] = done.files;
  assert.deepEqual([file.name, others], ['main.tf', []]);
  return file.text;
}

/** What `azurerm` has anyway, or makes of other arguments: all that an export leaves out of a body (docs/exports.md). */
const implied: readonly Json[] = ['global', 'LegacyRegistryPermissions', 'privatelink-azurecr-io'];
const flags: ReadonlyMap<Json, Json> = new Map<Json, Json>([
  ['Enabled', true],
  ['Disabled', false],
]);

function scalarsOf(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value as JsonObject).flatMap(scalarsOf);
}

/** The block that says a step, by the step's name in the plan. */
function blocksOf(one: WrittenStep, file: TerraformFile, plan: AnyPlan): TerraformBlock[] {
  const steps = writesOf(plan);
  const name = nodesOf(steps)?.find((node) => node.step.id === one.id)?.name ?? '';
  const own = file.blocks.filter(({ address, isData }) => !isData && address.split('.')[1] === name);
  const parts = file.blocks.filter(({ address }) => address.split('.')[1]?.startsWith(`${name}_subnet`));
  if (own.length > 0) return [...own, ...parts];
  const kinds = one.kind === 'replica' ? 'azurerm_container_registry' : 'azurerm_private_endpoint';
  return file.blocks.filter(({ type, isData }) => !isData && type === kinds);
}

describe('a plan as Terraform', () => {
  for (const [name, make] of Object.entries(exportedPlans)) {
    describe(`of ${name}`, () => {
      const plan = make();
      const text = textFor(plan);
      let file: TerraformFile;
      before(async () => {
        file = await readTerraform(text);
      });

      it('has blocks as the providers take them', () => {
        const problems = file.blocks.flatMap(({ address, type, isData, body }) =>
          problemsOf(body, (isData ? dataSources : resources)[type]).map((one) => `${address} ${one}`),
        );
        assert.deepEqual(problems, []);
        assert.ok(file.blocks.some(({ isData }) => !isData));
      });

      it('refers to what is in it, and to nothing in a circle', () => {
        const addresses = new Set(file.blocks.map(({ address }) => address));
        const uses = new Map(
          file.blocks.map(({ address, body }) => {
            const { provider, ...rest } = body;
            const alias = typeof provider === 'string' ? provider.replace(/^\$\{azurerm\.|\}$/g, '') : '';
            assert.ok(file.subscriptions.has(alias), `${address}: ${alias}`);
            const used = expressionsIn(rest).map((one) => referenceIn(one)?.address ?? one);
            return [address, used] as const;
          }),
        );
        const dangling = [...uses].flatMap(([, used]) => used.filter((one) => !addresses.has(one)));
        assert.deepEqual(dangling, []);
        const done = new Set<string>();
        for (let left = addresses.size; left > 0; left -= 1) {
          for (const [address, used] of uses) if (used.every((one) => done.has(one))) done.add(address);
        }
        assert.deepEqual(
          [...addresses].filter((one) => !done.has(one)),
          [],
        );
      });

      it('says everything that the plan sends', () => {
        const idOf = (address: string) => {
          const block = file.blocks.find((one) => one.address === address);
          return block === undefined ? undefined : idOfBlock(block, file);
        };
        const lost = writesOf(plan).flatMap((one) => {
          const said = blocksOf(one, file, plan).flatMap(({ body }) => {
            const own = Object.entries(body).filter(([name]) => !['provider', 'depends_on'].includes(name));
            return scalarsIn(Object.fromEntries(own), idOf);
          });
          return scalarsOf(one.request.body).filter(
            (value) =>
              !implied.includes(value) &&
              !said.some(
                (other) =>
                  other === value ||
                  other === flags.get(value) ||
                  (typeof other === 'string' && typeof value === 'string' && sameId(other, value)),
              ),
          );
        });
        assert.deepEqual(lost, []);
      });

      it('has the order of the plan', () => {
        const before = new Map<string, Set<string>>();
        const addressOf = (one: WrittenStep) => blocksOf(one, file, plan)[0]?.address ?? assert.fail(one.id);
        const reach = (address: string): Set<string> => {
          const known = before.get(address);
          if (known !== undefined) return known;
          const reached = new Set<string>();
          before.set(address, reached);
          const { body } = file.blocks.find((block) => block.address === address) ?? assert.fail(address);
          for (const one of expressionsIn(body)) {
            const used = referenceIn(one)?.address;
            if (used === undefined || one.startsWith('${azurerm.')) continue;
            reached.add(used);
            for (const further of reach(used)) reached.add(further);
          }
          return reached;
        };
        const steps = writesOf(plan);
        const early = steps.flatMap((later) =>
          steps
            .filter(({ id }) => later.dependsOn.includes(id))
            .map((earlier) => [addressOf(later), addressOf(earlier)] as const)
            .filter(([second, first]) => first !== second && !reach(second).has(first)),
        );
        assert.deepEqual(early, [], 'what does not wait for what it depends on');
        const together = [...new Set(steps.flatMap(({ holds }) => holds))].flatMap((network) => {
          const writers = [...new Set(steps.filter(({ holds }) => holds.includes(network)).map(addressOf))];
          return writers.flatMap((one) =>
            writers
              .filter((other) => other !== one && !reach(one).has(other) && !reach(other).has(one))
              .map((other) => `${one} and ${other} on ${network}`),
          );
        });
        assert.deepEqual(together, [], 'what may be written to one network at once');
      });

      it('is formatted as terraform fmt formats', function () {
        const formatted = spawnSync('terraform', ['fmt', '-no-color', '-'], {
          input: text,
          encoding: 'utf8',
        });
        if (formatted.error !== undefined) this.skip();
        assert.equal(formatted.status, 0, formatted.stderr);
        assert.equal(formatted.stdout, text);
      });
    });
  }

  /** From name, group and subscription of a block, or by the plan's own ids. */
  function idOfBlock({ type, body }: TerraformBlock, file: TerraformFile): string {
    const alias =
      typeof body['provider'] === 'string' ? body['provider'].replace(/^\$\{azurerm\.|\}$/g, '') : '';
    const resolve = (value: Json | undefined): string => {
      const found = value === undefined ? undefined : referenceIn(value);
      if (found === undefined) return typeof value === 'string' ? value : '';
      const block =
        file.blocks.find(({ address }) => address === found.address) ?? assert.fail(found.address);
      if (found.attribute === 'id') return idOfBlock(block, file);
      return resolve(block.body[found.attribute]);
    };
    const name = resolve(body['name']);
    if (type === 'azapi_resource') {
      const [kind = ''] = resolve(body['type']).split('@');
      return `${resolve(body['parent_id'])}/providers/${kind}/${name}`;
    }
    const subscription = `/subscriptions/${file.subscriptions.get(alias) ?? assert.fail(alias)}`;
    if (type === 'azurerm_resource_group') return `${subscription}/resourceGroups/${name}`;
    const group = `${subscription}/resourceGroups/${resolve(body['resource_group_name'])}/providers`;
    const types: Readonly<Record<string, string>> = {
      azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
      azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
      azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
      azurerm_private_endpoint: 'Microsoft.Network/privateEndpoints',
    };
    if (type === 'azurerm_subnet') {
      return `${group}/Microsoft.Network/virtualNetworks/${resolve(body['virtual_network_name'])}/subnets/${name}`;
    }
    return `${group}/${types[type] ?? assert.fail(type)}/${name}`;
  }

  it('is the same for the same plan made again, whatever its operation is called', () => {
    for (const make of Object.values(exportedPlans)) {
      const [one, two] = [make(), make()];
      const marked = JSON.parse(JSON.stringify(two).replaceAll(two.operationId, ids.kubelet)) as AnyPlan;
      assert.equal(textFor(marked), textFor(one));
      assert.doesNotMatch(textFor(one), /acr-private-link-operation|0b0e5d52/);
    }
  });

  it('names nobody who gets a role', () => {
    const grant = exportedPlans['a grant']?.() ?? assert.fail();
    assert.match(JSON.stringify(grant), /Nina Sample/);
    assert.doesNotMatch(textFor(grant), /Nina|Sample/);
  });

  it('pins the providers, and has azapi only where it is used', async () => {
    const plain = textFor(exportedPlans['a link from nothing']?.() ?? assert.fail());
    assert.match(plain, /azurerm = \{\n {6}source {2}= "hashicorp\/azurerm"\n {6}version = "~> 4\.\d+"/);
    assert.doesNotMatch(plain, /azapi/);
    const raised = await readTerraform(
      textFor(exportedPlans['a link that raises the SKU']?.() ?? assert.fail()),
    );
    assert.deepEqual(raised.providers, ['azapi', 'azurerm']);
  });

  it('says which cloud it is for, where that is not the public one', () => {
    const done = exportPlan(exportedPlans['a grant']?.() ?? assert.fail(), 'terraform', 'usGov');
    assert.ok(done.kind === 'exported');
    assert.match(done.files[0]?.text ?? '', /environment += "usgovernment"/);
  });

  it('sends by azapi, with the reason, what azurerm has no argument for', async () => {
    const plan = planOf([
      step('network', {
        resourceId: ids.registryNetwork,
        request: {
          method: 'PUT',
          apiVersion: '2026-01-01',
          body: {
            location: 'westeurope',
            properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, other: 1 },
          },
        },
      }),
    ]);
    const text = textFor(plan);
    const { blocks } = await readTerraform(text);
    assert.deepEqual(
      blocks.map(({ type, body }) => [type, body['body']]),
      [['azapi_resource', { properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, other: 1 } }]],
    );
    assert.match(text, /# azapi, because azurerm has no arguments for all that is set\./);
  });

  it('writes a zone group by itself where azurerm would have to make it before what it waits for', async () => {
    const zoneGroup = `${ids.endpoint}/privateDnsZoneGroups/default`;
    const link = `${ids.zone}/virtualNetworkLinks/link`;
    const plan = planOf([
      step('endpoint', {
        kind: 'endpoint',
        resourceId: ids.endpoint,
        dependsOn: ['zoneLink'],
        request: {
          method: 'PUT',
          apiVersion: '2026-01-01',
          body: {
            location: 'westeurope',
            properties: {
              subnet: { id: ids.subnet },
              privateLinkServiceConnections: [
                { name: 'pe', properties: { privateLinkServiceId: ids.registry, groupIds: ['registry'] } },
              ],
            },
          },
        },
      }),
      step('zoneLink', { kind: 'zoneLink', resourceId: link, dependsOn: ['zoneGroup'] }),
      step('zoneGroup', {
        kind: 'zoneGroup',
        resourceId: zoneGroup,
        request: {
          method: 'PUT',
          apiVersion: '2026-01-01',
          body: {
            properties: {
              privateDnsZoneConfigs: [
                { name: 'privatelink-azurecr-io', properties: { privateDnsZoneId: ids.zone } },
              ],
            },
          },
        },
      }),
    ]);
    const { blocks } = await readTerraform(textFor(plan));
    assert.ok(blocks.some(({ address }) => address === 'azapi_resource.zone_group'));
  });

  it('is refused where the plan deletes, with the reason', () => {
    const done = exportPlan(deletingPlan(), 'terraform', 'public');
    assert.ok(done.kind === 'refused');
    assert.equal(done.reasons.length, 2);
    assert.match(done.reasons[0] ?? '', /deletes only what is in its own state/);
  });

  it('keeps every character of hostile tags and messages as text', async () => {
    const tags = Object.fromEntries(hostileTexts.map((text, index) => [`${text} ${index}`, text]));
    const plan = planOf([
      step('network', {
        resourceId: ids.registryNetwork,
        reason: hostileTexts.join(' '),
        title: hostileTexts.join(' '),
        request: {
          method: 'PUT',
          apiVersion: '2026-01-01',
          body: {
            location: 'westeurope',
            tags,
            properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
          },
        },
      }),
    ]);
    const { blocks } = await readTerraform(textFor(plan));
    const [block, ...others] = blocks;
    assert.deepEqual(others, []);
    const read = Object.entries((block?.body['tags'] ?? {}) as Record<string, string>);
    assert.deepEqual(Object.fromEntries(read.map(([key, value]) => [textOf(key), textOf(value)])), tags);
  });
});

const hostileTexts = [
  'a "quote" and \\ a backslash',
  '${file("/etc/passwd")} $${x} %{if true}x%{endif} %%{y}',
  "it's `id` $(id) -- --yes",
  'EOT\nJSON\n# comment */ //',
  'tab\tand\r\nlines',
  'for',
];
