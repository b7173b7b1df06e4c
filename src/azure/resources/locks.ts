import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { subscriptionOf } from '../../model/armId';
import type { Lock } from '../../provisioning';
import type { Clients } from '../http/clients';
import { parseAnswer } from '../http/parse';
import { listJson } from '../http/reading';

const API_VERSION = '2016-09-01';

const lockJson = v.object({ id: v.string(), properties: v.object({ level: v.string() }) });

/** Management locks at, above and below a scope. Throws what the SDK throws for a refusal. */
export async function readLocks(
  clients: Clients,
  scope: string,
  signal: AbortSignal,
): Promise<readonly Lock[]> {
  const client = clients.resources(subscriptionOf(scope));
  const path = `${scope}/providers/Microsoft.Authorization/locks`;
  const items = await listJson(client, path, API_VERSION, signal);
  return items.map((item) => {
    const { id, properties } = parseAnswer(lockJson, item, t('a lock'));
    return {
      id,
      scope: id.replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, ''),
      level: properties.level,
    };
  });
}
