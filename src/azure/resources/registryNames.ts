import { t } from '@vscode/l10n';
import { checkNameAvailability } from '@azure/arm-containerregistry/api/registries';
import * as v from 'valibot';
import { nameProblem } from '../../model/names';
import type { NameAvailability } from '../../provisioning';
import type { Clients } from '../http/clients';
import { parseAnswer } from '../http/parse';
import { redact } from '../http/redact';

const answer = v.object({
  nameAvailable: v.boolean(),
  reason: v.nullish(v.string()),
  message: v.nullish(v.string()),
});

const reasons: Readonly<Record<string, 'taken' | 'invalid'>> = {
  alreadyexists: 'taken',
  invalid: 'invalid',
};

/**
 * See Azure.checkRegistryName. What can't be a name isn't sent: Azure refuses a request with it. The reasons are those
 * that the Azure CLI's tests have recorded.
 */
export async function checkRegistryName(
  clients: Clients,
  subscriptionId: string,
  name: string,
  signal: AbortSignal,
): Promise<NameAvailability> {
  const problem = nameProblem('registry', name);
  if (problem !== undefined) return { available: false, reason: 'invalid', message: problem };
  const asked = { name, type: 'Microsoft.ContainerRegistry/registries' } as const;
  const answered = await checkNameAvailability(clients.registries(subscriptionId), asked, {
    abortSignal: signal,
  });
  const { nameAvailable, reason, message } = parseAnswer(answer, answered, t('whether a name is free'));
  if (nameAvailable) return { available: true };
  return {
    available: false,
    reason: reasons[(reason ?? '').toLowerCase()] ?? 'other',
    message: redact(message ?? t('Azure doesn’t accept this name.')),
  };
}
