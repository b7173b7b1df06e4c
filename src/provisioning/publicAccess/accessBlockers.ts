/** What makes a change of public access impossible: everything at once, each with the way out. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { Fact } from '../observed/observed';
import type { Blocker, Step } from '../plan/plan';
import { known } from '../observed/lookup';
import { needed, notPremium, registryNotReady } from '../plan/findings';
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
  if (settings === undefined) return unreadableRegistry(registryId, observed.settings);
  if (steps.every(({ action }) => action === 'reuse')) return [];
  const blocker = (code: string, message: string, wayOut: string): Blocker => {
    return { code, message, wayOut, resourceIds: [registryId] };
  };
  const narrows = access.mode !== 'on';
  const approved = known(observed.link.registry)?.connections.some(({ status }) => status === 'Approved');
  return [
    ...registryNotReady(registryId, settings.provisioningState),
    ...(narrows
      ? notPremium(
          { id: registryId, sku: settings.sku },
          t('disabling or restricting public network access requires'),
          t('Upgrade it first. Creating a private endpoint includes the upgrade.'),
        )
      : []),
    ...(narrows && approved !== true
      ? [
          blocker(
            'noPrivateEndpoint',
            t`Registry ${name} has no approved private endpoint, so all current clients would lose access.`,
            t('Create the private endpoint first, and get its connection approved.'),
          ),
        ]
      : []),
    ...(access.mode === 'ranges' ? rulesProblems(access.ranges) : []).map((problem) =>
      blocker('rangesInvalid', problem, t('Change the addresses.')),
    ),
    ...(settings.exportDisabled && settings.mode === 'off' && access.mode !== 'off'
      ? [
          blocker(
            'exportDisabled',
            t`Registry ${name} has its export policy disabled, which Azure allows only when public network access is disabled.`,
            t(
              'Enable the export policy first (az acr update --allow-exports true), or leave public network access disabled.',
            ),
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
    ...needed(t`The role assignments on registry ${name}`, registryId, pullers.assignments, unseenPullers),
    ...needed(t('The list of clusters'), registryId, pullers.clusters, unseenPullers),
    ...needed(t`The private endpoints of registry ${name}`, registryId, link.registry, unseenPullers),
  ];
}

const unseenPullers = { code: 'pullersUnreadable', consequence: t('who would lose access') };

function unreadableRegistry(registryId: string, fact: Fact<unknown>): Blocker[] {
  const reason = t('Azure returned an unknown format.');
  const read: Fact<unknown> = fact.state === 'known' ? { state: 'unreadable', reason } : fact;
  return needed(t`Registry ${nameOf(registryId)}`, registryId, read);
}
