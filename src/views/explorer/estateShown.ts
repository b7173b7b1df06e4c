/** What of the estate the tree shows now, and what to do where that is nothing. */
import { t } from '@vscode/l10n';
import type { ExplorerState } from '../../contributions';
import { pause } from '../../model/slices';
import type { AutoRetry } from '../../platform/autoRetry';
import type { EstateStore } from '../../platform/estateStore';
import { detailsOf, failureFrom } from '../../platform/failures';
import type { Log } from '../../platform/log';
import { indexOf } from './estateIndex';
import { estateNodes, stateOf, wayOutOf } from './estateNodes';
import { failureNode, signInNode } from './failureNode';
import { readGrouping } from './groupingSetting';
import { onlyProblems } from './onlyProblems';
import type { TreeNode } from './treeNode';
import type { ViewHead } from './viewHead';

export interface EstateShown {
  readonly nodes: readonly TreeNode[];
  /** In place of the welcome text of an empty tree, where something else is in it. */
  readonly wayOut?: TreeNode | undefined;
}

export interface EstateSurroundings {
  readonly estate: Pick<EstateStore, 'look' | 'latest'>;
  readonly log: Pick<Log, 'error'>;
  readonly head: ViewHead;
  readonly retry: AutoRetry;
  /** Whether only what has problems is shown. */
  readonly isFiltered: () => boolean;
  /** Which welcome text would be right. */
  readonly setState: (state: ExplorerState) => void;
}

const noProblems: TreeNode = {
  id: 'noProblems',
  label: t('Nothing here needs attention'),
  description: t('Show All'),
  icon: { id: 'pass' },
  opens: 'showAll',
};

/** Never rejects: a failure is a node, with what was read before below it. */
export async function estateShown(surroundings: EstateSurroundings): Promise<EstateShown> {
  try {
    return await shownOf(surroundings);
  } catch (error) {
    return failedShown(error, surroundings);
  }
}

async function shownOf({
  estate,
  head,
  retry,
  isFiltered,
  setState,
}: EstateSurroundings): Promise<EstateShown> {
  const shown = await estate.look();
  await pause();
  const index = indexOf(shown);
  await pause();
  const state = stateOf(shown);
  setState(state);
  if (shown.rest !== undefined) {
    head.showWhere(isFiltered(), index.age === undefined ? {} : { age: index.age });
    return { nodes: estateNodes(shown, index, readGrouping()) };
  }
  head.showWhere(isFiltered(), shown.directories && { directories: shown.directories });
  head.showProblems(index.problemsOf([...shown.inventory.registries, ...shown.inventory.clusters]));
  await pause();
  const isPassing = shown.inventory.unread?.some(({ failure }) => failure.kind === 'transient');
  if (isPassing === true) retry.failed();
  else retry.settled();
  const wayOut = wayOutOf(state);
  if (!isFiltered()) return { nodes: estateNodes(shown, index, readGrouping()), wayOut };
  const problems = onlyProblems(shown, index);
  const nodes = estateNodes(problems, indexOf(problems), readGrouping());
  return { nodes: nodes.length > 0 || state !== 'ready' ? nodes : [noProblems], wayOut };
}

function failedShown(
  error: unknown,
  { estate, log, head, retry, isFiltered, setState }: EstateSurroundings,
): EstateShown {
  const failure = failureFrom(error);
  // A refresh took this one's place, and its result is asked for next. What the user cancelled is shown.
  if (failure.code === 'cancelled') return { nodes: [] };
  log.error(detailsOf(failure));
  if (failure.kind === 'transient') retry.failed();
  else retry.settled();
  const signedOut = failure.code === 'signIn.required';
  setState(signedOut ? 'signedOut' : 'failed');
  if (signedOut) {
    head.showProblems(0);
    return { nodes: [], wayOut: signInNode(failure) };
  }
  head.showWhere(isFiltered());
  const before = estate.latest;
  if (before === undefined) return { nodes: [failureNode('estate', failure)] };
  const { keptAt } = before.estate;
  const at = new Date(before.at);
  const when = keptAt === undefined ? at.toLocaleTimeString() : at.toLocaleString();
  const words = t`Showing data from ${when}`;
  return {
    nodes: [
      failureNode('estate', failure, [words]),
      ...estateNodes(before.estate, undefined, readGrouping()),
    ],
  };
}
