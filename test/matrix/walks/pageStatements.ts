/** What a page says of Azure and of operations, laid beside the oracle. */
import type { Emulator } from '../../../emulator/src/server';
import { idKey, isAtOrBelow, nameOf } from '../../../src/model/armId';
import type { AnyPlan, Step } from '../../../src/provisioning';
import type { KnownOperation } from '../../../src/platform/operations';
import { allowedOf } from '../../../src/views/history/allowed';
import type { MakePrivateView } from '../../../src/views/makePrivate/protocol';
import { nothingToDo } from '../../../src/views/planForm/planView';
import type { Ledger } from './ledger';
import { truthOf } from './oracle';
import type { Page } from './page';
import type { Said } from './said';

export interface Facts {
  readonly emulator: Emulator;
  readonly ledger: Ledger;
  readonly said: Said;
  /** When what is looked at began, as the windows' clock has it: what a page says with an earlier time may have been then. */
  readonly since: number;
  /** As they are listed now. */
  readonly operations: readonly KnownOperation[];
}

/** Of a page that has just looked. */
export function checkPage(page: Page, facts: Facts): void {
  const state = page.form.state();
  switch (state.phase) {
    case 'plan':
      checkPlan(state.shown.plan, page, facts);
      break;
    case 'done':
      // It says when it looked: a page that nobody brings to the front doesn't look again.
      if (state.verification.state === 'verified' && (state.lookedAt ?? 0) >= facts.since)
        checkDone(state.shown.plan, facts, { isJustDone: state.later !== true });
      break;
    case 'editing': {
      const { page: shown } = page.form.view();
      checkNotice(shown.phase === 'editing' ? shown.notice : undefined, facts);
      break;
    }
    case 'failed':
    case 'interrupted':
      checkOffers(page.form.operationId(), state.offers, facts);
      break;
    default:
  }
  if (page.subject.form === 'makePrivate') checkMakePrivate(page.subject.registryId, page, facts);
}

/** What isn't there is made, what is there stays or changes; what goes is there, and is whose it has to be. */
function checkPlan(plan: AnyPlan, page: Page, facts: Facts): void {
  const { emulator, ledger, said } = facts;
  const { kind, spec } = plan.purpose;
  const takesApart = kind === 'unlink' || kind === 'rollBack' || kind === 'detach';
  // What is in the way of a step the page says beside it.
  const blocked = plan.blockers.flatMap(({ resourceIds }) => resourceIds);
  for (const { action, resourceId, title } of plan.steps) {
    if (blocked.some((id) => isAtOrBelow(idKey(resourceId), id))) continue;
    const there = emulator.estate.get(resourceId);
    const words = `the plan of ${kind} says ${action} of ${title}`;
    if (action === 'create') {
      said.that(`${words}, which is there`, there?.properties['provisioningState'] !== 'Succeeded');
    } else if (action !== 'reuse' || !takesApart)
      said.that(`${words}, which isn’t there`, there !== undefined);
    if (action !== 'delete') continue;
    const maker = ledger.makerOf(resourceId);
    if (kind === 'rollBack') {
      said.that(`${words}, which ${maker ?? 'nobody here'} made`, maker === spec.operationId);
    } else if (kind === 'unlink' && !page.isEdited) {
      said.that(
        `${words}, which ${maker ?? 'nobody here'} made, without being told to`,
        ledger.ours.includes(resourceId.toLowerCase()),
      );
    }
  }
  if (nothingToDo(plan) && plan.hazards.length === 0 && plan.requirements.length === 0)
    checkDone(plan, facts, { isJustDone: true });
}

/**
 * Nothing is left to do. A page that looks again later says that of the whole: of the steps it says what was done then, and
 * another thing may be there in their place.
 */
