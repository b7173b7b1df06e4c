/**
 * What a text says of pulls that failed: a pod's event, `kubectl describe`, or a log of kubelet, containerd or CRI-O, as it
 * was copied, with other lines around it, colours, escaped quotes, or cut off at an end.
 */
import type { HopName } from '../reachability/hops';
import { readPullFailure } from '../verifying/pullFailures';
import type { PullCause, PullFailure } from '../verifying/pullHops';
import { plain, saidIn, unescaped } from './saidIn';

export interface ExplainedPull {
  /** As the text names it; undefined where only its host is in there. */
  readonly image: string | undefined;
  /** Host of the registry: the login server, also where the text names a data endpoint or a name below privatelink. */
  readonly host: string | undefined;
  /** Name of the node, and of its pool, where the text tells. */
  readonly node: string | undefined;
  readonly pool: string | undefined;
  /** Address that the registry's firewall saw, or that was dialled. */
  readonly address: string | undefined;
  readonly failure: PullFailure;
  /** Where on the way it ended; undefined for what isn't a matter of the way. */
  readonly hop: HopName | undefined;
  /** The line that says it. */
  readonly text: string;
}

const hops: Readonly<Partial<Record<PullCause, HopName>>> = {
  nameMissing: 'name',
  dnsUnavailable: 'name',
  proxy: 'door',
  unreachable: 'way',
  certificate: 'name',
  untrustedAuthority: 'way',
  firewall: 'door',
  identity: 'identity',
  layersName: 'layersName',
  layersUnreachable: 'layersWay',
  layersFirewall: 'layersDoor',
};

/** Where on the way of a pull it ended; undefined for what isn't a matter of the way. */
export function hopOf({ cause }: Pick<PullFailure, 'cause'>): HopName | undefined {
  return hops[cause];
}

/** A pull that failed, in the words of those who pull. What else fails, and what succeeds, has none of them. */
const failed = [
  /failed to pull (?:and unpack )?image/i,
  /\bErrImagePull\b|\bImagePullBackOff\b|\bRegistryUnavailable\b/,
  /back-off pulling image/i,
  /error (?:response from daemon|pulling image)/i,
  /PullImage "[^"]*" failed|PullImage from image service failed/i,
  /failed to resolve reference|failed to do request: (?:Head|Get)|httpReadSeeker/i,
  /initializing source docker:\/\/|pinging container registry|reading (?:manifest|blob)|copying (?:blob|system image)/i,
  /"https:\/\/[^"/]+\/v2\/[^"]{1,512}?\/(?:manifests|blobs)\/[^"]*": /,
] as const;
const succeeded = /successfully pulled image/i;
const ofPush = /\bpush(?:ing|ed)?\b(?!\S{0,255}[/:.])/i;
/** What no push says: a pod, a container or a namespace can be called `push`, too. */
const ofPullAlone = /failed to pull|back-off pulling|\bErrImagePull\b|\bImagePullBackOff\b/i;

/** One for each image, else for each host; of several lines the one that came furthest. Empty where no pull failed. */
export function explainPulls(whole: string): readonly ExplainedPull[] {
  const text = plain(whole);
  const everything = unescaped(text);
  const node = nodeIn(everything);
  const anyImage = imageIn(everything);
  const anyHost = hostIn(everything, anyImage);
  const found = new Map<string, ExplainedPull>();
  for (const { sentences, around } of saidIn(text, isOfPull)) {
    const images = sentences.map(imageIn);
    const other = images.includes(undefined) ? imageIn(around) : undefined;
    for (const [index, sentence] of sentences.entries()) {
      const own = images[index] ?? other;
      const host = hostIn(sentence, own) ?? anyHost;
      const key = own ?? host ?? '';
      const next = explained(sentence, own ?? anyImage, host, node);
      const before = found.get(key);
      if (before === undefined || saysMore(next, before)) found.set(key, next);
    }
  }
  const all = [...found.values()];
  const told = all.filter(({ failure }) => failure.cause !== 'unknown');
  // Lines that only say that it failed add nothing to those that say why.
  const [first] = all;
  return told.length > 0 ? told : first === undefined ? [] : [first];
}

