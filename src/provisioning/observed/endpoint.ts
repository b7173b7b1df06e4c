/** What a private endpoint, as ARM answers it, says of its surroundings. */
import { parentId } from '../../model/armId';
import { asObject, asObjects, type JsonObject } from '../../model/json';

/** Ids of the registries that it leads to, whose connections go with it; none for what is no endpoint. */
export function targetsOf(endpoint: JsonObject): string[] {
  const properties = asObject(endpoint['properties']);
  return ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'].flatMap((list) =>
    asObjects(properties[list]).flatMap((connection) => {
      const target = asObject(connection['properties'])['privateLinkServiceId'];
      return typeof target === 'string' ? [target] : [];
    }),
  );
}

/** Id of the network that it is in; undefined for what is no endpoint. */
export function networkOf(endpoint: JsonObject): string | undefined {
  const { id } = asObject(asObject(endpoint['properties'])['subnet']);
  return typeof id === 'string' ? parentId(id) : undefined;
}

/** Ids of its network interfaces, which go with it. */
export function interfacesOf(endpoint: JsonObject): string[] {
  return asObjects(asObject(endpoint['properties'])['networkInterfaces']).flatMap(({ id }) =>
    typeof id === 'string' ? [id] : [],
  );
}
