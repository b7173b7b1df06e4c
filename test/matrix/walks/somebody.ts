/** What somebody else does in the middle of a walk, past the extension. Each gives whether Azure did it. */
import type { Emulator } from '../../../emulator/src/server';
import { apiVersions } from '../../../src/model/apiVersions';
import { idKey } from '../../../src/model/armId';
import type { Journal } from '../../../src/provisioning';
import { act } from '../strangers/acts';
import type { Ledger } from './ledger';

interface Place {
  readonly emulator: Emulator;
  readonly ledger: Ledger;
}

const versions = {
  'microsoft.network/privatednszones/virtualnetworklinks': apiVersions.privateDns,
  'microsoft.network/privatednszones/a': apiVersions.privateDns,
  'microsoft.network/virtualnetworks/virtualnetworkpeerings': apiVersions.network,
  'microsoft.network/privateendpoints': apiVersions.network,
  'microsoft.network/privateendpoints/privatednszonegroups': apiVersions.network,
  'microsoft.authorization/roleassignments': apiVersions.authorization,
} as const;

/** A part of some way to some registry; every other time one that an operation made. */
export function deletesSomething({ emulator, ledger }: Place, pick: number, other: number): boolean {
  const ours = new Set(ledger.ours);
  const all = Object.keys(versions)
    .flatMap((type) => emulator.estate.ofType(type))
    // What people may do, and see, stays as it is: whoever sees less than is there is a matter of its own.
    .filter(({ properties: { principalType = 'ServicePrincipal' } }) => principalType === 'ServicePrincipal');
  const made = all.filter(({ id }) => ours.has(idKey(id)));
  const among = made.length > 0 && other % 2 === 0 ? made : all;
  const chosen = among[pick % Math.max(1, among.length)];
  if (chosen === undefined) return false;
  const version = versions[chosen.type.toLowerCase() as keyof typeof versions];
  const { id } = chosen;
  const { status } = emulator.core.send('DELETE', id, version);
  emulator.core.operations.settle();
  ledger.byOthers(id);
  return status < 300;
}

/** Something that an operation made, or would have, as it was or as they like it. */
export function makesSomething(
  { emulator, ledger }: Place,
  journals: ReadonlyMap<string, Journal>,
  pick: number,
  other: number,
): boolean {
  const steps = [...journals.values()].flatMap(({ plan }) =>
    plan.steps.filter(({ action }) => action === 'create'),
  );
  const step = steps[pick % Math.max(1, steps.length)];
  if (step === undefined) return false;
  const isAgain = other % 3 !== 0;
  // Azure gives these no identity: made again with our mark and as it was sent, such a thing is as ours was.
  if (isAgain && ['zoneLink', 'zoneGroup', 'subnet'].includes(step.kind)) return false;
  const done = act(isAgain ? 'recreate' : 'create', emulator.core, step);
  if (done === undefined) return false;
  ledger.byOthers(step.resourceId);
  return true;
}

export function opensOrCloses({ emulator: { core, estate } }: Place, registryId: string): boolean {
  const registry = estate.get(registryId);
  if (registry === undefined) return false;
  const publicNetworkAccess =
    registry.properties['publicNetworkAccess'] === 'Disabled' ? 'Enabled' : 'Disabled';
  const { status } = core.send('PATCH', registryId, apiVersions.registry, {
    properties: { publicNetworkAccess },
  });
  core.operations.settle();
  return status < 300;
}
