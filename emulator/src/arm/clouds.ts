/** What differs between Azure's clouds, as far as the emulator shows it. */
export interface Cloud {
  readonly name: string;
  /** Login servers are `{registry}.{suffix}`, the private zone is `privatelink.{suffix}` (A: private link, B: others). */
  readonly registrySuffix: string;
  /** Layers come from hosts of this suffix where a registry has no data endpoints. */
  readonly storageSuffix: string;
  /** Name and display name of the regions that `locations` lists. */
  readonly regions: readonly (readonly [name: string, displayName: string, geography: string])[];
  /** Names of those without availability zones. */
  readonly withoutZones: readonly string[];
}

export const clouds = {
  public: {
    name: 'public',
    registrySuffix: 'azurecr.io',
    storageSuffix: 'blob.core.windows.net',
    regions: [
      ['eastus', 'East US', 'US'],
      ['eastus2', 'East US 2', 'US'],
      ['westus2', 'West US 2', 'US'],
      ['westus3', 'West US 3', 'US'],
      ['centralus', 'Central US', 'US'],
      ['northeurope', 'North Europe', 'Europe'],
      ['westeurope', 'West Europe', 'Europe'],
      ['francecentral', 'France Central', 'Europe'],
      ['germanywestcentral', 'Germany West Central', 'Europe'],
      ['swedencentral', 'Sweden Central', 'Europe'],
      ['uksouth', 'UK South', 'Europe'],
      ['southeastasia', 'Southeast Asia', 'Asia Pacific'],
      ['australiaeast', 'Australia East', 'Asia Pacific'],
      ['japaneast', 'Japan East', 'Asia Pacific'],
      ['ukwest', 'UK West', 'Europe'],
      ['westus', 'West US', 'US'],
    ],
    withoutZones: ['ukwest', 'westus'],
  },
  usGovernment: {
    name: 'usGovernment',
    registrySuffix: 'azurecr.us',
    storageSuffix: 'blob.core.usgovcloudapi.net',
    regions: [
      ['usgovvirginia', 'USGov Virginia', 'US Gov'],
      ['usgovarizona', 'USGov Arizona', 'US Gov'],
      ['usgovtexas', 'USGov Texas', 'US Gov'],
    ],
    withoutZones: ['usgovarizona', 'usgovtexas'],
  },
  china: {
    name: 'china',
    registrySuffix: 'azurecr.cn',
    storageSuffix: 'blob.core.chinacloudapi.cn',
    regions: [
      ['chinaeast2', 'China East 2', 'China'],
      ['chinanorth2', 'China North 2', 'China'],
      ['chinaeast3', 'China East 3', 'China'],
      ['chinanorth3', 'China North 3', 'China'],
    ],
    withoutZones: ['chinaeast2', 'chinanorth2', 'chinaeast3'],
  },
} as const satisfies Record<string, Cloud>;

/** A cloud that nobody knows by name, in which registries' names end so; its regions are called as the public cloud's. */
export function customCloud(registrySuffix: string): Cloud {
  const { regions, withoutZones } = clouds.public;
  const domain = registrySuffix.slice(registrySuffix.indexOf('.') + 1);
  return { name: 'custom', registrySuffix, storageSuffix: `blob.core.${domain}`, regions, withoutZones };
}

/** Suffix of the storage behind a registry, by its login server. */
export function storageSuffixOf(loginServer: string): string {
  const suffix = loginServer.toLowerCase().slice(loginServer.indexOf('.') + 1);
  const known = Object.values(clouds).find(({ registrySuffix }) => registrySuffix === suffix);
  return (known ?? customCloud(suffix)).storageSuffix;
}

/** Azure takes `West Europe` for `westeurope`. */
export function shortRegion(region: string): string {
  return region.toLowerCase().replaceAll(' ', '');
}
