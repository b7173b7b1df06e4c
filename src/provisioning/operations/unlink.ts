/** Deletes what the user ticks of the link between a registry and a cluster. */
import { t } from '@vscode/l10n';
import { nameOf, parentId, sameId } from '../../model/armId';
import type { Plan, Step } from '../plan/plan';
import type { UnlinkSpec } from '../plan/unlinkSpec';
import { observeUnlink } from '../teardown/unlink/observeUnlink';
import { planUnlink, unlinkChoices } from '../teardown/unlink/planUnlink';
import { kinds } from './kinds';
import { operation } from './operation';

export const unlink = operation({
  ...kinds.unlink,
  title: ({ registryId, clusterId }: UnlinkSpec) => t`Unlink ${nameOf(registryId)} from ${nameOf(clusterId)}`,
  registryId: ({ registryId }) => registryId,
  observe: (spec, { azure, journal }, signal) => observeUnlink(spec, azure, journal, signal),
  plan: planUnlink,
  // What it deletes comes back by linking again.
  choosing: { choices: (_, seen) => unlinkChoices(seen), chosen: (spec, ticked) => ({ ...spec, ticked }) },
  left: (spec, plan, isDone) => ({ ...stillTicked(spec, plan, isDone), ways: waysOf(plan) }),
});

/** Without what the operation has deleted already. */
export function stillTicked(
  spec: UnlinkSpec,
  { steps }: Plan,
  isDone: (stepId: string) => boolean,
): UnlinkSpec {
  const gone = steps.filter(({ id, action }) => action === 'delete' && isDone(id));
  return {
    ...spec,
    ticked: spec.ticked.filter((id) => !gone.some(({ resourceId }) => sameId(resourceId, id))),
  };
}

/** The ways of the link as it was: with its endpoint or its links gone, the rest of a way is hardly recognised. */
function waysOf({ steps }: Plan): NonNullable<UnlinkSpec['ways']> {
  const going = (kind: Step['kind']) =>
    steps.filter((step) => step.kind === kind && step.action === 'delete');
  const zoneIds = [
    ...going('zone').map(({ resourceId }) => resourceId),
    ...going('zoneLink').map(({ resourceId }) => parentId(resourceId)),
  ];
  return going('endpoint').flatMap(({ resourceId, holds: [networkId] }) =>
    networkId === undefined ? [] : [{ endpointId: resourceId, networkId, zoneIds }],
  );
}
