/** Commands of the Azure CLI, for somebody to copy. */
import { t } from '@vscode/l10n';
import { nameOf, parentId, parseId, subscriptionOf } from '../model/armId';
import { shellCommand } from '../model/shell';
import type { Instructions } from './finding';

/** Left out where a name can't be quoted for every shell. */
export function instructions(
  who: string,
  text: string,
  ...commands: readonly (string | undefined)[]
): Instructions {
  return { who, text, commands: commands.filter((command) => command !== undefined) };
}

/** `az` with words, and `-g`, `--subscription` of a resource. */
export function az(id: string, ...words: readonly string[]): string | undefined {
  const group = parseId(id)?.resourceGroup;
  return shellCommand(
    'az',
    ...words,
    ...(group === undefined ? [] : ['-g', group]),
    ...['--subscription', subscriptionOf(id)],
  );
}

/** `az` about a resource that takes its name as `-n`. */
export function azOf(id: string, ...words: readonly string[]): string | undefined {
  return az(id, ...words, '-n', nameOf(id));
}

/** `az` about a child of a virtual network, e.g. a peering. */
export function azInNetwork(id: string, ...words: readonly string[]): string | undefined {
  return azOf(id, ...words, '--vnet-name', nameOf(parentId(id)));
}

export const whoever = {
  network: t('an administrator of the virtual networks'),
  dns: t('an administrator of DNS'),
  registry: t('an owner of the registry'),
  cluster: t('an administrator of the cluster'),
  roles: t('an Owner or User Access Administrator of the registry'),
} as const;
