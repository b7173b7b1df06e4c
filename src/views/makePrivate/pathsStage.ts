/**
 * The stages that make private addresses: the registry's endpoint with all clusters that pull, so that each goes on pulling at
 * every moment, or the endpoint with only those clusters that would lose their pulls without a link.
 */
import { t } from '@vscode/l10n';
import { sameId } from '../../model/armId';
import {
  accessBlockersOfPullers,
  type ClusterPuller,
  known,
  type Observed,
  type RegistrySpec,
} from '../../provisioning';
import { draftOf, placesOf } from '../link/draft';
import { keptOf, restoreEdits, takeEdit } from '../link/edits';
import { sectionsOf } from '../link/sections';
import { unreadNetwork, withNetwork, withRead } from '../place/edits';
import { sideOf } from '../place/place';
import { check, section, type Scope } from '../planForm/fields';
import type { Edit, Reading } from '../planForm/formKind';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import { parseTags } from '../planForm/tags';
import { observeAccess } from './accessStage';
import type { Filled, PathsFilled } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';
import { defaultLinked, linkable, losesName, withLinked, type Ground } from './proposal';

/** Reads the registry, who pulls and what is around; rejects with FailureError if the registry can't be read. */
export async function fillPaths(
  deps: MakePrivateDeps,
  registryId: string,
  stage: PathsFilled['stage'],
  signal: AbortSignal,
): Promise<PathsFilled> {
  const azure = await deps.azure();
  const [observed, inventory, subscriptions] = await Promise.all([
    observeAccess(deps, registryId, signal),
    deps.inventory(),
    azure.listSubscriptions(signal),
  ]);
  signal.throwIfAborted();
  const ground = { stage, observed, world: { inventory, subscriptions }, preferred: deps.preferred() };
  return withLinked(ground, defaultLinked(ground));
}

export function pathsSections(filled: PathsFilled): readonly SectionView[] {
  const { link } = filled;
  const sections = sectionsOf(draftOf(link), link.context)
    // Here every cluster is linked privately, or not at all.
    .map((section) => ({ ...section, fields: section.fields.filter(({ id }) => id !== 'mode') }))
    .filter(({ fields }) => fields.length > 0);
  return [pullersSection(filled), ...sections];
}

function pullersSection(filled: PathsFilled): SectionView {
  const { observed, linked } = filled;
  const pullers = linkable(filled);
  const [unread] = accessBlockersOfPullers(known(observed.link.registry)?.id ?? '', observed);
  const intro =
    unread !== undefined
      ? t`${unread.message} It’s unknown which clients depend on the public address. ${unread.wayOut}`
      : pullers.length === 0
        ? t('No visible cluster needs a link. Either none pulls, or all have a private path.')
        : t(
            'Pulls keep working while the plan is applied. Each cluster’s path and record are ready before its network switches to the private address.',
          );
  const isLinked = ({ clusterId }: ClusterPuller) => linked.some((id) => sameId(id, clusterId));
  const fields = pullers.map((puller, index) => linkedField(filled, puller, index, isLinked(puller)));
  return section('pullers', t('Clusters that pull'), fields, intro);
}

function linkedField(
  filled: Ground,
  { clusterId, name, path }: ClusterPuller,
  index: number,
  on: boolean,
): FieldView {
  const scope: Scope<'linked'> = { id: clusterId, suffix: `-${index + 1}`, fields: { linked: String(on) } };
  const field = check(scope, 'linked', t`Link ${name}`, words[path.verdict]);
  if (on || !losesName(filled, clusterId)) return field;
  return {
    ...field,
    note: {
      state: 'unknown',
      text: t(
        'Its network is linked to a private DNS zone. Without a link, its pulls may fail after the endpoint is created.',
      ),
    },
  };
}

const words: Readonly<Record<ClusterPuller['path']['verdict'], string>> = {
  private: t('It has a private path.'),
  publicOnly: t('It pulls over the public address.'),
  broken: t('It has no working path.'),
  unknown: t('Its path to the registry is unknown.'),
};

/** Undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function editPaths(filled: PathsFilled, edit: Edit): PathsFilled | undefined {
  const shown = shownField(pathsSections(filled), edit);
  if (shown === undefined) return undefined;
  if (shown.id !== 'linked') {
    const link = takeEdit(filled.link, edit);
    return link && { ...filled, link };
  }
  if (!isTaken(shown, edit.value)) return undefined;
  const linked = linkable(filled)
    .map(({ clusterId }) => clusterId)
    .filter((id) =>
      sameId(id, edit.scope) ? edit.value === 'true' : filled.linked.some((one) => sameId(one, id)),
    );
  const other = withLinked(filled, linked);
  // What the user changed holds for other clusters, too.
  return { ...other, link: restoreEdits(other.link, filled.link.edits) };
}

export function keptPaths(filled: PathsFilled, which: 'changes' | 'all'): SavedDraft {
  const proposed = defaultLinked(filled);
  const kept: Record<string, Readonly<Partial<Record<string, string>>>> = { ...keptOf(filled.link, which) };
  for (const { clusterId } of linkable(filled)) {
    const isLinked = filled.linked.includes(clusterId);
    if (which === 'changes' && isLinked === proposed.includes(clusterId)) continue;
    kept[clusterId] = { ...kept[clusterId], linked: String(isLinked) };
  }
  return kept;
}

/** Alone, the registry's zone follows from the network, too: what decides on it is read along. */
export function unreadPaths(
  deps: MakePrivateDeps,
  registryId: string,
  { link }: PathsFilled,
): Reading<Filled> | undefined {
  const clusterIds = link.context.clusters.map(({ id }) => id);
  return unreadNetwork<Filled>(
    placesOf(draftOf(link), link.context),
    link.context,
    async (networkId, signal) => {
      const azure = await deps.azure();
      const asked =
        clusterIds.length === 0
          ? { registryId, clusterIds, registry: { hostSuffix: deps.hostSuffix(), networkId } }
          : { registryId, clusterIds, networkIds: [networkId] };
      const read = await azure.observe(asked, signal);
      return (latest) => (latest.stage === 'access' ? latest : withNetworkRead(latest, read));
    },
  );
}

function withNetworkRead(filled: PathsFilled, read: Observed): PathsFilled {
  const { observed, link } = filled;
  return {
    ...filled,
    observed: { ...observed, link: withNetwork(observed.link, read) },
    link: { ...link, context: withRead(link.context, read) },
  };
}

/** The spec that fields without errors stand for, where no cluster is linked. */
export function aloneSpec({ link }: PathsFilled): RegistrySpec {
  const { shared } = draftOf(link);
  const tags = parseTags(shared.tags);
  return {
    schemaVersion: 1,
    registry: { kind: 'existing', id: link.context.registry.id, upgradeToPremium: shared.upgrade === 'true' },
    side: { ...sideOf(shared, link.context), fallbackToInternet: false },
    tags: tags.ok ? tags.tags : {},
  };
}

/** With what was read for the plan. */
export function observedAgain(filled: PathsFilled, observed: Observed): PathsFilled {
  const { link } = filled;
  const registry = known(observed.registry) ?? link.context.registry;
  return { ...filled, link: { ...link, context: { ...link.context, registry, observed } } };
}