function checkDone(
  { purpose, steps, requirements }: AnyPlan,
  { emulator, said }: Facts,
  { isJustDone }: { readonly isJustDone: boolean },
): void {
  for (const { action, resourceId, title } of isJustDone ? steps : []) {
    const isThere = emulator.estate.get(resourceId) !== undefined;
    if (action === 'delete') said.that(`${purpose.kind} is done, and ${title} is still there`, !isThere);
    else if (action !== 'reuse') said.that(`${purpose.kind} is done, and ${title} isn’t there`, isThere);
  }
  // What somebody else has to do yet, such as the team that manages DNS, the page names.
  if (purpose.kind === 'link' && requirements.length === 0) {
    const { registryId, links } = purpose.spec;
    for (const { clusterId, access } of links) {
      const truth = truthOf(emulator, registryId, clusterId);
      const pair = `${nameOf(clusterId)} → ${nameOf(registryId)}`;
      said.that(
        `${pair} is said to be linked: ${truth?.why ?? 'one of them is gone'}`,
        truth?.pulls === true,
      );
      if (access.mode === 'private' && truth?.pulls === true)
        said.that(
          `${pair} is said to be linked privately, and goes by the internet`,
          truth.isPrivate !== false,
        );
    }
  }
  if (purpose.kind === 'publicAccess') {
    const { registryId, access } = purpose.spec;
    const mode = accessOf(emulator, registryId);
    said.that(`${nameOf(registryId)} is said to be ${access.mode}, and is ${mode}`, mode === access.mode);
  }
}

function accessOf({ estate }: Emulator, registryId: string): 'off' | 'ranges' | 'on' | 'gone' {
  const registry = estate.get(registryId);
  if (registry === undefined) return 'gone';
  if (registry.properties['publicNetworkAccess'] === 'Disabled') return 'off';
  const rules = registry.properties['networkRuleSet'] as { readonly defaultAction?: string } | undefined;
  return rules?.defaultAction === 'Deny' ? 'ranges' : 'on';
}

/** Above the fields stands what is said of an operation for the same. */
function checkNotice(notice: string | undefined, { operations, said }: Facts): void {
  const [, title, words = ''] =
    /^“(.*)” (is running|was interrupted|was canceled|failed) /.exec(notice ?? '') ?? [];
  if (title === undefined) return;
  const states = words === 'is running' ? ['running'] : ['interrupted', 'stopped'];
  said.that(
    `a form says that “${title}” ${words}, and it doesn’t`,
    operations.some((one) => one.title === title && states.includes(one.state)),
  );
}

/** A page of one that didn't come to its end offers what the tree and the history offer. */
function checkOffers(
  operationId: string,
  offers: { readonly resume: boolean; readonly rollBack: boolean },
  { operations, said }: Facts,
): void {
  const operation = operations.find((one) => one.operationId === operationId);
  const allowed = operation === undefined ? [] : allowedOf(operation);
  const words = `${operation?.state ?? 'unknown'} ${operation?.result ?? ''}`;
  if (offers.resume)
    said.that(`a page offers to resume what can’t be (${words})`, allowed.includes('resume'));
  if (offers.rollBack)
    said.that(`a page offers to roll back what can’t be (${words})`, allowed.includes('rollBack'));
}

/** Where the registry stands, and who pulls by which way. */
function checkMakePrivate(registryId: string, page: Page, { emulator, said, since }: Facts): void {
  const view = page.form.view() as unknown as MakePrivateView;
  if (typeof view.readAt !== 'number' || view.readAt < since) return;
  const connections = emulator.estate.below(
    registryId,
    'Microsoft.ContainerRegistry/registries/privateEndpointConnections',
  );
  const isReached = connections.some(
    ({ properties }) =>
      (properties['privateLinkServiceConnectionState'] as { readonly status?: string } | undefined)
        ?.status === 'Approved',
  );
  const isClosed = accessOf(emulator, registryId) !== 'on';
  for (const { stage, state } of view.stages) {
    if (state !== 'unknown')
      said.that(
        `the stage ${stage} is said to be ${state}`,
        (state === 'done') === (stage === 'endpoint' ? isReached : isClosed),
      );
  }
  if (view.page.phase !== 'choosing') return;
  for (const { clusterId, name, verdict } of view.page.pullers?.clusters ?? []) {
    const truth = truthOf(emulator, registryId, clusterId);
    if (truth === undefined || verdict === 'unknown') continue;
    const words = `${name} is said to pull ${verdict} from ${nameOf(registryId)}: ${truth.why}`;
    if (verdict === 'private') said.that(words, truth.pulls && truth.isPrivate !== false);
    else if (verdict === 'publicOnly') said.that(words, !truth.pulls || truth.isPrivate !== true);
    else said.that(words, !truth.pulls);
  }
}

export function writesOf({ steps }: AnyPlan): readonly Step[] {
  return steps.filter(({ action }) => action !== 'reuse');
}
