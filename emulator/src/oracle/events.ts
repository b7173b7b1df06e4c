/** An image reference, taken apart: `host/repository:tag`. */
export interface ImageName {
  readonly text: string;
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
}

/** Reads an image reference; a first part without dot or port is a repository of Docker Hub, as everywhere. */
export function parseImage(text: string): ImageName {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const host = isHost ? first.toLowerCase() : 'docker.io';
  const rest = isHost ? text.slice(slash + 1) : text;
  const [, repository = rest, digest, tag] = /^(.*?)(?:@(sha256:[0-9a-f]+)|:([^:/]+))?$/.exec(rest) ?? [];
  return { text, host, repository, tag: digest ?? tag ?? 'latest' };
}

/** Which DNS server left a name without an address, and how: it says that there is no such name, or doesn't answer. */
export interface DnsTrouble {
  readonly server: string;
  readonly status: string;
}

/**
 * The texts of a pod's events as kubelet and containerd write them (Kubernetes 1.30 and later, containerd 1.7 and 2);
 * gathered from Microsoft's troubleshooting article on pulls from a registry and from public issue threads.
 */
export const events = {
  pulled: (image: ImageName) =>
    `Successfully pulled image "${image.text}" in 1.284s (1.284s including waiting). Image size: 52738914 bytes.`,

  noNodes: () => 'no nodes available to schedule pods',

  unauthorized: (image: ImageName) =>
    `${resolving(image)}: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${tokenUrl(image)}: 401 Unauthorized`,

  forbidden: (image: ImageName, address: string) =>
    `${resolving(image)}: unexpected status from HEAD request to ${manifestUrl(image)}: 403 Forbidden: client with IP '${address}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,

  timeout: (image: ImageName, address: string) =>
    `${resolving(image)}: failed to do request: Head "${manifestUrl(image)}": dial tcp ${address}:443: i/o timeout`,

  noSuchHost: (image: ImageName, server: DnsTrouble) =>
    `${resolving(image)}: failed to do request: Head "${manifestUrl(image)}": ${lookupFailed(image.host, server)}`,

  wrongCertificate: (image: ImageName, suffix: string) =>
    `${resolving(image)}: failed to do request: Head "${manifestUrl(image)}": tls: failed to verify certificate: x509: certificate is valid for *.${suffix}, not ${image.host}`,

  notFound: (image: ImageName) =>
    `Failed to pull image "${image.text}": rpc error: code = NotFound desc = failed to pull and unpack image "${image.text}": failed to resolve reference "${image.text}": ${image.text}: not found`,

  layersNoSuchHost: (image: ImageName, host: string, server: DnsTrouble) =>
    `${copying(image, host)}: ${lookupFailed(host, server)}`,

  layersTimeout: (image: ImageName, host: string, address: string) =>
    `${copying(image, host)}: dial tcp ${address}:443: i/o timeout`,

  layersOfStorageForbidden: (image: ImageName, host: string) =>
    `${opening(image)}: unexpected status code https://${host}/: 403 This request is not authorized to perform this operation.`,

  /** What a registry answers for a while, or doesn't, to one of the three requests of a pull. */
  trouble: (image: ImageName, place: 'token' | 'manifest' | 'layers', answer: Answer, address: string) => {
    const reason =
      answer === 'timeout' ? `dial tcp ${address}:443: i/o timeout` : `${answer} ${STATUS_TEXTS[answer]}`;
    const [begin, request] = {
      // Without credentials that are taken kubelets ask for the token of somebody anonymous, else by POST.
      token:
        answer === 401 || answer === 403
          ? [tokenOf(image, 'anonymous'), `unexpected status from GET request to ${tokenUrl(image)}`]
          : answer === 'timeout'
            ? [tokenOf(image, 'oauth'), `Post "https://${image.host}/oauth2/token"`]
            : [
                tokenOf(image, 'oauth'),
                `unexpected status from POST request to https://${image.host}/oauth2/token`,
              ],
      manifest:
        answer === 'timeout'
          ? [resolving(image), `failed to do request: Head "${manifestUrl(image)}"`]
          : [resolving(image), `unexpected status from HEAD request to ${manifestUrl(image)}`],
      layers:
        answer === 'timeout'
          ? [opening(image), `failed to do request: Get "${blobUrl(image)}"`]
          : [opening(image), `unexpected status code ${blobUrl(image)}`],
    }[place];
    return `${begin}: ${request}: ${reason}`;
  },

  layersForbidden: (image: ImageName, host: string) =>
    `${opening(image)}: unexpected status code https://${host}/: 403 Forbidden`,
};

function lookupFailed(host: string, { server, status }: DnsTrouble): string {
  const reason = status === 'TIMEOUT' ? `read udp 10.0.0.4:53142->${server}:53: i/o timeout` : 'no such host';
  return `dial tcp: lookup ${host} on ${server}:53: ${reason}`;
}

function resolving(image: ImageName): string {
  return `Failed to pull image "${image.text}": failed to pull and unpack image "${image.text}": failed to resolve reference "${image.text}"`;
}

function copying(image: ImageName, host: string): string {
  return `${opening(image)}: failed to do request: Get "https://${host}/"`;
}

function opening(image: ImageName): string {
  return `Failed to pull image "${image.text}": failed to pull and unpack image "${image.text}": failed to copy: httpReadSeeker: failed open`;
}

type Answer = keyof typeof STATUS_TEXTS | 'timeout';

const STATUS_TEXTS = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

function tokenOf(image: ImageName, kind: 'anonymous' | 'oauth'): string {
  return `${resolving(image)}: failed to authorize: failed to fetch ${kind} token`;
}

function blobUrl(image: ImageName): string {
  return `https://${image.host}/v2/${image.repository}/blobs/sha256:0a1b`;
}

function manifestUrl(image: ImageName): string {
  return `https://${image.host}/v2/${image.repository}/manifests/${image.tag}`;
}

function tokenUrl(image: ImageName): string {
  const scope = encodeURIComponent(`repository:${image.repository}:pull`);
  return `https://${image.host}/oauth2/token?scope=${scope}&service=${image.host}`;
}
