import assert from 'node:assert/strict';
import { clouds } from '../../../src/model/clouds';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { writesOf } from '../../../src/exporting/model';
import type { AnyPlan } from '../../../src/provisioning';
import { deletingPlan, exportedPlans } from '../../support/exportedPlans';
import { templateProblems } from '../../support/exported/deployedProblems';
import { ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';

function textFor(plan: AnyPlan): string {
  const done = exportPlan(plan, 'armTemplate', clouds.public);
  assert.ok(done.kind === 'exported', JSON.stringify(done));
  const [file = assert.fail('no file'), ...others] = done.files;
  assert.deepEqual([file.name, others], ['template.json', []]);
  return file.text;
}

describe('a plan as an ARM template', () => {
  for (const [name, make] of Object.entries(exportedPlans)) {
    const plan = make();
    const isWhole = writesOf(plan).every(
      ({ request }) => request.method === 'PUT' && request.query === undefined,
    );
    it(
      isWhole ? `has the bodies of ${name}, in their order` : `is refused for ${name}, with the reason`,
      () => {
        if (isWhole) {
          assert.deepEqual(templateProblems(writesOf(plan), textFor(plan)), []);
          return;
        }
        const done = exportPlan(plan, 'armTemplate', clouds.public);
        assert.ok(done.kind === 'refused');
        assert.match(
          done.reasons.join(),
          /a deployment (only writes whole resources|doesn’t support)\. Export Terraform/,
        );
      },
    );
  }

  it('is one of the group where all is in one, and else has a deployment in each', () => {
    const grant = JSON.parse(textFor(exportedPlans['a grant']?.() ?? assert.fail())) as Template;
    assert.match(grant.$schema, /\/deploymentTemplate\.json#$/);
    assert.deepEqual(
      grant.resources.map(({ type }) => type),
      ['Microsoft.Authorization/roleAssignments'],
    );
    const link = JSON.parse(
      textFor(exportedPlans['a link with a zone in another subscription']?.() ?? assert.fail()),
    ) as Template;
    assert.match(link.$schema, /\/subscriptionDeploymentTemplate\.json#$/);
    assert.deepEqual(
      link.resources.map(({ subscriptionId, resourceGroup }) => [subscriptionId?.at(-1), resourceGroup]),
      [
        ['1', 'rg-registry'],
        ['1', 'rg-shop'],
        ['2', 'rg-dns'],
      ],
    );
  });

  it('is refused where the plan deletes', () => {
    const done = exportPlan(deletingPlan(), 'armTemplate', clouds.public);
    assert.ok(done.kind === 'refused');
    assert.match(done.reasons.join(), /is deleted, which a deployment can’t do/);
  });

  it('evaluates none of what others have written', () => {
    const tags = { "[concat('a', 'b')]": '[resourceGroup().id]', open: '[not closed', twice: '[[x]]' };
    const plan = planOf([
      step('network', {
        resourceId: ids.registryNetwork,
        reason: '[deployment().name]',
        request: { method: 'PUT', apiVersion: '2026-01-01', body: { location: 'westeurope', tags } },
      }),
    ]);
    const text = textFor(plan);
    assert.deepEqual(templateProblems(writesOf(plan), text), []);
    const [resource] = (JSON.parse(text) as Template).resources;
    assert.equal(resource?.comments, '[[deployment().name]');
  });
});

interface Template {
  readonly $schema: string;
  readonly resources: readonly {
    readonly type: string;
    readonly comments?: string;
    readonly subscriptionId?: string;
    readonly resourceGroup?: string;
  }[];
}
