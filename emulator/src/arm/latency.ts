/**
 * How long Azure takes, in seconds. `privateEndpoint` is as recorded by the Azure CLI's tests (about 40 s and three
 * polls); the rest is plausible, not measured.
 */
export const latencyProfile = {
  virtualNetwork: 4,
  virtualNetworkDelete: 10,
  subnet: 4,
  subnetDelete: 10,
  peering: 10,
  peeringDelete: 10,
  privateEndpoint: 40,
  privateEndpointDelete: 20,
  zoneGroup: 10,
  zoneGroupDelete: 10,
  privateDnsZone: 30,
  privateDnsZoneDelete: 30,
  virtualNetworkLink: 30,
  virtualNetworkLinkDelete: 30,
  registry: 15,
  registryUpdate: 10,
  registryDelete: 15,
  connection: 10,
  connectionDelete: 10,
  ruleHolder: 4,
  replication: 60,
  replicationDelete: 30,
  importImage: 20,
  runCommand: 15,
  cluster: 120,
  resourceGroupDelete: 60,
  providerRegistration: 20,
} as const;

export type LatencyEntry = keyof typeof latencyProfile;

/** Services ask to be polled about this often, in seconds. */
const POLL_INTERVAL = 10;

/** Seconds of single entries that replace those of the profile; they are scaled as well. */
export type LatencyOverrides = Partial<Readonly<Record<LatencyEntry, number>>>;

/** The profile times a scale: 1 is as slow as Azure, 0 is at once. */
export class Latency {
  constructor(
    public scale = 0,
    public overrides: LatencyOverrides = {},
    /** How long a new role assignment grants nothing yet; not scaled. In Azure it may be minutes. */
    public roleDelaySeconds = 0,
  ) {}

  milliseconds(entry: LatencyEntry): number {
    return (this.overrides[entry] ?? latencyProfile[entry]) * this.scale * 1000;
  }

  /**
   * Headers that say when to come back. `Retry-After` only knows whole seconds, and a fraction makes the Azure CLI
   * stop polling: below a second it is left out, and `x-ms-retry-after-ms` says it alone.
   */
  retryAfter(seconds = POLL_INTERVAL): Record<string, string> {
    const scaled = seconds * this.scale;
    if (scaled === 0) return { 'Retry-After': '0' };
    if (scaled < 1) return { 'x-ms-retry-after-ms': String(Math.ceil(scaled * 1000)) };
    return { 'Retry-After': String(Math.round(scaled)) };
  }
}
