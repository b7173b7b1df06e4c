/**
 * What the texts of kubelet and containerd mean. Their shapes are known from Microsoft's troubleshooting article about
 * pulls from a registry, from containerd's resolver and Go's network packages, and from issue threads; older ones begin
 * with `rpc error: …`, since Kubernetes 1.31 a back-off repeats the error behind its own words.
 */
import { isLayerHost, triesIn, type PullText } from './pullText';

/** The way of a pull as the user sees it. */
export type HopName = 'pod' | 'name' | 'reach' | 'identity' | 'pull';

export const hopNames: readonly HopName[] = ['pod', 'name', 'reach', 'identity', 'pull'];

export type PullCause =
  | 'nameMissing'
  | 'dnsUnavailable'
  | 'proxy'
  | 'unreachable'
  | 'certificate'
  | 'untrustedAuthority'
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
  /** Where the way ends. */
  readonly hop: HopName;
  /** The last hop that was certainly passed; what lies between the two isn't known. */
  readonly passed: HopName;
  readonly message: string;
  readonly nextAction: string;
  /** What of a link would explain it if it lacked; whether it does, the text doesn't know: see `adviceFor`. */
  readonly part?: 'role' | 'way';
  /** What repairs it here: a link between registry and cluster, or only the choice of another image. */
  readonly repair: 'link' | 'image' | 'none';
  /** Host that was asked for, where the text names it. */
  readonly host?: string;
}

interface Rule {
  readonly fits: (text: PullText) => boolean;
  readonly cause: PullCause;
  readonly hop: HopName;
  /** As in PullFailure; by default the hop before. */
  readonly passed?: (text: PullText) => HopName;
  readonly message: (text: PullText) => string;
  readonly nextAction: string | ((text: PullText) => string);
  readonly part?: PullFailure['part'];
  readonly repair?: 'image';
}

const lookup = /\blookup\b/;
const noSuchHost = /no such host|NXDOMAIN|no address associated with|name or service not known/i;
const timedOut =
  /i\/o timeout|timed out|handshake timeout|timeout awaiting|client timeout exceeded|deadline exceeded|context canceled|request canceled|did not properly respond/i;
const cutOff =
  /connection (?:refused|reset|aborted)|actively refused|forcibly closed|no route to host|(?:network|host) is (?:unreachable|down)|broken pipe|connection lost|\bstream error\b|: (?:unexpected )?EOF$|\bdial tcp\b/i;
const dnsDown = /server misbehaving|temporary (?:failure|error)[a-z ]* (?:name|hostname) resolution/i;
const wrongName = /is valid for|not valid for any names|cannot validate certificate for|IP SANs|Common Name/i;
/** Go gives the reason phrase of a proxy's answer to CONNECT, and nothing else, as the error. */
const answerOfProxy = /\b(?:Head|Get|Post) (?:"…"|<url>): (?!EOF$)[A-Z][\w-]*(?: [\w-]+)*$/;

const nobodyAnswers = ({ words, status }: PullText) =>
  status === undefined && (timedOut.test(words) || cutOff.test(words));
const isOf = (pattern: RegExp) => (text: PullText) => text.status === undefined && pattern.test(text.words);
const hasStatus =
  (...codes: readonly number[]) =>
  ({ status }: PullText) =>
    status !== undefined && codes.includes(status);

const viaProxy = ({ words, status }: PullText) =>
  status === 407 ||
  /\bproxyconnect\b|\bsocks connect\b|proxy authentication required/i.test(words) ||
  (status === undefined && answerOfProxy.test(words));

