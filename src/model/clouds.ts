/** The clouds of Azure, and what differs between them. */

export type CloudName = 'public' | 'usGov' | 'china';

export interface Cloud {
  readonly name: CloudName;
  readonly displayName: string;
  /** Origin of Azure Resource Manager. */
  readonly resourceManager: string;
  /** Scope to ask a token for. */
  readonly scope: string;
  /** Where users sign in. */
  readonly authority: string;
  /** Origin of Microsoft Graph, where the directory is (Microsoft's “National cloud deployments”). */
  readonly directory: string;
  /** Suffix of a registry's host name, without the leading dot. */
  readonly registrySuffix: string;
  readonly portal: string;
}

export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    name: 'public',
    displayName: 'Azure',
    resourceManager: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
    directory: 'https://graph.microsoft.com',
    registrySuffix: 'azurecr.io',
    portal: 'https://portal.azure.com',
  },
  usGov: {
    name: 'usGov',
    displayName: 'Azure US Government',
    resourceManager: 'https://management.usgovcloudapi.net',
    scope: 'https://management.usgovcloudapi.net/.default',
    authority: 'https://login.microsoftonline.us',
    directory: 'https://graph.microsoft.us',
    registrySuffix: 'azurecr.us',
    portal: 'https://portal.azure.us',
  },
  china: {
    name: 'china',
    displayName: 'Azure China',
    resourceManager: 'https://management.chinacloudapi.cn',
    scope: 'https://management.chinacloudapi.cn/.default',
    authority: 'https://login.chinacloudapi.cn',
    directory: 'https://microsoftgraph.chinacloudapi.cn',
    registrySuffix: 'azurecr.cn',
    portal: 'https://portal.azure.cn',
  },
};

/**
 * `contoso.azurecr.io` → `contoso`: the name of the registry's record in the zone. Taken from the login server, because
 * a registry with a hashed host name has another label than its resource is named.
 */
export function registryLabel(loginServer: string): string {
  return loginServer.split('.', 1)[0] ?? loginServer;
}

/** `contoso.azurecr.io` → `azurecr.io`. */
export function registrySuffix(loginServer: string): string {
  return loginServer.slice(registryLabel(loginServer).length + 1);
}

/** `contoso.azurecr.io` → `privatelink.azurecr.io`: the zone in which private link looks the registry up. */
export function privateZoneName(loginServer: string): string {
  return `privatelink.${registrySuffix(loginServer)}`;
}

/**
 * Whether a private DNS zone of this name, linked to a network, answers there for the registry's host, for what private
 * link makes of it, or for a data or regional endpoint in any region: it has one of these names, or one above it.
 */
export function mayAnswerFor(zoneName: string, loginServer: string): boolean {
  const [zone, host] = [zoneName.toLowerCase(), loginServer.toLowerCase()];
  const above = [privateZoneName(host), registrySuffix(host)].find((name) => `.${zone}`.endsWith(`.${name}`));
  if (above === undefined) return false;
  const below = zone.slice(0, -above.length);
  const [label, region = ''] = [registryLabel(host), below.split('.').at(-3)];
  const names = [label, `${label}.${region}.data`, `${label}.${region}.geo`];
  return names.some((name) => `.${name}.`.endsWith(`.${below}`));
}

/** Host name from which layers are pulled once a registry has dedicated data endpoints. */
export function dataEndpointHost(loginServer: string, location: string): string {
  return `${registryLabel(loginServer)}.${location}.data.${registrySuffix(loginServer)}`;
}

/** The cloud that a registry's host name belongs to; undefined for a foreign host. */
export function cloudOfRegistry(loginServer: string): Cloud | undefined {
  const suffix = registrySuffix(loginServer).toLowerCase();
  return Object.values(clouds).find((cloud) => cloud.registrySuffix === suffix);
}

/** Address of a resource in the portal. */
export function portalUrl(cloud: Cloud, resourceId: string): string {
  return `${cloud.portal}/#resource${encodeURI(resourceId)}`;
}

/** `contoso.azurecr.io` → `contoso.privatelink.azurecr.io`: what a host name of a private registry is an alias of. */
export function privateAlias(host: string, loginServer: string): string {
  const suffix = registrySuffix(loginServer).toLowerCase();
  const name = host.toLowerCase();
  return name.endsWith(`.${suffix}`) ? `${name.slice(0, -suffix.length)}privatelink.${suffix}` : name;
}
