/** What makes a change of public access impossible: everything at once, each with the way out. */
import { nameOf } from '../../model/armId';
import type { Fact } from '../observed/observed';
import type { Blocker, Step } from '../plan/plan';
import { known } from '../observed/lookup';
import type { AccessSettings } from './accessSettings';
import { rulesProblems } from './addressRules';
import type { PublicAccessObserved } from '../observed/observedPullers';
import type { PublicAccessSpec } from '../plan/publicAccessSpec';

export function accessBlockers(
  spec: PublicAccessSpec,
  settings: AccessSettings | undefined,
  observed: PublicAccessObserved,
  steps: readonly Step[],
): Blocker[] {
  const { registryId, access } = spec;
  const name = nameOf(registryId);
  if (settings === undefined) return [unreadableRegistry(registryId, observed.settings)];
  if (steps.every(({ action }) => action === 'reuse')) return [];
  const blocker = (code: string, message: string, wayOut: string): Blocker => {
    return { code, message, wayOut, resourceIds: [registryId] };
  };
  const narrows = access.mode !== 'on';
  const approved = known(observed.link.registry)?.connections.some(({ status }) => status === 'Approved');
  return [
    ...(settings.provisioningState === 'Succeeded'
      ? []
      : [
          blocker(
            'registryNotReady',
            `Registry ${name} is in the state ${settings.provisioningState}.`,
            'Wait until Azure has finished the operation on it, or repair it if that failed.',
          ),
        ]),
    ...(settings.sku !== 'Premium' && narrows
      ? [
          blocker(
            'notPremium',
            `Registry ${name} has SKU ${settings.sku}; public access can be closed or restricted on Premium only.`,
            'Upgrade it first: that is part of giving it a private endpoint.',
          ),
        ]
      : []),
    ...(narrows && approved !== true
      ? [
          blocker(
            'noPrivateEndpoint',
            `Registry ${name} has no approved private endpoint: whoever uses it now would be locked out.`,
            'Create the private endpoint first, and have its connection approved.',
          ),
        ]
      : []),
    ...(access.mode === 'ranges' ? rulesProblems(access.ranges) : []).map((problem) =>
      blocker('rangesInvalid', problem, 'Change the addresses.'),
    ),
    ...(settings.exportDisabled && settings.mode === 'off' && access.mode !== 'off'
      ? [
          blocker(
            'exportDisabled',
            `Registry ${name} has its export policy disabled, which Azure allows only with public access off.`,
            'Enable the export policy first (az acr update --allow-exports true), or leave public access off.',
          ),
        ]
      : []),
    ...(narrows ? accessBlockersOfPullers(registryId, observed) : []),
  ];
}

/** Access is taken away only after everybody who would lose it has been shown. */
export function accessBlockersOfPullers(
  registryId: string,
  { pullers, link }: PublicAccessObserved,
): Blocker[] {
  const name = nameOf(registryId);
  return [
    ...unread(`Who has a role on registry ${name}`, registryId, pullers.assignments),
    ...unread('Which clusters there are', registryId, pullers.clusters),
    ...unread(`The private endpoints of registry ${name}`, registryId, link.registry),
  ];
}

function unread(what: string, id: string, fact: Fact<unknown>): Blocker[] {
  if (fact.state === 'known') return [];
  const reason = fact.state === 'unreadable' ? fact.reason : 'Azure says that it does not exist.';
  const missing = fact.state === 'unreadable' ? fact.missingAction : undefined;
  const scope = fact.state === 'unreadable' ? (fact.scope ?? id) : id;
  return [
    {
      code: 'pullersUnreadable',
      message: `${what} could not be read, so nobody can say who would be locked out: ${reason}`,
      wayOut:
        missing === undefined
          ? 'Refresh; if it stays unreadable, check the connection and your rights.'
          : `Ask for a role with ${missing} on ${scope}.`,
      resourceIds: [id],
    },
  ];
}

function unreadableRegistry(registryId: string, fact: Fact<unknown>): Blocker {
  const name = nameOf(registryId);
  if (fact.state === 'absent') {
    return {
      code: 'namedThingMissing',
      message: `Registry ${name} does not exist (any more).`,
      wayOut: 'Refresh, and choose another one.',
      resourceIds: [registryId],
    };
  }
  const reason = fact.state === 'unreadable' ? fact.reason : 'Azure answered in a form that is not known.';
  return {
    code: 'factUnreadable',
    message: `Registry ${name} could not be read: ${reason}`,
    wayOut: 'Ask for a role with Microsoft.ContainerRegistry/registries/read on it.',
    resourceIds: [registryId],
  };
}
