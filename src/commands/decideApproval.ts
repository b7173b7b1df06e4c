import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOf, sameId, subscriptionKeyOf } from '../model/armId';
import { inputBox } from '../platform/ask';
import type { Estate, EstateStore } from '../platform/estateStore';
import type { SpecOf } from '../provisioning';
import { facts } from '../views/explorer/treeNode';
import type { OperationPage } from './operationPage';
import { type PickedItem } from './pick';
import { pickInEstate, placeIn } from './pickInEstate';
import { pairOf, textOf } from './target';

type Decided = SpecOf<'approval'>;

const titles = { approve: t('Approve Private Endpoint'), reject: t('Reject Private Endpoint') } as const;
const prompts = {
  approve: t('Message to the requester (optional)'),
  reject: t('Reason for the rejection, shown to the requester (optional)'),
} as const;

/**
 * Approve… and Reject…: opens the page that decides on a private endpoint which waits for the registry's owner. Asks for
 * the endpoint where the argument names none that waits, among those of the registry that it names. Rejects with
 * FailureError.
 */
export async function decideApproval(
  argument: unknown,
  decision: Decided['decision'],
  store: EstateStore,
  page: OperationPage,
): Promise<void> {
  const title = titles[decision];
  const asked = textOf(argument, 'connectionId');
  const given = asked === undefined ? undefined : waiting(await store.get()).find(isOf(asked));
  const chosen = given ?? (await pickWaiting(title, store, pairOf(argument).registryId));
  if (chosen === undefined) return;
  const { registryId, connectionId, endpointId } = chosen;
  const message = await inputBox({
    title: `${title} ${nameOf(endpointId)}`,
    prompt: prompts[decision],
    problemOf: () => undefined,
  });
  if (message === undefined) return;
  page.open({
    kind: 'approval',
    spec: { registryId, connectionId, endpointId, decision, message: message.trim() },
  });
}

interface Waiting extends Pick<Decided, 'registryId' | 'connectionId' | 'endpointId'> {
  readonly message: string | undefined;
}

function isOf(asked: string): (one: Waiting) => boolean {
  return ({ connectionId }) => sameId(connectionId, asked);
}

function waiting({ inventory }: Pick<Estate, 'inventory'>): readonly Waiting[] {
  return inventory.registries.flatMap(({ id: registryId, connections }) =>
    connections
      .filter(({ status }) => status === 'Pending')
      .map(({ id, endpointId, message }) => ({ registryId, connectionId: id, endpointId, message })),
  );
}

function pickWaiting(
  title: string,
  store: EstateStore,
  registryId: string | undefined,
): Promise<Waiting | undefined> {
  const items = (estate: Estate): readonly PickedItem<Waiting>[] => {
    const placeOf = placeIn({ subscriptions: estate.visible });
    return waiting(estate)
      .filter((one) => registryId === undefined || sameId(one.registryId, registryId))
      .map((one) => ({
        label: nameOf(one.endpointId),
        description: t`for ${nameOf(one.registryId)}`,
        detail: facts(placeOf(one.endpointId), subscriptionKeyOf(one.endpointId), one.message),
        iconPath: new vscode.ThemeIcon('watch'),
        value: one,
      }));
  };
  return pickInEstate(store, {
    title,
    placeholder: t('Choose a pending private endpoint'),
    items,
    none: t('No private endpoints are pending approval.'),
  });
}
