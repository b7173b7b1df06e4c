/** How a registry is reached, and how that looks: for the tree and the pickers. */
import { t } from '@vscode/l10n';
import type { contextStates } from '../../contributions';
import type { ObservedRegistry } from '../../provisioning';
import { standingOf } from '../../provisioning/overview';
import type { TreeIcon } from './treeNode';

type Access = 'private' | 'closed' | 'restricted' | 'restrictedAndPrivate' | 'public' | 'publicAndPrivate';

interface Face {
  readonly words: string;
  readonly icon: TreeIcon;
  /** What menus ask for. */
  readonly state: (typeof contextStates)[number];
}

const restricted = { icon: { id: 'shield', color: 'charts.blue' }, state: 'open' } as const;

/** Each a shape of its own, for those who don't see the colour. `charts.orange` is translucent in the light themes. */
const faces: Readonly<Record<Access, Face>> = {
  private: { words: t('private'), icon: { id: 'lock', color: 'charts.green' }, state: 'private' },
  closed: { words: t('closed'), icon: { id: 'circle-slash', color: 'charts.yellow' }, state: 'closed' },
  restricted: { words: t('public for selected IP addresses'), ...restricted },
  restrictedAndPrivate: { words: t('private and public for selected IP addresses'), ...restricted },
  public: { words: t('public'), icon: { id: 'globe', color: 'list.warningForeground' }, state: 'open' },
  publicAndPrivate: {
    words: t('public and private'),
    icon: { id: 'unlock', color: 'list.warningForeground' },
    state: 'open',
  },
};

/** From where clients come to the registry, in a word or two, with its icon. */
export function faceOf(registry: ObservedRegistry): Face {
  return faces[accessOf(registry)];
}

function accessOf({ connections, publicNetworkAccess, defaultAction }: ObservedRegistry): Access {
  const isPrivate = connections.some(({ status }) => status === 'Approved');
  if (publicNetworkAccess === 'Disabled') return isPrivate ? 'private' : 'closed';
  if (defaultAction === 'Deny') return isPrivate ? 'restrictedAndPrivate' : 'restricted';
  return isPrivate ? 'publicAndPrivate' : 'public';
}

/** What Azure is at or has failed at with a resource; undefined for one that is ready. */
export function unsettled(
  provisioningState: string,
): { readonly words: string; readonly icon: TreeIcon } | undefined {
  const words = provisioningState.toLowerCase();
  switch (standingOf(provisioningState)) {
    case 'ready':
      return undefined;
    case 'failed':
      return { words, icon: { id: 'error', color: 'charts.red' } };
    case 'going':
      return { words, icon: { id: 'trash', color: 'charts.yellow' } };
    case 'busy':
      return { words, icon: { id: 'sync', color: 'charts.blue' } };
  }
}
