import { regionKey } from './regions';

/**
 * Display names of Azure's regions (Microsoft Learn, "List of Azure regions"; those of Azure Government and Azure in China
 * from `az account list-locations`). Where Azure's own list for a subscription is at hand it comes first.
 */
const names = [
  'Australia Central',
  'Australia Central 2',
  'Australia East',
  'Australia Southeast',
  'Austria East',
  'Belgium Central',
  'Brazil South',
  'Brazil Southeast',
  'Canada Central',
  'Canada East',
  'Central India',
  'Central US',
  'Central US EUAP',
  'Chile Central',
  'Denmark East',
  'East Asia',
  'East US',
  'East US 2',
  'East US 2 EUAP',
  'France Central',
  'France South',
  'Germany North',
  'Germany West Central',
  'Indonesia Central',
  'Israel Central',
  'Italy North',
  'Japan East',
  'Japan West',
  'Jio India Central',
  'Jio India West',
  'Korea Central',
  'Korea South',
  'Malaysia West',
  'Mexico Central',
  'New Zealand North',
  'North Central US',
  'North Europe',
  'Norway East',
  'Norway West',
  'Poland Central',
  'Qatar Central',
  'South Africa North',
  'South Africa West',
  'South Central US',
  'South India',
  'Southeast Asia',
  'Spain Central',
  'Sweden Central',
  'Sweden South',
  'Switzerland North',
  'Switzerland West',
  'UAE Central',
  'UAE North',
  'UK South',
  'UK West',
  'West Central US',
  'West Europe',
  'West India',
  'West US',
  'West US 2',
  'West US 3',
  'USGov Arizona',
  'USGov Texas',
  'USGov Virginia',
  'USDoD Central',
  'USDoD East',
  'China East',
  'China East 2',
  'China East 3',
  'China North',
  'China North 2',
  'China North 3',
] as const;

const byKey = new Map<string, string>(names.map((name) => [regionKey(name), name]));

/**
 * A region's name for reading, e.g. West Europe for `westeurope`: as Azure lists it, else as it is known here, else as it is
 * given.
 */
export function regionName(
  location: string,
  listed: readonly { readonly name: string; readonly displayName: string }[] = [],
): string {
  const key = regionKey(location);
  return listed.find(({ name }) => regionKey(name) === key)?.displayName ?? byKey.get(key) ?? location;
}