/** The first that fits decides. Each looks at the status of the answer, or at the error where there was no answer. */
const rules: readonly Rule[] = [
  {
    fits: viaProxy,
    cause: 'proxy',
    hop: 'reach',
    passed: () => 'pod',
    message: (text) => `The nodes ask for the registry through an HTTP proxy, ${lackOfProxy(text)}.`,
    nextAction:
      'Add the registry’s login server and its data endpoints to noProxy of the cluster (az aks update --http-proxy-config), or have whoever runs the proxy let them through.',
  },
  {
    fits: isOf(/pull QPS exceeded/i),
    cause: 'throttled',
    hop: 'pull',
    passed: () => 'pod',
    message: () => 'The node’s own limit for pulls was reached, so that it asked nobody.',
    nextAction: 'Wait until other pods of the node have pulled, then run the test again.',
  },
  {
    fits: isOf(/no match for platform|no matching manifest|no child with platform/i),
    cause: 'platform',
    hop: 'pull',
    message: () =>
      'The registry was reached and let the node in, but the image has nothing for this pool’s operating system or processor.',
    nextAction: 'Choose an image for this platform, or leave the pool out. The way to the registry works.',
    repair: 'image',
  },
  {
    fits: isOf(/no space left on device|not enough space on the disk|disk pressure/i),
    cause: 'nodeDisk',
    hop: 'pull',
    message: () => 'The node has no room for the image.',
    nextAction: 'Choose a smaller image, or a node pool with larger disks.',
  },
  {
    fits: (text) => text.ofLayers && isOf(noSuchHost)(text),
    cause: 'layersName',
    hop: 'pull',
    message: ({ host }) =>
      `The registry answered, but the nodes find no address for ${host ?? 'its data endpoint'}, from where layers come.`,
    nextAction:
      'The private zone needs a record for every data endpoint of the registry; the DNS zone group of its private endpoint writes them.',
    part: 'way',
  },
  {
    fits: isOf(noSuchHost),
    cause: 'nameMissing',
    hop: 'name',
    message: ({ host }) => `The nodes find no address for ${host ?? 'the registry'}.`,
    nextAction:
      'Their network is linked to a private DNS zone that has no record of this registry, or its DNS servers don’t ask Azure.',
    part: 'way',
  },
  {
    fits: (text) => isOf(dnsDown)(text) || (lookup.test(text.words) && nobodyAnswers(text)),
    cause: 'dnsUnavailable',
    hop: 'name',
    message: () => 'The DNS server of the nodes does not answer.',
    nextAction: 'Check the DNS servers of the cluster’s virtual network, and whether the nodes reach them.',
  },
  {
    fits: isOf(
      /x509: .*(?:unknown authority|not trusted)|self[- ]signed certificate|local issuer certificate/i,
    ),
    cause: 'untrustedAuthority',
    hop: 'reach',
    message: ({ authority, host }) =>
      `The nodes don’t trust ${authority === undefined ? 'the authority' : `“${authority}”`} that signed the certificate of what answered for ${host ?? 'the registry'}: a proxy or firewall on the way opens TLS.`,
    nextAction: ({ authority }) =>
      `Have whoever runs it let the registry’s login server and data endpoints through unopened, or add ${authority === undefined ? 'the certificate of its authority (CA)' : `the certificate of “${authority}”`} to the nodes as a custom CA certificate of the cluster (az aks update --custom-ca-trust-certificates; Linux pools only).`,
  },
  {
    fits: isOf(/x509: .*has expired or is not yet valid/i),
    cause: 'certificate',
    hop: 'reach',
    message: () => 'What answered has a certificate whose time is over or hasn’t begun.',
    nextAction: 'Check the clock of the node, and look for a proxy or firewall that opens TLS.',
  },
  {
    fits: (text) => isOf(/x509: /)(text) && wrongName.test(text.words),
    cause: 'certificate',
    hop: 'reach',
    message: () => 'What answered has a certificate that isn’t for this name.',
    nextAction:
      'Name the image by the registry’s login server, never by a privatelink name; if it is, look for a proxy that opens TLS.',
    repair: 'image',
  },
  {
    fits: isOf(/x509: |does not look like a TLS handshake|HTTP response to HTTPS client|\btls: /i),
    cause: 'certificate',
    hop: 'reach',
    message: () => 'What answered for the registry could not prove that it is the registry.',
    nextAction: 'Look for a proxy, firewall or captive page between the nodes and the registry.',
  },
  {
    fits: (text) => text.ofLayers && nobodyAnswers(text),
    cause: 'layersUnreachable',
    hop: 'pull',
    message: ({ host }) =>
      `The registry answered, but the download of a layer${host === undefined ? '' : ` from ${host}`} never ended.`,
    nextAction:
      'Check record and route of the data endpoint: a proxy, firewall or network security group may stop it.',
    part: 'way',
  },
  {
    fits: nobodyAnswers,
    cause: 'unreachable',
    hop: 'reach',
    passed: ({ address, words }) =>
      address !== undefined || /TLS|\bEOF|read tcp|reset|http2|response headers|stream error/i.test(words)
        ? 'name'
        : 'pod',
    message: ({ address }) =>
      address === undefined
        ? 'The registry does not answer.'
        : `The name is found (${address}), but nothing answers there.`,
    nextAction:
      'Look at peerings, network security groups, routes and firewalls between the nodes and the private endpoint.',
    part: 'way',
  },
  {
    fits: (text) => hasStatus(429)(text) || isOf(/toomanyrequests:|too many requests/i)(text),
    cause: 'throttled',
    hop: 'pull',
    passed: ({ ofLayers }) => (ofLayers ? 'identity' : 'reach'),
    message: ({ ofToken }) =>
      ofToken
        ? 'The registry throttled the node when it asked for a token (429).'
        : 'The registry throttled the pull (429).',
    nextAction:
      'Wait a minute, then run the test again; fewer nodes that pull at once help, and so does a higher SKU.',
  },
  {
    fits: (text) =>
      text.ofLayers && (hasStatus(403)(text) || (hasStatus(401)(text) && isLayerHost(text.host))),
    cause: 'layersFirewall',
    hop: 'pull',
    message: ({ host, status }) =>
      `The registry answered, but ${layerSource(host)} refused the download of a layer (${status ?? 403}).`,
    nextAction:
      'The data endpoint needs a record in the private zone, as the login server has; where layers come from Azure Storage (blob.core.windows.net), a firewall or service endpoint policy on the way must let the nodes reach the registry’s storage, or dedicated data endpoints be used.',
    part: 'way',
  },
  {
    fits: (text) =>
      hasStatus(401)(text) ||
      (text.ofToken && hasStatus(400)(text)) ||
      /access to the resource is denied/i.test(text.words) ||
      (text.status === undefined &&
        text.seenFrom === undefined &&
        /unauthorized|authentication required|insufficient_scope|authorization failed|no basic auth credentials|access denied|failed to authorize/i.test(
          text.words,
        )),
    cause: 'identity',
    hop: 'identity',
    message: () => 'The registry was reached, and did not let the cluster’s kubelet identity pull.',
    nextAction:
      'Check its role on the registry. A role that was assigned in the last minutes may not count yet: run the test again.',
    part: 'role',
  },
  {
    fits: (text) => hasStatus(403)(text) || (text.status === undefined && text.seenFrom !== undefined),
    cause: 'firewall',
    hop: 'reach',
    message: ({ seenFrom }) =>
      seenFrom === undefined
        ? 'The registry refused the nodes (403).'
        : `The nodes came from ${seenFrom} to the registry’s public side, and its firewall refused them.`,
    nextAction:
      'The nodes get the registry’s public address: their network isn’t linked to its private DNS zone, or asks other DNS servers. Else allow the nodes in the registry’s network rules.',
    part: 'way',
  },
  {
    fits: (text) =>
      (hasStatus(404)(text) && !text.ofToken) ||
      isOf(/manifest unknown|name unknown|not known to registry|repository <name> not found|not found$/i)(
        text,
      ),
    cause: 'imageMissing',
    hop: 'pull',
    message: ({ ofLayers }) =>
      ofLayers
        ? 'The registry was reached and let the node in, but a part of the image is missing in it.'
        : 'The registry was reached and let the node in, but it has no such image.',
    nextAction: 'Choose an image that is in the registry, or import one. The way to the registry works.',
    repair: 'image',
  },
  {
    fits: ({ status }) => status !== undefined && status >= 500,
    cause: 'registryError',
    hop: 'pull',
    passed: ({ ofLayers }) => (ofLayers ? 'identity' : 'reach'),
    message: ({ status }) => `The registry answered with an error of its own (${status ?? 500}).`,
    nextAction: 'Run the test again; if it stays, look at Azure’s service health.',
  },
];

