import { get } from '@azure/arm-containerregistry/api/registries';
import { list as listReplications } from '@azure/arm-containerregistry/api/replications';
import * as v from 'valibot';
import { nameOf, subscriptionOf } from '../../model/armId';
import type { Fact, ObservedRegistry } from '../../provisioning';
import { known } from '../../provisioning/adapters';
import type { Reads } from '../http/facts';
import { groupNameOf } from '../http/ids';
import { parseAnswer } from '../http/parse';
import { getJson, listOf, readOf } from '../http/reading';
import { registryOf, replicasOf } from '../resources/shapes';

/**
 * The first version that tells of regional endpoints (Microsoft's page on them), and one that tells of rules for
 * subnets, which stable versions leave out.
 */
const PREVIEW_VERSION = '2026-01-01-preview';

const previewJson = v.object({
  properties: v.object({
    regionalEndpoints: v.nullish(v.string()),
    regionalEndpointHostNames: v.nullish(v.array(v.string())),
    networkRuleSet: v.nullish(
      v.object({ virtualNetworkRules: v.nullish(v.array(v.object({ id: v.nullish(v.string()) }))) }),
    ),
  }),
});

/** The registry with its connections and the regions of its replicas. */
export function observeRegistry(reads: Reads, id: string): Promise<Fact<ObservedRegistry>> {
  return reads.fact(readRegistry(reads, id), id);
}

async function readRegistry(reads: Reads, id: string): Promise<ObservedRegistry> {
  const context = reads.clients.registries(subscriptionOf(id));
  const [group, name] = [groupNameOf(id), nameOf(id)];
  const [registry, replications, preview] = await Promise.all([
    readOf(context, (client, options) => get(client, group, name, options), name, reads.signal, {
      // What isn't known of it is for the plan to say.
      sku: { name: '' },
    }),
    listOf(context, (client, options) => listReplications(client, group, name, options), reads.signal),
    // A cloud that doesn't have the version says nothing about these, and the rest is known all the same.
    reads.fact(readPreview(reads, id)),
  ]);
  const observed = registryOf(
    registry.id ?? id,
    registry,
    replications.map((replication) => replication.location),
  );
  return {
    ...observed,
    replicas: replicasOf(observed, replications),
    zoneRedundancy: registry.zoneRedundancy === 'Enabled',
    adminUserEnabled: registry.adminUserEnabled ?? false,
    trustedServices: registry.networkRuleBypassOptions !== 'None',
    ...(registry.creationDate === undefined ? {} : { createdAt: registry.creationDate.toISOString() }),
    ...previewed(known(preview)),
  };
}

async function readPreview(reads: Reads, id: string) {
  const json = await getJson(reads.clients.of(id), id, PREVIEW_VERSION, reads.signal);
  return parseAnswer(previewJson, json, id).properties;
}

type Previewed = Pick<ObservedRegistry, 'subnetRules' | 'regionalHostNames'>;

function previewed(properties: v.InferOutput<typeof previewJson>['properties'] | undefined): Previewed {
  if (properties === undefined) return {};
  const { regionalEndpoints, regionalEndpointHostNames, networkRuleSet } = properties;
  const regionalHostNames = /^enabled$/i.test(regionalEndpoints ?? '') ? regionalEndpointHostNames : [];
  return {
    subnetRules: (networkRuleSet?.virtualNetworkRules ?? []).flatMap((rule) => rule.id ?? []),
    ...(regionalHostNames ? { regionalHostNames } : {}),
  };
}
