/** The names by which an Azure registry can be reached, and which of them an image may have. */

export interface OtherHost {
  /**
   * `privateLink`: a record of a private endpoint's zone. `data`: a data endpoint, from which only layers come.
   * `regional`: the endpoint of one of its regions.
   */
  readonly kind: 'privateLink' | 'data' | 'regional';
  /** The registry's name in images. */
  readonly loginServer: string;
}

/** The registry's label, what stands between, the cloud's suffix. */
const azureHost = /^([a-z0-9-]+)((?:\.[a-z0-9-]+)*)\.(azurecr\.(?:io|us|cn))(?::\d+)?$/;

/**
 * What else than a login server the host of an Azure registry is (`contoso.privatelink.azurecr.io`,
 * `contoso.westeurope.data.azurecr.io`, `contoso.westeurope.geo.azurecr.io`, with or without `privatelink`); undefined for a
 * login server and for other registries. Source: “Azure Private Endpoint private DNS zone values”, “Dedicated data endpoints”
 * and “Regional endpoints” in Microsoft's documentation.
 */
export function otherHostOf(host: string): OtherHost | undefined {
  const [, label, between = '', suffix] = azureHost.exec(host.toLowerCase()) ?? [];
  if (label === undefined || suffix === undefined) return undefined;
  const loginServer = `${label}.${suffix}`;
  const words = between.split('.');
  if (words.includes('privatelink')) return { kind: 'privateLink', loginServer };
  if (words.includes('data')) return { kind: 'data', loginServer };
  return words.includes('geo') ? { kind: 'regional', loginServer } : undefined;
}
