import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { apiVersions } from '../../model/apiVersions';
import { parseId } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { Assigned, Fact, Lock } from '../../provisioning';
import type { Clients } from '../http/clients';
import { Reads } from '../http/facts';
import { readLocks } from './locks';
import { parseAnswer } from '../http/parse';
import { getJson, listJson } from '../http/reading';
import { registryContents } from './registryContents';
import { readResource } from './resource';

const withId = v.object({ id: v.string() });
const assignment = v.object({
  id: v.string(),
  properties: v.object({ principalType: v.nullish(v.string()) }),
});
const network = v.object({
  properties: v.object({
    virtualNetworkPeerings: v.nullish(v.array(withId)),
    subnets: v.nullish(
      v.array(
        v.object({
          id: v.string(),
          properties: v.object({
            ipConfigurations: v.nullish(v.array(withId)),
            privateEndpoints: v.nullish(v.array(withId)),
            serviceAssociationLinks: v.nullish(v.array(withId)),
          }),
        }),
      ),
    ),
  }),
});

/** See ResourceReader: single resources, what lives in containers, and locks, as Resource Manager answers them. */
export class Reader {
  constructor(private readonly clients: Clients) {}

  read(resourceId: string, signal: AbortSignal): Promise<Fact<JsonObject>> {
    return this.fact((clients) => readResource(clients, resourceId, signal), resourceId, signal);
  }

  contents(containerId: string, signal: AbortSignal): Promise<Fact<readonly string[]>> {
    return this.fact(() => this.contentsOf(containerId, signal), containerId, signal);
  }

  locks(scope: string, signal: AbortSignal): Promise<Fact<readonly Lock[]>> {
    return this.fact((clients) => readLocks(clients, scope, signal), scope, signal);
  }

  assignments(scope: string, signal: AbortSignal): Promise<Fact<readonly Assigned[]>> {
    const read = async () => {
      const client = this.clients.of(scope);
      const path = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
      const items = await listJson(client, path, apiVersions.authorization, signal, { $filter: 'atScope()' });
      return items.map((item) => {
        const { id, properties } = parseAnswer(assignment, item, t('a role assignment'));
        return { id, principalType: properties.principalType ?? '' };
      });
    };
    return this.fact(read, scope, signal);
  }

  private async fact<T>(
    read: (clients: Clients) => Promise<T>,
    id: string,
    signal: AbortSignal,
  ): Promise<Fact<T>> {
    return new Reads(this.clients, signal).fact(read(this.clients), id);
  }

  private async contentsOf(id: string, signal: AbortSignal): Promise<readonly string[]> {
    const parsed = parseId(id);
    const type = parsed?.type?.toLowerCase();
    if (type === undefined) {
      if (parsed?.resourceGroup === undefined) return [];
      return this.list(id, 'resources', apiVersions.resourceGroup, signal);
    }
    if (type === 'microsoft.network/virtualnetworks') return this.networkContents(id, signal);
    if (type === 'microsoft.containerregistry/registries') return registryContents(this.clients, id, signal);
    if (type === 'microsoft.network/privateendpoints') {
      return this.list(id, 'privateDnsZoneGroups', apiVersions.network, signal);
    }
    if (type !== 'microsoft.network/privatednszones') return [];
    const [links, records] = await Promise.all([
      this.list(id, 'virtualNetworkLinks', apiVersions.privateDns, signal),
      this.list(id, 'ALL', apiVersions.privateDns, signal),
    ]);
    // Every zone has one; it says who the zone belongs to.
    return [...links, ...records].filter((item) => !/\/SOA\/@$/i.test(item));
  }

  private async networkContents(id: string, signal: AbortSignal): Promise<readonly string[]> {
    const json = await getJson(this.clients.of(id), id, apiVersions.network, signal);
    const { virtualNetworkPeerings, subnets } = parseAnswer(network, json, id).properties;
    const inSubnets = (subnets ?? []).flatMap(({ id: subnetId, properties }) => {
      const { ipConfigurations, privateEndpoints, serviceAssociationLinks } = properties;
      const connected = [ipConfigurations, privateEndpoints, serviceAssociationLinks];
      return [subnetId, ...connected.flatMap((items) => (items ?? []).map(idOf))];
    });
    return [...(virtualNetworkPeerings ?? []).map(idOf), ...inSubnets];
  }

  private async list(
    parent: string,
    children: string,
    apiVersion: string,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const path = `${parent}/${children}`;
    const items = await listJson(this.clients.of(parent), path, apiVersion, signal);
    return items.map((item) => parseAnswer(withId, item, path).id);
  }
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
