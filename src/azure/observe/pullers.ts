import { t } from '@vscode/l10n';
import type { Directory } from '../directory/directory';
import * as v from 'valibot';
import { nameOf } from '../../model/armId';
import { memoized } from '../../model/memoized';
import type { AzureOptions, Fact, ObservedPullers, PrincipalRole, VisibleCluster } from '../../provisioning';
import type { Clients } from '../http/clients';
import { Reads } from '../http/facts';
import { queryGraph } from '../graph/graph';
import type { Found } from '../graph/resourceRows';
import { isGroup } from '../graph/graphRows';
import { bootstrapRegistryOf, hasVirtualNodes } from '../resources/clusterShapes';
import { readSignedIn } from './grant';
import { Roles } from './roles';

const text = v.nullish(v.string());
const clusterRow = v.object({
  id: v.string(),
  name: v.string(),
  identity: v.nullish(v.object({ principalId: text })),
  properties: v.object({
    identityProfile: v.nullish(v.object({ kubeletidentity: v.nullish(v.object({ objectId: text })) })),
    servicePrincipalProfile: v.nullish(v.object({ clientId: text })),
    addonProfiles: v.nullish(v.record(v.string(), v.nullable(v.object({ enabled: v.nullish(v.boolean()) })))),
    bootstrapProfile: v.nullish(v.object({ artifactSource: text, containerRegistryId: text })),
  }),
});
const identityRow = v.object({ name: v.string(), properties: v.object({ principalId: text }) });

const clustersQuery =
  "resources | where type =~ 'microsoft.containerservice/managedclusters' | project id, name, identity, properties = pack('identityProfile', properties.identityProfile, 'servicePrincipalProfile', properties.servicePrincipalProfile, 'addonProfiles', properties.addonProfiles, 'bootstrapProfile', properties.bootstrapProfile)";
const identitiesQuery =
  "resources | where type =~ 'microsoft.managedidentity/userassignedidentities' | project id, name, properties = pack('principalId', properties.principalId)";

type ClusterRow = v.InferOutput<typeof clusterRow>;

/** See PullersReader.readPullers. */
export async function readPullers(
  clients: Clients,
  options: Pick<AzureOptions, 'tokenSource' | 'cloud'>,
  directory: Pick<Directory, 'namesOf'>,
  registryId: string,
  signal: AbortSignal,
): Promise<ObservedPullers> {
  const reads = new Reads(clients, signal);
  const roles = new Roles(clients);
  const [you, assignments, rows, identities] = await Promise.all([
    readSignedIn(options, signal),
    roles.ofEverybody(registryId, reads),
    reads.fact(queryGraph(clients, clustersQuery, clusterRow, undefined, signal)),
    reads.fact(queryGraph(clients, identitiesQuery, identityRow, undefined, signal)),
  ]);
  reads.refuseSilence();
  const [clusters, inDirectory] = await Promise.all([
    clustersOf(rows, assignments, (objectId) => roles.byGroups(registryId, objectId, reads)),
    namesInDirectory(assignments, directory, signal),
  ]);
  return {
    assignments,
    clusters,
    names: {
      ...inDirectory,
      ...Object.fromEntries(named(you?.objectId, t('you'))),
      ...Object.fromEntries(
        (identities.state === 'known' ? identities.value.rows : []).flatMap(({ name, properties }) =>
          named(properties.principalId, t`managed identity ${name}`),
        ),
      ),
      ...Object.fromEntries(
        (rows.state === 'known' ? rows.value.rows : []).flatMap(({ name, identity }) =>
          named(identity?.principalId, t`control plane of ${name}`),
        ),
      ),
    },
  };
}

/** Whoever may not read the directory, or has no token for it, sees object ids: a name decides nothing. */
async function namesInDirectory(
  assignments: Fact<readonly PrincipalRole[]>,
  directory: Pick<Directory, 'namesOf'>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const ids = assignments.state === 'known' ? assignments.value.map(({ principalId }) => principalId) : [];
  if (ids.length === 0) return {};
  return directory.namesOf([...new Set(ids)], signal).catch(() => ({}));
}

function named(objectId: string | null | undefined, words: string): [string, string][] {
  return objectId ? [[objectId.toLowerCase(), words]] : [];
}

/** Whose member an identity is, is asked only where a group has a role at all: it costs a request for each identity. */
async function clustersOf(
  rows: Fact<Found<ClusterRow>>,
  assignments: Fact<readonly PrincipalRole[]>,
  byGroups: (objectId: string) => Promise<Fact<readonly string[]>>,
): Promise<Fact<readonly VisibleCluster[]>> {
  if (rows.state !== 'known') return rows;
  const groups =
    assignments.state === 'known' && assignments.value.some(({ principalType }) => isGroup(principalType));
  const memberOf = memoized(byGroups);
  const clusters = await Promise.all(
    rows.value.rows.map(async (row): Promise<Fact<VisibleCluster>> => {
      const { identityProfile, servicePrincipalProfile } = row.properties;
      const kubeletObjectId = identityProfile?.kubeletidentity?.objectId ?? undefined;
      const clientId = servicePrincipalProfile?.clientId;
      const bootstrapRegistryId = bootstrapRegistryOf(row.properties);
      const found: Fact<readonly string[]> =
        groups && kubeletObjectId !== undefined
          ? await memberOf(kubeletObjectId)
          : { state: 'known', value: [] };
      if (found.state === 'unreadable') return found;
      const value = {
        id: row.id,
        name: nameOf(row.id),
        kubeletObjectId,
        groupAssignmentIds: found.state === 'known' ? found.value : [],
        // Of a cluster with managed identities it says “msi”.
        servicePrincipalClientId: clientId && clientId !== 'msi' ? clientId : undefined,
        hasVirtualNodes: hasVirtualNodes(row.properties),
        ...(bootstrapRegistryId === undefined ? {} : { bootstrapRegistryId }),
      };
      return { state: 'known', value };
    }),
  );
  const visible: VisibleCluster[] = [];
  for (const cluster of clusters) {
    // Without one of them nobody can say who pulls.
    if (cluster.state !== 'known') return cluster;
    visible.push(cluster.value);
  }
  const unread = rows.value.unread.map(({ id, failure }) => ({
    id,
    name: id === '' ? t('a cluster without a name') : nameOf(id),
    kubeletObjectId: undefined,
    groupAssignmentIds: [],
    servicePrincipalClientId: undefined,
    unread: failure.message,
  }));
  return { state: 'known', value: [...visible, ...unread] };
}
