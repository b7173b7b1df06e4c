/** Takes the pull role away that a cluster has on the registry itself. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { UnlinkSpec } from '../plan/unlinkSpec';
import { observeUnlink } from '../teardown/unlink/observeUnlink';
import { detachChoices, planDetach } from '../teardown/unlink/planDetach';
import { kinds } from './kinds';
import { operation } from './operation';
import { stillTicked } from './unlink';

export const detach = operation({
  ...kinds.detach,
  title: ({ registryId, clusterId }: UnlinkSpec) => t`Detach ${nameOf(registryId)} from ${nameOf(clusterId)}`,
  registryId: ({ registryId }) => registryId,
  observe: (spec, { azure, journal }, signal) => observeUnlink(spec, azure, journal, signal),
  plan: planDetach,
  choosing: { choices: (_, seen) => detachChoices(seen), chosen: (spec, ticked) => ({ ...spec, ticked }) },
  left: stillTicked,
});
