/** What the link form shows of a plan in a way of its own: by cluster, as a drawing, and with buttons that lead out. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, sameId } from '../../model/armId';
import type { Blocker, LinkPlan } from '../../provisioning';
import type { OwnPlanView } from '../planForm/formKind';
import { sharedScope } from '../planForm/protocol/fields';
import type { StepGroupView, SwitchView } from '../planForm/protocol/plan';
import { networkFacts } from '../place/networks';
import { draftOf, type Filled } from './draft';
import { drawingOf, type NetworkOf } from './drawingView';
import type { DrawingView } from './protocol/drawing';

export function planShown(plan: LinkPlan, filled: Filled | undefined): OwnPlanView<DrawingView> {
  const networkOf = networksOf(filled);
  return {
    groups: groupsOf(plan),
    drawing: drawingOf(plan, networkOf),
    switches: (blocker) => switchesOf(blocker, networkOf, canMoveIn(filled)),
  };
}

function networksOf(filled: Filled | undefined): NetworkOf {
  return (clusterId) => {
    const context = filled?.context;
    const id = context?.clusters.find((cluster) => sameId(cluster.id, clusterId))?.networkId;
    if (context === undefined || id === undefined) return undefined;
    return { id, ranges: networkFacts(context.observed, id)?.addressPrefixes ?? [] };
  };
}

/** Clusters whose endpoint could be in their own network instead. */
function canMoveIn(filled: Filled | undefined): readonly string[] {
  if (filled === undefined) return [];
  const { clusters, placements } = filled.context;
  return clusters.flatMap(({ id }) => {
    const placed = draftOf(filled).clusters[idKey(id)]?.placement;
    return placements[idKey(id)]?.own === true && placed !== 'own' ? [id] : [];
  });
}

/** Choices of the form that are ways out, so that nobody has to look for them. */
function switchesOf(
  { code, resourceIds }: Blocker,
  networkOf: NetworkOf,
  canMove: readonly string[],
): readonly SwitchView[] {
  if (code === 'notPremium') {
    return [{ label: t('Upgrade to Premium'), scope: sharedScope, field: 'upgrade', value: 'true' }];
  }
  if (!/overlap/i.test(code)) return [];
  return canMove.flatMap((clusterId) => {
    const network = networkOf(clusterId);
    if (network === undefined || !resourceIds.some((id) => sameId(id, network.id))) return [];
    return [
      {
        label: t`Create an endpoint in ${nameOf(network.id)}`,
        scope: clusterId,
        field: 'placement',
        value: 'own',
      },
    ];
  });
}

/** What several clusters need comes first, then each cluster's own. */
function groupsOf({ purpose: { spec }, steps }: LinkPlan): readonly StepGroupView[] {
  if (spec.links.length === 1) return [{ title: '', stepIds: steps.map(({ id }) => id) }];
  const of = (clusterId: string) =>
    steps.filter(({ clusterIds }) => clusterIds.length === 1 && sameId(clusterIds[0], clusterId));
  const shared = steps.filter(({ clusterIds }) => clusterIds.length !== 1);
  return [
    { title: t('For several clusters'), stepIds: shared.map(({ id }) => id) },
    ...spec.links.map(({ clusterId }) => ({
      title: nameOf(clusterId),
      stepIds: of(clusterId).map(({ id }) => id),
    })),
  ].filter(({ stepIds }) => stepIds.length > 0);
}
