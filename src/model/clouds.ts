/** The clouds of Azure, and all that differs between them: nothing else spells an address of one. */
import { t } from '@vscode/l10n';

export type CloudName = 'public' | 'usGov' | 'china' | 'custom';

export interface Cloud {
  readonly name: CloudName;
  readonly displayName: string;
  /** Origin of Azure Resource Manager. */
  readonly resourceManager: string;
  /** Scope to ask a token for. */
  readonly scope: string;
  /** Where users sign in. */
  readonly authority: string;
  /** Origin of Microsoft Graph (Microsoft's “National cloud deployments”); undefined where a custom cloud doesn't say. */
  readonly directory: string | undefined;
  /** Suffix of a registry's host name, without the leading dot. */
  readonly registrySuffix: string;
  /** Suffix of the storage that layers come from where there are no data endpoints; undefined where nobody knows it. */
  readonly storageSuffix: string | undefined;
  /** Origin of the portal; undefined where a custom cloud doesn't say. */
  readonly portal: string | undefined;
  /** Name in the Azure CLI (`az cloud list`, `az cloud register`). */
  readonly cliName: string;
  /** What azurerm and azapi call it in `environment`; undefined for a cloud that they find by its endpoints. */
  readonly terraformEnvironment: string | undefined;
  /** What VS Code calls it in `microsoft-sovereign-cloud.environment`; undefined for the one that it needs no setting for. */
  readonly signInEnvironment: string | undefined;
}

export const clouds: Readonly<Record<Exclude<CloudName, 'custom'>, Cloud>> = {
  public: {
    name: 'public',
    displayName: 'Azure',
    resourceManager: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
    directory: 'https://graph.microsoft.com',
    registrySuffix: 'azurecr.io',
    storageSuffix: 'blob.core.windows.net',
    portal: 'https://portal.azure.com',
    cliName: 'AzureCloud',
    terraformEnvironment: 'public',
    signInEnvironment: undefined,
  },
  usGov: {
    name: 'usGov',
    displayName: t('Azure US Government'),
    resourceManager: 'https://management.usgovcloudapi.net',
    scope: 'https://management.usgovcloudapi.net/.default',
    authority: 'https://login.microsoftonline.us',
    directory: 'https://graph.microsoft.us',
    registrySuffix: 'azurecr.us',
    storageSuffix: 'blob.core.usgovcloudapi.net',
    portal: 'https://portal.azure.us',
    cliName: 'AzureUSGovernment',
    terraformEnvironment: 'usgovernment',
    signInEnvironment: 'USGovernment',
  },
  china: {
    name: 'china',
    displayName: t('Azure China'),
    resourceManager: 'https://management.chinacloudapi.cn',
    scope: 'https://management.chinacloudapi.cn/.default',
    authority: 'https://login.chinacloudapi.cn',
    directory: 'https://microsoftgraph.chinacloudapi.cn',
    registrySuffix: 'azurecr.cn',
    storageSuffix: 'blob.core.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
    cliName: 'AzureChinaCloud',
    terraformEnvironment: 'china',
    signInEnvironment: 'ChinaCloud',
  },
};

/** What makes a cloud that isn't known by name. Addresses without a slash at their end, suffixes without a leading dot. */
export interface CustomEndpoints {
  readonly name?: string | undefined;
  readonly resourceManager: string;
  readonly authority: string;
  readonly registrySuffix: string;
  /** Resource that a token is asked for; default: Resource Manager's address. */
  readonly audience?: string | undefined;
  readonly microsoftGraph?: string | undefined;
  readonly portal?: string | undefined;
  readonly azureCliName?: string | undefined;
}

/** A cloud by its endpoints, with everything else derived from them. */
export function customCloud(endpoints: CustomEndpoints): Cloud {
  const { name = t('Custom Azure cloud'), resourceManager, authority, registrySuffix } = endpoints;
  return {
    name: 'custom',
    displayName: name,
    resourceManager,
    scope: `${endpoints.audience ?? resourceManager}/.default`,
    authority,
    directory: endpoints.microsoftGraph,
    registrySuffix,
    storageSuffix: undefined,
    portal: endpoints.portal,
    cliName: endpoints.azureCliName ?? name.replace(/[^A-Za-z0-9]/g, ''),
    terraformEnvironment: undefined,
    signInEnvironment: 'custom',
  };
}

/** Suffixes of registries' host names in the clouds that are known by name. */
export const knownSuffixes: readonly string[] = Object.values(clouds).map(
  ({ registrySuffix: suffix }) => suffix,
);

/** Whether a host (a port may follow) is a registry's in one of the clouds with these suffixes. */
export function isRegistryHost(host: string, suffixes: readonly string[] = knownSuffixes): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  return suffixes.some((suffix) => name.endsWith(`.${suffix}`));
}

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

/** Address of a resource in the portal; undefined where the cloud has none that is known. */
export function portalUrl({ portal }: Pick<Cloud, 'portal'>, resourceId: string): string | undefined {
  return portal === undefined ? undefined : `${portal}/#resource${encodeURI(resourceId)}`;
}

/** Whether a name is one that a private registry has an alias of. */
export function isPrivateAlias(host: string): boolean {
  return /\.privatelink\./i.test(host);
}

/** `contoso.azurecr.io` → `contoso.privatelink.azurecr.io`: what a host name of a private registry is an alias of. */
export function privateAlias(host: string, loginServer: string): string {
  const suffix = registrySuffix(loginServer).toLowerCase();
  const name = host.toLowerCase();
  return name.endsWith(`.${suffix}`) ? `${name.slice(0, -suffix.length)}privatelink.${suffix}` : name;
}