function lackOfProxy(text: PullText): string {
  if (text.status === 407 || /proxy authentication required/i.test(text.words))
    return 'which wants a sign-in';
  if (noSuchHost.test(text.words)) return 'and find no address for that proxy';
  if (text.words.includes('x509: ')) return 'whose certificate they don’t trust';
  return nobodyAnswers(text) ? 'which does not answer' : 'which refused to connect them';
}

function layerSource(host: string | undefined): string {
  if (host === undefined) return 'where its layers come from';
  if (/\.blob\./i.test(host)) return `its storage ${host}`;
  return isLayerHost(host) ? `its data endpoint ${host}` : 'where its layers come from';
}

/**
 * The cause behind the text of a failed pull; `unknown` where no rule fits, with the text left to speak for itself. Of
 * several tries the one counts that came furthest: with another credential it would not have.
 */
export function readPullFailure(text: string): PullFailure {
  const failures = triesIn(text).map(failureOfTry);
  const furthest = Math.max(...failures.map(progressOf));
  return failures.findLast((failure) => progressOf(failure) === furthest) ?? unknown;
}

function progressOf({ cause, hop }: PullFailure): number {
  if (cause === 'unknown') return -1;
  // That one credential was refused says least where another one met something else.
  return hopNames.indexOf(hop) * 2 + (cause === 'identity' ? 0 : 1);
}

function failureOfTry(text: PullText): PullFailure {
  const rule = rules.find(({ fits }) => fits(text));
  if (rule === undefined) return text.ofLayers ? { ...unknown, passed: 'identity' } : unknown;
  const { cause, hop, passed, message, nextAction, part, repair = 'none' } = rule;
  // What happens to a layer happens behind everything else.
  const isBehind = text.ofLayers && cause !== 'identity';
  return {
    cause,
    hop: isBehind ? 'pull' : hop,
    passed: isBehind ? 'identity' : (passed?.(text) ?? before(hop)),
    message: message(text),
    nextAction: typeof nextAction === 'string' ? nextAction : nextAction(text),
    repair,
    ...(part === undefined ? {} : { part }),
    ...(text.host === undefined ? {} : { host: text.host }),
  };
}

function before(hop: HopName): HopName {
  return hopNames[hopNames.indexOf(hop) - 1] ?? 'pod';
}

const unknown: PullFailure = {
  cause: 'unknown',
  hop: 'pull',
  passed: 'pod',
  message: 'The pull failed for a reason that isn’t known here.',
  nextAction: 'Read the event’s text, then run the test again.',
  repair: 'none',
};
