/** Somebody else who writes at an inconvenient moment, past the extension. */
import assert from 'node:assert/strict';
import { idKey, sameId } from '../../../src/model/armId';
import { asObject, asObjects, type JsonObject } from '../../../src/model/json';
import type { ApplyPorts } from '../../../src/provisioning/applying/run';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { RollBackPlan } from '../../../src/provisioning/plan/rollBackSpec';
import type { Step } from '../../../src/provisioning/plan/plan';
import { run } from '../../../src/provisioning/operations/run';
import { stateOf } from '../../support/estateState';
import { never } from './azure';
import type { Linking } from './linking';

/** `look`: before the last look at a thing; `write`: between that look and the request. */
export type Moment = 'look' | 'write';

/** Applies a plan (or rolls back), and once, at that moment of the step's life, lets somebody else act. */
export async function appliedWhile(
  linking: Linking,
  plan: AnyPlan,
  { resourceId }: Pick<Step, 'resourceId'>,
  moment: Moment,
  act: () => void,
): Promise<Outcome> {
  let acted = false;
  const at = (when: Moment, id: string) => {
    if (acted || when !== moment || !sameId(id, resourceId)) return;
    acted = true;
    linking.emulator.core.operations.settle();
    act();
  };
  const { azure } = linking;
  const ports: ApplyPorts = {
    ...linking.ports,
    reader: {
      ...azure,
      read: (id, signal) => {
        at('look', id);
        return azure.read(id, signal);
      },
    },
    writer: {
      ...azure,
      write: (id, request, progress, signal) => {
        at('write', id);
        return azure.write(id, request, progress, signal);
      },
    },
  };
  const acknowledged = plan.hazards.map(({ id }) => id);
  const outcome = isRollBack(plan)
    ? await run(plan, ports, never, () => undefined, acknowledged)
    : await run(plan, ports, never, () => undefined, acknowledged);
  assert.ok(acted, 'somebody else has acted');
  return outcome;
}

function isRollBack(plan: AnyPlan): plan is RollBackPlan {
  return 'purpose' in plan && plan.purpose.kind === 'rollBack';
}

/** Codes of what an operation failed with. */
export function codesOf(outcome: Outcome): string[] {
  return outcome.kind === 'failed' ? outcome.failures.map(({ code }) => code) : [outcome.kind];
}

/** A thing as the emulator has it, without what is new at every write; undefined if it isn't there. */
export function thing(linking: Linking, id: string): string | undefined {
  linking.emulator.core.operations.settle();
  return stateOf(linking.emulator.estate).get(idKey(id));
}

/** What a PUT of a thing as it is would send. */
export function raw(linking: Linking, id: string): JsonObject {
  linking.emulator.core.operations.settle();
  const resource = linking.emulator.estate.get(id);
  assert.ok(resource, `${id} is there`);
  return JSON.parse(JSON.stringify(resource)) as JsonObject;
}

/** The request by which somebody else makes a thing of the same name, to their own liking. */
export function otherBody({ kind, request }: Step): JsonObject {
  const body = request?.body ?? {};
  const properties = asObject(body['properties']);
  const changed: Partial<Record<Step['kind'], JsonObject>> = {
    subnet: { privateEndpointNetworkPolicies: 'Enabled' },
    peering: { allowForwardedTraffic: true },
    zoneGroup: {
      privateDnsZoneConfigs: asObjects(properties['privateDnsZoneConfigs']).map((config) => ({
        ...config,
        name: 'others',
      })),
    },
    roleAssignment: { description: 'made by the platform team' },
  };
  const own = changed[kind];
  return own === undefined
    ? { ...body, tags: { team: 'others' } }
    : { ...body, properties: { ...properties, ...own } };
}
