/** What a text of a failed pull says, rule by rule: the status of an answer first, or the error where there was none. */
import { t } from '@vscode/l10n';
import type { HopName, PullCause, PullFailure } from './pullHops';
import { isLayerHost, type PullText } from './pullText';

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
  /connection (?:refused|reset|aborted)|actively refused|forcibly closed|no route to host|(?:network|host) is (?:unreachable|down)|broken pipe|connection lost|\bstream error\b|: (?:unexpected )?EOF$/i;
/** Kubelet asked containerd, which was gone: nothing is known of the registry. */
const ofRuntime = /error reading from server|transport is closing/i;
const dnsDown = /server misbehaving|temporary (?:failure|error)[a-z ]* (?:name|hostname) resolution/i;
const wrongName = /is valid for|not valid for any names|cannot validate certificate for|IP SANs|Common Name/i;
/** Go gives the reason phrase of a proxy's answer to CONNECT, and nothing else, as the error. */
const answerOfProxy = /\b(?:Head|Get|Post) (?:"…"|<url>): (?!EOF$)[A-Z][\w-]*(?: [\w-]+)*$/;

const hasNoAnswer = ({ words, status }: PullText) =>
  status === undefined && (timedOut.test(words) || cutOff.test(words)) && !ofRuntime.test(words);
