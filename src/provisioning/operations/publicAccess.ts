/** Opens, restricts or closes a registry's public address. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { PublicAccessSpec } from '../plan/publicAccessSpec';
import { observePublicAccess } from '../publicAccess/observePublicAccess';
import { planPublicAccess } from '../publicAccess/planPublicAccess';
import { kinds } from './kinds';
import { operation } from './operation';

export const publicAccess = operation({
  ...kinds.publicAccess,
  title: ({ registryId, access }: PublicAccessSpec) =>
    t`${verbs[access.mode]} public access of ${nameOf(registryId)}`,
  registryId: ({ registryId }) => registryId,
  observe: ({ registryId }, { azure }, signal) => observePublicAccess(registryId, azure, signal),
  plan: planPublicAccess,
});

const verbs = { on: t('Open'), ranges: t('Restrict'), off: t('Close') } as const;
