import assert from 'node:assert/strict';
import { clouds } from '../../../src/model/clouds';
import { exportPlan } from '../../../src/exporting/exportPlan';
import type { ExportedFile } from '../../../src/exporting/exported';
import { writesOf } from '../../../src/exporting/model';
import type { AnyPlan } from '../../../src/provisioning';
import { deletingPlan, exportedPlans } from '../../support/exportedPlans';
import { bicepProblems } from '../../support/exported/bicepProblems';
import { ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';

function filesFor(plan: AnyPlan): readonly ExportedFile[] {
  const done = exportPlan(plan, 'bicep', clouds.public);
  assert.ok(done.kind === 'exported', JSON.stringify(done));
  return done.files;
}

describe('a plan as Bicep', () => {
  for (const [name, make] of Object.entries(exportedPlans)) {
    const plan = make();
    const isWhole = writesOf(plan).every(
      ({ request }) => request.method === 'PUT' && request.query === undefined,
    );
    it(isWhole ? `has the bodies of ${name}, in their order` : `is refused for ${name}`, async () => {
      if (isWhole) assert.deepEqual(await bicepProblems(writesOf(plan), filesFor(plan)), []);
      else assert.equal(exportPlan(plan, 'bicep', clouds.public).kind, 'refused');
    });
  }

  it('is one file where all is in one group, and else has a module for each', () => {
    const names = (name: string) =>
      filesFor(exportedPlans[name]?.() ?? assert.fail(name)).map((file) => file.name);
    assert.deepEqual(names('a grant'), ['main.bicep']);
    assert.deepEqual(names('a link with a zone in another subscription'), [
      'main.bicep',
      'rg_registry_1.bicep',
      'rg_shop_2.bicep',
      'rg_dns_3.bicep',
    ]);
  });

  it('is refused where the plan deletes', () => {
    const done = exportPlan(deletingPlan(), 'bicep', clouds.public);
    assert.ok(done.kind === 'refused');
    assert.match(done.reasons.join(), /is deleted, which a deployment can’t do/);
  });

  it('keeps every character of hostile tags as text', async () => {
    const texts = [
      "it's ${resourceGroup().id}",
      '\\${x} \\',
      "'''",
      'a // comment /* */',
      'a\nb\r\tc',
      'for',
    ];
    const tags = Object.fromEntries(texts.map((text, index) => [`${text} ${index}`, text]));
    const plan = planOf([
      step('network', {
        resourceId: ids.registryNetwork,
        reason: texts.join(' '),
        request: { method: 'PUT', apiVersion: '2026-01-01', body: { location: 'westeurope', tags } },
      }),
    ]);
    assert.deepEqual(await bicepProblems(writesOf(plan), filesFor(plan)), []);
  });
});
