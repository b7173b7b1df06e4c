import { t } from '@vscode/l10n';
import { nameOf, parseId } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { type Scope, pairIn, pairsOf } from '../diagnosis/scope';
import type { DiagnoseStart } from '../views/diagnose/protocol/messages';
import { pickClusterOf, pickRegistry, pickSubject } from './pickInEstate';
import { pairOf, resourceIdOf } from './target';

const title = t('Diagnose');

/** What opens the panel; see DiagnosePanels. */
export interface DiagnoseOpener {
  open(start: DiagnoseStart): void;
}

/**
 * Shows why clusters can't pull from registries, and what repairs it. What the argument says isn't asked for: a node of the
 * tree, or `registryId`, `clusterId` or both, or a subscription as `resourceId`. A registry or a cluster by itself stands
 * for all that it is linked with, and is one of a pair where that is nothing. Only reads.
 */
export async function diagnose(argument: unknown, panels: DiagnoseOpener, store: EstateStore): Promise<void> {
  const given = scopeOf(argument);
  const scope = given === undefined ? await chooseScope(store) : await withOther(given, store);
  if (scope === undefined) return;
  const { subscriptionId } = scope;
  const name = subscriptionId === undefined ? undefined : await subscriptionName(subscriptionId, store);
  panels.open({ ...scope, ...(name === undefined ? {} : { subscriptionName: name }) });
}

function scopeOf(argument: unknown): Scope | undefined {
  const pair = pairOf(argument);
  if (pair.registryId !== undefined || pair.clusterId !== undefined) return pair;
  return subscriptionIn(resourceIdOf(argument));
}

function subscriptionIn(id: string | undefined): Scope | undefined {
  const parsed = id === undefined ? undefined : parseId(id);
  return parsed === undefined || parsed.resourceGroup !== undefined || parsed.type !== undefined
    ? undefined
    : { subscriptionId: parsed.subscriptionId };
}

/** From the palette: any of them first, and then whether one pair is meant. */
async function chooseScope(store: EstateStore): Promise<Scope | undefined> {
  const id = await pickSubject(store, title);
  if (id === undefined) return undefined;
  const scope = scopeOf({ resourceId: id });
  return scope === undefined || scope.subscriptionId !== undefined ? scope : chooseOther(scope, store);
}

async function withOther(scope: Scope, store: EstateStore): Promise<Scope | undefined> {
  if (pairIn(scope) !== undefined || scope.subscriptionId !== undefined) return scope;
  const { inventory } = await store.get();
  return pairsOf(scope, inventory).length > 0 ? scope : chooseOther(scope, store);
}

const all = '';

async function chooseOther(scope: Scope, store: EstateStore): Promise<Scope | undefined> {
  const { registryId, clusterId = '' } = scope;
  const { inventory } = await store.get();
  const count = pairsOf(scope, inventory).length;
  const others = (label: string) => (count === 0 ? [] : [{ label, description: `${count}`, value: all }]);
  if (registryId !== undefined) {
    const chosen = await pickClusterOf(
      store,
      `${title} ${nameOf(registryId)}`,
      registryId,
      others(t('All clusters that pull from it')),
    );
    return chosen === undefined ? undefined : chosen === all ? scope : { registryId, clusterId: chosen };
  }
  const chosen = await pickRegistry(
    store,
    `${title} ${nameOf(clusterId)}`,
    others(t('All registries that it pulls from')),
  );
  return chosen === undefined ? undefined : chosen === all ? scope : { registryId: chosen, clusterId };
}

async function subscriptionName(id: string, store: EstateStore): Promise<string | undefined> {
  const { visible } = await store.get();
  return visible.find((one) => one.id.toLowerCase() === id.toLowerCase())?.name;
}
