/** Opens, restricts or closes a registry's public address. */
import { nameOf } from '../../model/armId';
import type { PublicAccessSpec } from '../plan/publicAccessSpec';
import { observePublicAccess } from '../publicAccess/observePublicAccess';
import { planPublicAccess } from '../publicAccess/planPublicAccess';
import { kinds } from './kinds';
import { operation } from './operation';

export const publicAccess = operation({
  ...kinds.publicAccess,
  title: ({ registryId, access }: PublicAccessSpec) =>
    `${verbs[access.mode]} public access of ${nameOf(registryId)}`,
  registryId: ({ registryId }) => registryId,
  observe: ({ registryId }, { azure }, signal) => observePublicAccess(registryId, azure, signal),
  plan: planPublicAccess,
});

const verbs = { on: 'Open', ranges: 'Restrict', off: 'Close' } as const;
