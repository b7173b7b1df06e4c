/** Where a registry stands on its way to being private. */
import { t } from '@vscode/l10n';
import { regionName } from '../../model/regionNames';
import { nameOf } from '../../model/armId';
import { accessSettings, known, type PublicAccessObserved } from '../../provisioning';
import type { Header, StageView } from './protocol';

/** `observed` is undefined until it is read. */
export function stagesOf(observed: PublicAccessObserved | undefined): readonly StageView[] {
  return [
    { stage: 'endpoint', title: t('Private endpoint'), ...endpointState(observed) },
    { stage: 'access', title: t('Public network access'), ...accessState(observed) },
  ];
}

export function hasEndpoint(observed: PublicAccessObserved | undefined): boolean {
  const registry = observed && known(observed.link.registry);
  return registry?.connections.some(({ status }) => status === 'Approved') ?? false;
}

export function registryWords(
  registryId: string,
  observed: PublicAccessObserved | undefined,
): Header['registry'] {
  const registry = observed && known(observed.link.registry);
  const group = /\/resourceGroups\/([^/]+)/i.exec(registryId)?.[1] ?? '';
  const detail =
    registry === undefined ? [group] : [t`SKU ${registry.sku}`, regionName(registry.location), group];
  return { id: registryId, name: nameOf(registryId), detail: detail.join(' · ') };
}

type State = Pick<StageView, 'state' | 'status'>;

const unread: State = { state: 'unknown', status: t('Not read yet.') };

function endpointState(observed: PublicAccessObserved | undefined): State {
  const registry = observed && known(observed.link.registry);
  if (registry === undefined) return observed === undefined ? unread : unreadable;
  const approved = registry.connections.filter(({ status }) => status === 'Approved');
  if (approved.length > 0) {
    const names = approved.map(({ endpointId }) => nameOf(endpointId)).join(', ');
    return { state: 'done', status: t`Can be reached privately over ${names}.` };
  }
  const pending = registry.connections.find(({ status }) => status === 'Pending');
  if (pending !== undefined) {
    return {
      state: 'open',
      status: t`${nameOf(pending.endpointId)} is pending approval by the registry’s owner.`,
    };
  }
  const sku =
    registry.sku === 'Premium' ? '' : t`, and has to be upgraded from ${registry.sku} to Premium first`;
  return { state: 'open', status: t`It has no private endpoint${sku}.` };
}

const unreadable: State = { state: 'unknown', status: t('The registry couldn’t be read.') };

function accessState(observed: PublicAccessObserved | undefined): State {
  if (observed === undefined) return unread;
  const raw = known(observed.settings);
  const settings = raw && accessSettings(raw);
  if (settings === undefined) return unreadable;
  const trusted = settings.trustedServices ? t('; trusted Azure services are allowed') : '';
  switch (settings.mode) {
    case 'off':
      return {
        state: 'done',
        status: t`Disabled. Access is possible only through private endpoints${trusted}.`,
      };
    case 'ranges':
      return {
        state: 'done',
        status: t`Restricted to ${settings.rules.length === 0 ? t('no IP addresses') : settings.rules.join(', ')}${trusted}.`,
      };
    case 'on':
      return { state: 'open', status: t('All networks. Only roles control who can pull.') };
  }
}
