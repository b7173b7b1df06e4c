import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { clouds } from '../../../src/model/clouds';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { writesOf } from '../../../src/exporting/model';
import type { AnyPlan } from '../../../src/provisioning';
import { deletingPlan, exportedPlans } from '../../support/exportedPlans';
import {
  lostValues,
  orderProblems,
  referenceProblems,
  schemaProblems,
} from '../../support/exported/terraformProblems';
import { ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';
import { readTerraform, textOf, type TerraformFile } from '../../support/terraform';

function textFor(plan: AnyPlan): string {
  const done = exportPlan(plan, 'terraform', clouds.public);
  assert.ok(done.kind === 'exported', JSON.stringify(done));
  const [file = assert.fail('no file'), ...others] = done.files;
  assert.deepEqual([file.name, others], ['main.tf', []]);
  return file.text;
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
        assert.deepEqual(schemaProblems(file), []);
        assert.ok(file.blocks.some(({ isData }) => !isData));
      });

      it('refers to what is in it, and to nothing in a circle', () => {
        assert.deepEqual(referenceProblems(file), []);
      });

      it('says everything that the plan sends', () => {
        assert.deepEqual(lostValues(writesOf(plan), file), []);
      });

      it('has the order of the plan, and one write to a network at a time', () => {
        assert.deepEqual(orderProblems(writesOf(plan), file), []);
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
    const done = exportPlan(exportedPlans['a grant']?.() ?? assert.fail(), 'terraform', clouds.usGov);
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
    assert.match(text, /# azapi, because azurerm has no arguments for some of the properties\./);
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
    const done = exportPlan(deletingPlan(), 'terraform', clouds.public);
    assert.ok(done.kind === 'refused');
    assert.equal(done.reasons.length, 2);
    assert.match(done.reasons[0] ?? '', /only deletes resources in its own state/);
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
