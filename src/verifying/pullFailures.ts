/**
 * What the texts of kubelet and containerd mean. The texts are from Microsoft's troubleshooting article about pulls
 * from a registry, from containerd's resolver and from issue threads; older ones begin with `rpc error: …`, since
 * Kubernetes 1.31 a back-off repeats the error behind its own words.
 */

/** The way of a pull as the user sees it. */
export type HopName = 'pod' | 'name' | 'reach' | 'identity' | 'pull';

export type PullCause =
  | 'nameMissing'
  | 'dnsUnavailable'
  | 'unreachable'
  | 'certificate'
  | 'firewall'
  | 'identity'
  | 'imageMissing'
  | 'platform'
  | 'throttled'
  | 'registryError'
  | 'layersName'
  | 'layersUnreachable'
  | 'layersFirewall'
  | 'notScheduled'
  | 'refused'
  | 'nodeDisk'
  | 'unknown';

export interface PullFailure {
  readonly cause: PullCause;
  /** Where the way ends; the hops before it were passed. */
  readonly hop: HopName;
  readonly message: string;
  readonly nextAction: string;
  /** What repairs it here: a link between registry and cluster, or only the choice of another image. */
  readonly repair: 'link' | 'image' | 'none';
}

interface Rule {
  readonly text: RegExp;
  readonly cause: PullCause;
  readonly hop: HopName;
  readonly message: (match: RegExpExecArray) => string;
  readonly nextAction: string;
  readonly repair: PullFailure['repair'];
}

const layers = String.raw`failed to copy|httpReadSeeker|failed to fetch layer|\.data\.azurecr\.|blob\.core\.windows\.net`;
const timedOut = String.raw`i/o timeout|connection refused|no route to host|network is unreachable|connection reset|context deadline exceeded|TLS handshake timeout|Client\.Timeout|\bEOF\b`;

