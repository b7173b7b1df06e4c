import assert from 'node:assert/strict';
import { Core } from '../../emulator/src/core';
import { exportPlan } from '../../src/exporting/exportPlan';
import { writesOf } from '../../src/exporting/model';
import { clouds } from '../../src/model/clouds';
import type { JsonObject } from '../../src/model/json';
import { readTemplate } from '../support/armTemplate';
import { exportedPlans } from '../support/exportedPlans';
import { planOf, step } from '../support/steps';
import { ids } from '../support/observed';
import type { AnyPlan } from '../../src/provisioning';
import { checkExchange } from './checking/check';
import { loadValidator, type Validator } from './checking/validator';
import { definitionsFolder, oavFolder } from './environment';

describe("what ARM templates deploy, by Microsoft's definitions", () => {
  let validator: Validator;
  before(async function () {
    this.timeout(300_000);
    validator = await loadValidator(oavFolder, definitionsFolder);
  });
  after(() => {
    validator.close();
  });
  const { router } = new Core();

  /** What is wrong with the request that Resource Manager makes of each resource. */
  async function mistakesOf(plan: AnyPlan): Promise<string[]> {
    const done = exportPlan(plan, 'armTemplate', clouds.public);
    assert.ok(done.kind === 'exported', JSON.stringify(done));
    const { resources } = readTemplate(done.files.map(({ text }) => text).join(''), writesOf(plan));
    assert.notDeepEqual(resources, []);
    const mistakes: string[] = [];
    for (const { id, apiVersion, body } of resources) {
      const url = `https://management.azure.com${id}?api-version=${apiVersion}`;
      const { coverage, findings } = await checkExchange(
        {
          request: { method: 'PUT', url, headers: { 'content-type': 'application/json' }, body },
          response: { status: 201, headers: { 'x-ms-request-id': 'none' } },
        },
        router.operationOf('PUT', id),
        validator,
      );
      if (coverage !== 'exact' && coverage !== 'nearest') mistakes.push(`${id} has no definition`);
      mistakes.push(
        ...findings
          .filter(({ level, issue }) => level === 'mistake' && issue.side === 'request')
          .map(({ issue: { code, places, message } }) => `${id}: ${code} ${places.join()}: ${message}`),
      );
    }
    return mistakes;
  }

  for (const [name, make] of Object.entries(exportedPlans)) {
    const plan = make();
    if (exportPlan(plan, 'armTemplate', clouds.public).kind === 'refused') continue;
    it(`are right for ${name}`, async () => {
      assert.deepEqual(await mistakesOf(plan), []);
    });
  }

  it('are wrong where a body is', async () => {
    const networkWith = (body: JsonObject) =>
      mistakesOf(
        planOf([
          step('network', {
            resourceId: ids.registryNetwork,
            request: { method: 'PUT', apiVersion: '2026-01-01', body },
          }),
        ]),
      );
    const location = 'westeurope';
    const properties = { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } };
    assert.deepEqual(await networkWith({ location, properties }), []);
    const wrong = await networkWith({ location, properties: { ...properties, colour: 'blue' } });
    assert.match(String(wrong), /ADDITIONAL_PROPERTIES.*colour/);
  });
});