/** Whatever went wrong at an address; of a lookup without its end, as of a text that was cut off, it isn't known. */
const nobodyAnswers = (text: PullText) =>
  hasNoAnswer(text) || (text.status === undefined && text.address !== undefined);
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
export const rules: readonly Rule[] = [
  {
    fits: viaProxy,
    cause: 'proxy',
    hop: 'reach',
    passed: () => 'pod',
    message: (text) => t`The nodes connect to the registry through an HTTP proxy ${lackOfProxy(text)}.`,
    nextAction: t(
      'Add the registry’s login server and data endpoints to the cluster’s noProxy (az aks update --http-proxy-config), or ask the proxy’s administrator to allow them.',
    ),
  },
  {
    fits: isOf(/pull QPS exceeded/i),
    cause: 'throttled',
    hop: 'pull',
    passed: () => 'pod',
    message: () => t('The node’s pull limit was reached, so it sent no request.'),
    nextAction: t('Wait until other pods on the node have pulled, then run the test again.'),
  },
  {
    fits: isOf(/no match for platform|no matching manifest|no child with platform/i),
    cause: 'platform',
    hop: 'pull',
    message: () =>
      t(
        'The registry granted access, but the image doesn’t support this pool’s operating system or architecture.',
      ),
    nextAction: t('Choose an image for this platform, or exclude the pool. The path to the registry works.'),
    repair: 'image',
  },
  {
    fits: isOf(/no space left on device|not enough space on the disk|disk pressure/i),
    cause: 'nodeDisk',
    hop: 'pull',
    message: () => t('The node doesn’t have enough disk space for the image.'),
    nextAction: t('Choose a smaller image, or a node pool with larger disks.'),
  },
  {
    fits: (text) => text.ofLayers && isOf(noSuchHost)(text),
    cause: 'layersName',
    hop: 'pull',
    message: ({ host }) =>
      t`The registry responded, but the nodes can’t resolve ${host ?? t('its data endpoint')}, which serves the layers.`,
    nextAction: t(
      'The private DNS zone needs a record for every data endpoint of the registry. The private DNS zone group of its private endpoint writes them.',
    ),
    part: 'way',
  },
  {
    fits: isOf(noSuchHost),
    cause: 'nameMissing',
    hop: 'name',
    message: ({ host }) => t`The nodes can’t resolve ${host ?? t('the registry')}.`,
    nextAction: t(
      'Their network is linked to a private DNS zone that has no record of this registry, or its DNS servers don’t forward to Azure DNS.',
    ),
    part: 'way',
  },
  {
    fits: (text) => isOf(dnsDown)(text) || (lookup.test(text.words) && hasNoAnswer(text)),
    cause: 'dnsUnavailable',
    hop: 'name',
    message: () => t('The nodes’ DNS server doesn’t respond.'),
    nextAction: t(
      'Check the DNS servers of the cluster’s virtual network, and whether the nodes can reach them.',
    ),
  },
  {
    fits: isOf(
      /x509: .*(?:unknown authority|not trusted)|self[- ]signed certificate|local issuer certificate/i,
    ),
    cause: 'untrustedAuthority',
    hop: 'reach',
    message: ({ authority, host }) =>
      t`The nodes don’t trust ${authority === undefined ? t('the authority') : `“${authority}”`}, which signed the certificate presented for ${host ?? t('the registry')}. A proxy or firewall inspects TLS.`,
    nextAction: ({ authority }) =>
      t`Ask its administrator to exempt the registry’s login server and data endpoints from TLS inspection, or add ${authority === undefined ? t('the certificate of its authority (CA)') : t`the certificate of “${authority}”`} to the nodes as a custom CA certificate of the cluster (az aks update --custom-ca-trust-certificates; Linux pools only).`,
  },
  {
    fits: isOf(/x509: .*has expired or is not yet valid/i),
    cause: 'certificate',
    hop: 'reach',
    message: () => t('The presented certificate is expired or not yet valid.'),
    nextAction: t('Check the node’s clock, and look for a proxy or firewall that inspects TLS.'),
  },
  {
    fits: (text) => isOf(/x509: /)(text) && wrongName.test(text.words),
    cause: 'certificate',
    hop: 'reach',
    message: () => t('The presented certificate isn’t for this name.'),
    nextAction: t(
      'Use the registry’s login server in the image name, not a privatelink name. If you already do, look for a proxy that inspects TLS.',
    ),
    repair: 'image',
  },
  {
    fits: isOf(
      /x509: |does not look like a TLS handshake|HTTP response to HTTPS client|media type text\/html|\btls: /i,
    ),
    cause: 'certificate',
    hop: 'reach',
    message: () => t('The server that responded isn’t verified as the registry.'),
    nextAction: t('Look for a proxy, firewall, or captive portal between the nodes and the registry.'),
  },
  {
    fits: (text) => text.ofLayers && nobodyAnswers(text),
    cause: 'layersUnreachable',
    hop: 'pull',
    message: ({ host }) =>
      host === undefined
        ? t('The registry responded, but the download of a layer didn’t finish.')
        : t`The registry responded, but the download of a layer from ${host} didn’t finish.`,
    nextAction: t(
      'Check the record and route of the data endpoint. A proxy, firewall, or network security group may block it.',
    ),
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
        ? t('The registry doesn’t respond.')
        : t`The name resolves (${address}), but there is no response.`,
    nextAction: t(
      'Check peerings, network security groups, routes, and firewalls between the nodes and the private endpoint.',
    ),
    part: 'way',
  },
  {
    fits: (text) => hasStatus(429)(text) || isOf(/toomanyrequests:|too many requests/i)(text),
    cause: 'throttled',
    hop: 'pull',
    passed: ({ ofLayers }) => (ofLayers ? 'identity' : 'reach'),
    message: ({ ofToken }) =>
      ofToken
        ? t('The registry throttled the node’s token request (429).')
        : t('The registry throttled the pull (429).'),
    nextAction: t(
      'Wait a minute, then run the test again. Fewer simultaneous pulls or a higher SKU also help.',
    ),
  },
  {
    fits: (text) =>
      text.ofLayers && (hasStatus(403)(text) || (hasStatus(401)(text) && isLayerHost(text.host))),
    cause: 'layersFirewall',
    hop: 'pull',
    message: ({ host, status }) =>
      t`The registry responded, but ${layerSource(host)} denied the download of a layer (${status ?? 403}).`,
    nextAction: t(
      'The data endpoint needs a record in the private DNS zone, like the login server. If layers come from Azure Storage (blob.core.windows.net), firewalls and service endpoint policies must allow the registry’s storage, or use dedicated data endpoints.',
    ),
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
    message: () => t('The registry denied the pull to the cluster’s kubelet identity.'),
    nextAction: t(
      'Check its role on the registry. New role assignments can take a few minutes to take effect. Run the test again.',
    ),
    part: 'role',
  },
  {
    fits: (text) => hasStatus(403)(text) || (text.status === undefined && text.seenFrom !== undefined),
    cause: 'firewall',
    hop: 'reach',
    message: ({ seenFrom }) =>
      seenFrom === undefined
        ? t('The registry denied the nodes (403).')
        : t`The nodes connected to the registry’s public address from ${seenFrom}, and its firewall denied them.`,
    nextAction: t(
      'The nodes get the registry’s public address, because their network isn’t linked to its private DNS zone or uses other DNS servers. Alternatively, allow the nodes in the registry’s network rules.',
    ),
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
        ? t('The registry granted access, but part of the image is missing.')
        : t('The registry granted access, but has no such image.'),
    nextAction: t('Choose an image in the registry, or import one. The path to the registry works.'),
    repair: 'image',
  },
  {
    fits: ({ status }) => status !== undefined && status >= 500,
    cause: 'registryError',
    hop: 'pull',
    passed: ({ ofLayers }) => (ofLayers ? 'identity' : 'reach'),
    message: ({ status }) => t`The registry returned a server error (${status ?? 500}).`,
    nextAction: t('Run the test again. If the problem persists, check Azure Service Health.'),
  },
];

function lackOfProxy(text: PullText): string {
  if (text.status === 407 || /proxy authentication required/i.test(text.words))
    return t('that requires a sign-in');
  if (noSuchHost.test(text.words)) return t('whose address they can’t resolve');
  if (text.words.includes('x509: ')) return t('whose certificate they don’t trust');
  return nobodyAnswers(text) ? t('that doesn’t respond') : t('that refused the connection');
}

function layerSource(host: string | undefined): string {
  if (host === undefined) return t('the source of its layers');
  if (/\.blob\./i.test(host)) return t`its storage ${host}`;
  return isLayerHost(host) ? t`its data endpoint ${host}` : t('the source of its layers');
}