function explained(
  line: string,
  image: string | undefined,
  host: string | undefined,
  node: string | undefined,
): ExplainedPull {
  const failure = readPullFailure(errorOf(line));
  const address =
    /client with IP '?([0-9a-f.:]+)'?/i.exec(line)?.[1] ?? /\bdial tcp ([0-9.]+):\d+/.exec(line)?.[1];
  return {
    image,
    host,
    node,
    pool: /^aks-([a-z0-9]+)-\d+-vmss/i.exec(node ?? '')?.[1],
    address,
    failure,
    hop: hopOf(failure),
    text: line.trim(),
  };
}

/** What follows the message where kubectl has a table of events: when the first was, how many there were, the event's name. */
const columnsBehind = /(?<!\s)\s{2,}(?:\d+[dhms])+\s{2,}\d+\s{2,}[\w.-]+$/;

/** A log line of structured logging has other members behind the error, and one in JSON ends with what closes it. */
function errorOf(whole: string): string {
  // In a table or in quotes of a page, or of a message, from which it was copied.
  const line = withoutLast(whole, " \t|`'”").replace(columnsBehind, '');
  const start = /\b(?:err|error)="/.exec(line);
  const member = start === null ? '' : line.slice(start.index + start[0].length);
  const end = /"(?= \w+=|\s*$)/.exec(member)?.index;
  return end === undefined ? withoutClosing(line) : member.slice(0, end);
}

function withoutClosing(line: string): string {
  const end = withoutLast(line, ',}]').length;
  if (end === line.length || line.charAt(end) === ']') return line;
  return line.slice(0, line.charAt(end - 1) === '"' ? end - 1 : end);
}

/** Not by a pattern: a text can have such characters from end to end. */
function withoutLast(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function saysMore(one: ExplainedPull, other: ExplainedPull): boolean {
  return other.failure.cause === 'unknown' || one.failure.cause !== 'unknown';
}

function isOfPull(line: string): boolean {
  const isPush = ofPush.test(line) && !ofPullAlone.test(line);
  return failed.some((pattern) => pattern.test(line)) && !succeeded.test(line) && !isPush;
}

/** `host/repository:tag@digest`, where the host is a name with a dot. */
const reference =
  /(?<![\w./:@-])(?:docker:\/\/)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*(?::\d+)?\/[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w.-]*\w)?(?:@sha256:[0-9a-f]+)?)/i;

function imageIn(text: string): string | undefined {
  const named = /\bin ((?:[a-z0-9-]+\.)+[a-z]+\/[^\s:"]+)/i.exec(text)?.[1];
  const tag = named === undefined ? undefined : /reading manifest (\S+) in /.exec(text)?.[1];
  if (named !== undefined && tag !== undefined)
    return `${named}${tag.startsWith('sha256:') ? '@' : ':'}${tag}`;
  const withoutUrls = text.replace(/https?:\/\/[^\s"]+/g, ' ');
  const found = reference.exec(withoutUrls)?.[1];
  if (found !== undefined) return found;
  const [, host, repository, version = ''] =
    /https:\/\/([^/"\s]+)\/v2\/([^"\s]{1,512}?)\/manifests\/([^"\s?]+)/.exec(text) ?? [];
  if (host === undefined || repository === undefined) return undefined;
  return `${host}/${repository}${version.startsWith('sha256:') ? '@' : ':'}${version}`;
}

/** Login server of the registry that an image names; undefined where it names none, as those of Docker Hub. */
export function hostOf(image: string): string | undefined {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && first.includes('.') ? loginServer(first.toLowerCase()) : undefined;
}

function hostIn(text: string, image: string | undefined): string | undefined {
  const host =
    image?.split('/')[0] ??
    /https:\/\/([^/"\s:]+\.[^/"\s:]+)/.exec(text)?.[1] ??
    /\blookup ([\w.-]+\.[a-z]+)/.exec(text)?.[1];
  return host === undefined ? undefined : loginServer(host.toLowerCase());
}

/** Of a registry's other hosts: its data and regional endpoints, and its name below privatelink. */
function loginServer(host: string): string {
  return host.replace(/^([^.]+)\.[a-z0-9]+\.(?:data|geo)\./, '$1.').replace(/^([^.]+)\.privatelink\./, '$1.');
}

function nodeIn(text: string): string | undefined {
  return (
    /^[ \t]*Node:[ \t]+([\w.-]+)\//m.exec(text)?.[1] ??
    /\bassigned \S+ to ([\w.-]+)/.exec(text)?.[1] ??
    /\b(aks-[a-z0-9]+-\d+-vmss[0-9a-z]{6})\b/i.exec(text)?.[1]
  );
}
