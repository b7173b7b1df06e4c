/** What the form reads; each function takes what it needs. */
import { t } from '@vscode/l10n';
import { sameId } from '../../model/armId';
import { FailureError } from '../../model/failure';
import { type Observed, prepare, type RegistryPlan } from '../../provisioning';
import type { CreateDeps } from './createDeps';
import { registryId, type Context, type Filled } from './draft';
import { fieldsOf, firstProposal, firstRegistryId } from './proposals';
import { specOf } from './specOf';

/** Reads the subscription and fills the form; rejects with FailureError if it isn't there. */
export async function fill(deps: CreateDeps, subscriptionId: string, signal: AbortSignal): Promise<Filled> {
  const azure = await deps.azure();
  const [visible, inventory, groups] = await Promise.all([
    azure.listSubscriptions(signal),
    deps.inventory(),
    // The form can do without the list: the field says so.
    azure.listResourceGroups(subscriptionId, signal).catch((error: unknown) => {
      deps.log(error);
      return undefined;
    }),
  ]);
  signal.throwIfAborted();
  const subscriptions = visible.filter(({ disabled }) => disabled !== true);
  const subscription = subscriptions.find(({ id }) => sameId(id, subscriptionId));
  if (subscription === undefined) throw new FailureError(noSubscription);
  const hostSuffix = deps.hostSuffix();
  const observed = await azure.observe(
    { registryId: firstRegistryId(subscription), clusterIds: [], registry: { hostSuffix } },
    signal,
  );
  signal.throwIfAborted();
  const context = {
    subscription,
    hostSuffix,
    subscriptions,
    inventory,
    groups,
    found: undefined,
    regions: observed.regions?.state === 'known' ? observed.regions.value : [],
    preferred: deps.preferred(),
    observed: withoutRegistry(observed),
  };
  return { context: { ...context, first: firstProposal(context) }, edits: {} };
}

const noSubscription = {
  code: 'createRegistry.noSubscription',
  kind: 'user',
  message: t('The subscription is no longer visible to this account.'),
  nextAction: t('Choose another subscription, or sign in with an account that has access to it.'),
} as const;

/** Reads a network that the inventory offers, for its subnets. */
export async function readNetwork(
  deps: CreateDeps,
  { context }: Filled,
  networkId: string,
  signal: AbortSignal,
): Promise<Context> {
  const azure = await deps.azure();
  // Text that is still being typed must not get into addresses that are asked for.
  const asked = firstRegistryId(context.subscription);
  const { hostSuffix } = context;
  const observed = await azure.observe(
    { registryId: asked, clusterIds: [], registry: { hostSuffix, networkId } },
    signal,
  );
  signal.throwIfAborted();
  return { ...context, observed: withoutRegistry(observed) };
}

/** Reads everything that the fields name and plans anew; notes whether the registry is there. */
export async function planFor(
  deps: CreateDeps,
  filled: Filled,
  operationId: string,
  signal: AbortSignal,
): Promise<{ readonly filled: Filled; readonly plan: RegistryPlan }> {
  const world = { azure: await deps.azure(), journal: deps.journal };
  const wish = { kind: 'registry', spec: specOf(filled), operationId } as const;
  const { plan, seen } = await prepare(wish, world, signal);
  const id = registryId(filled.context, fieldsOf(filled));
  const found = seen.registry.state === 'known' ? id : filled.context.found;
  return { plan, filled: { ...filled, context: { ...filled.context, found } } };
}

/** The name that is read about is only the first one proposed: a registry which has it isn't the one to be made. */
function withoutRegistry(observed: Observed): Observed {
  return { ...observed, registry: { state: 'absent' } };
}