/** The first that fits decides: what is about layers comes before what is about the login server. */
const rules: readonly Rule[] = [
  {
    text: new RegExp(`(?:${layers})[\\s\\S]*lookup (\\S+?)(?: on [^:]+(?::\\d+)?)?:? .*no such host`, 'i'),
    cause: 'layersName',
    hop: 'pull',
    message: ([, host]) =>
      `The registry answered, but the nodes find no address for ${host ?? 'its data endpoint'}, from where layers come.`,
    nextAction:
      'Use Link to AKS…: the DNS zone group writes the records of all data endpoints of the registry.',
    repair: 'link',
  },
  {
    text: new RegExp(`(?:${layers})[\\s\\S]*403 Forbidden`, 'i'),
    cause: 'layersFirewall',
    hop: 'pull',
    message: () => 'The registry answered, but its data endpoint refused the download of a layer (403).',
    nextAction:
      'Use Link to AKS…: the data endpoint needs a record in the private zone, as the login server has.',
    repair: 'link',
  },
  {
    text: new RegExp(`(?:${layers})[\\s\\S]*(?:${timedOut})`, 'i'),
    cause: 'layersUnreachable',
    hop: 'pull',
    message: () =>
      'The registry answered, but the download of a layer never ended: its data endpoint isn’t reached.',
    nextAction:
      'Check record and route of the data endpoint: a proxy, firewall or network security group may stop it.',
    repair: 'link',
  },
  {
    text: /no match for platform|no matching manifest/i,
    cause: 'platform',
    hop: 'pull',
    message: () =>
      'The registry was reached and let the node in, but the image has nothing for this pool’s operating system or processor.',
    nextAction: 'Choose an image for this platform, or leave the pool out. The way to the registry works.',
    repair: 'image',
  },
  {
    text: /lookup (\S+?)(?: on [^:\s]+(?::\d+)?)?:? .*no such host|NXDOMAIN/i,
    cause: 'nameMissing',
    hop: 'name',
    message: ([, host]) => `The nodes find no address for ${host ?? 'the registry'}.`,
    nextAction:
      'Use Link to AKS…: the network is linked to a private DNS zone that has no record of this registry, or its DNS servers don’t ask Azure.',
    repair: 'link',
  },
  {
    text: /lookup \S+ .*(?:i\/o timeout|server misbehaving|connection refused|temporary failure)/i,
    cause: 'dnsUnavailable',
    hop: 'name',
    message: () => 'The DNS server of the nodes does not answer.',
    nextAction: 'Check the DNS servers of the cluster’s virtual network, and whether the nodes reach them.',
    repair: 'none',
  },
  {
    text: /client with IP '?([0-9a-f.:]+)'? is not allowed access/i,
    cause: 'firewall',
    hop: 'reach',
    message: ([, address]) =>
      `The nodes came from ${address ?? 'a public address'} to the registry’s public side, and its firewall refused them.`,
    nextAction:
      'Use Link to AKS…: the nodes get the public address because their network isn’t linked to the registry’s private DNS zone.',
    repair: 'link',
  },
  {
    text: /x509: .*/i,
    cause: 'certificate',
    hop: 'reach',
    message: () => 'What answered has a certificate that isn’t for this name.',
    nextAction:
      'Name the image by the registry’s login server, never by a privatelink name; if it is, look for a proxy that opens TLS.',
    repair: 'image',
  },
  {
    text: /401 Unauthorized|failed to authorize|anonymous token|authentication required|insufficient_scope/i,
    cause: 'identity',
    hop: 'identity',
    message: () => 'The registry was reached, and did not let the cluster’s kubelet identity pull.',
    nextAction:
      'Use Link to AKS…, which assigns the pull role to the kubelet identity. A role assigned just now can take some minutes.',
    repair: 'link',
  },
  {
    text: /403 Forbidden/i,
    cause: 'firewall',
    hop: 'reach',
    message: () => 'The registry refused the nodes (403).',
    nextAction: 'Use Link to AKS…, or allow the nodes in the registry’s network rules.',
    repair: 'link',
  },
  {
    text: /429|toomanyrequests|too many requests|pull QPS exceeded/i,
    cause: 'throttled',
    hop: 'pull',
    message: () => 'The pull was throttled.',
    nextAction: 'Wait a minute, then run the test again.',
    repair: 'none',
  },
  {
    text: /manifest unknown|name unknown|: not found|repository .* not found|404 Not Found/i,
    cause: 'imageMissing',
    hop: 'pull',
    message: () => 'The registry was reached and let the node in, but it has no such image.',
    nextAction: 'Choose an image that is in the registry, or import one. The way to the registry works.',
    repair: 'image',
  },
  {
    text: /no space left on device|disk pressure/i,
    cause: 'nodeDisk',
    hop: 'pull',
    message: () => 'The node has no room for the image.',
    nextAction: 'Choose a smaller image, or a node pool with larger disks.',
    repair: 'none',
  },
  {
    text: new RegExp(`dial tcp (\\S+):443: |${timedOut}`, 'i'),
    cause: 'unreachable',
    hop: 'reach',
    message: ([, address]) =>
      address === undefined
        ? 'The name is found, but nothing answers.'
        : `The name is found (${address}), but nothing answers there.`,
    nextAction:
      'Use Link to AKS… to check the peering; then look at network security groups, routes and firewalls between nodes and endpoint.',
    repair: 'link',
  },
  {
    text: /unexpected status[^:]*: 5\d\d|50[0-4] /i,
    cause: 'registryError',
    hop: 'pull',
    message: () => 'The registry answered with an error of its own.',
    nextAction: 'Run the test again; if it stays, look at Azure’s service health.',
    repair: 'none',
  },
];

/** Kubernetes cuts the message of an event at 1024 bytes; the rules take a power of the length of a text. */
const longestText = 4000;

/** The cause behind the text of a failed pull; `unknown` where no rule fits, with the text left to speak for itself. */
export function readPullFailure(said: string): PullFailure {
  const text = said.slice(0, longestText);
  for (const { text: pattern, cause, hop, message, nextAction, repair } of rules) {
    const match = pattern.exec(text);
    if (match) return { cause, hop, message: message(match), nextAction, repair };
  }
  return {
    cause: 'unknown',
    hop: 'pull',
    message: 'The pull failed for a reason that isn’t known here.',
    nextAction: 'Read the event’s text, then run the test again.',
    repair: 'none',
  };
}
