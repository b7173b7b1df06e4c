/** The names by which an Azure registry can be reached, and which of them an image may have. */
import { knownSuffixes } from '../model/clouds';

export interface OtherHost {
  /**
   * `privateLink`: a record of a private endpoint's zone. `data`: a data endpoint, from which only layers come.
   * `regional`: the endpoint of one of its regions.
   */
  readonly kind: 'privateLink' | 'data' | 'regional';
  /** The registry's name in images. */
  readonly loginServer: string;
}

/**
 * What else than a login server the host of an Azure registry is (`contoso.privatelink.azurecr.io`,
 * `contoso.westeurope.data.azurecr.io`, `contoso.westeurope.geo.azurecr.io`, with or without `privatelink`); undefined for a
 * login server and for other registries. `suffixes` are those of the clouds. Source: “Azure Private Endpoint private DNS zone values”, “Dedicated data endpoints”
 * and “Regional endpoints” in Microsoft's documentation.
 */
export function otherHostOf(
  host: string,
  suffixes: readonly string[] = knownSuffixes,
): OtherHost | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const suffix = suffixes.find((one) => name.endsWith(`.${one}`));
  const [label, ...words] = suffix === undefined ? [] : name.slice(0, -suffix.length - 1).split('.');
  if (label === undefined || ![label, ...words].every((word) => /^[a-z0-9-]+$/.test(word))) return undefined;
  const loginServer = `${label}.${suffix}`;
  if (words.includes('privatelink')) return { kind: 'privateLink', loginServer };
  if (words.includes('data')) return { kind: 'data', loginServer };
  return words.includes('geo') ? { kind: 'regional', loginServer } : undefined;
}
