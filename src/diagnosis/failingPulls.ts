/**
 * Which pods of a cluster wait for images and why, asked of the cluster itself by one command that only reads; also where
 * its API server is private.
 */
import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';
import { groupBy } from '../model/groupBy';
import { withoutSecrets } from '../model/secrets';
import type { ClusterCommands } from '../provisioning';
import { failingPullsCommand } from '../verifying/commandLines';
import { isLabel, isSubdomain } from '../verifying/names';
import { firstLine, sectionsOf } from '../verifying/output';
import type { PullFailure } from '../verifying/pullHops';
import { explainPulls, hostOf } from './explain';

/** Pods of one image that fail for one cause. */
export interface FailingPull {
  readonly image: string;
  /** Of the registry; undefined where the image names none. */
  readonly host: string | undefined;
  readonly failure: PullFailure;
  readonly pods: readonly FailingPod[];
}

interface FailingPod {
  readonly namespace: string;
  readonly name: string;
  /** Undefined where Kubernetes has found none for it. */
  readonly node: string | undefined;
}

export interface FailingPulls {
  /** Those of the most pods first. */
  readonly pulls: readonly FailingPull[];
  /** The cluster had more to say than AKS passes on (512 kB), or than is read. */
  readonly isCut: boolean;
  /** Why events are missing, without which pods that only wait don't say why. */
  readonly eventsUnread: string | undefined;
}

/** Rejects with FailureError, also where the signed-in user may not list pods in all namespaces. */
export async function findFailingPulls(
  target: Parameters<ClusterCommands['runInCluster']>[0],
  commands: ClusterCommands,
  signal: AbortSignal,
): Promise<FailingPulls> {
  const { logs } = await commands.runInCluster(target, failingPullsCommand(), signal);
  return failingPullsIn(logs);
}

/** What the command printed, taken apart; whatever has another form than it gave is left out. Throws FailureError. */
export function failingPullsIn(logs: string): FailingPulls {
  const sections = sectionsOf(logs);
  const pods = sections.get('pods');
  const refused = refusalIn(pods ?? logs);
  if (pods === undefined || refused !== undefined) throw notListed(refused ?? logs);
  const events = sections.get('events') ?? '';
  const said = groupBy(linesOf(events, 4).flatMap(eventOf), keyOf);
  const waiting = linesOf(pods, 6).flatMap(podOf);
  const pulls = waiting.map((pod) => explained(pod, said.get(keyOf(pod)) ?? []));
  const groups = groupBy(pulls, ({ image, failure }) => `${image} ${failure.cause} ${failure.message}`);
  return {
    pulls: [...groups.values()]
      .flatMap((group) => {
        const [first] = group;
        return first === undefined ? [] : { ...first, pods: distinctPods(group.flatMap((one) => one.pods)) };
      })
      .toSorted((a, b) => b.pods.length - a.pods.length),
    isCut: !sections.has('end') || lineCount(pods) > mostLines || lineCount(events) > mostLines,
    eventsUnread: refusalIn(events),
  };
}

/** Of each part; more than that nobody reads. */
const mostLines = 5000;

function lineCount(section: string): number {
  return section.split('\n', mostLines + 2).length - 1;
}

interface Waiting extends FailingPod {
  readonly image: string;
  readonly message: string;
}

interface Said extends Pick<FailingPod, 'namespace' | 'name'> {
  readonly at: string;
  readonly message: string;
}

const keyOf = ({ namespace, name }: Pick<FailingPod, 'namespace' | 'name'>) => `${namespace}/${name}`;

/** Words of each line that has as many as the command prints, and its end. */
function linesOf(section: string, count: number): readonly (readonly string[])[] {
  return section
    .split('\n', mostLines)
    .map((line) => line.split(' '))
    .filter((words) => words.length === count + 1 && words.at(-1) === '.')
    .flatMap((words) => {
      const decoded = words.slice(0, count).map(decode);
      return decoded.every((word) => word !== undefined) ? [decoded] : [];
    });
}

/** As Go's urlquery writes it. */
function decode(word: string): string | undefined {
  if (!/^(?:[\w.~+-]|%[0-9A-F]{2})+$/.test(word)) return undefined;
  try {
    return decodeURIComponent(word.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function podOf(words: readonly string[]): readonly Waiting[] {
  const [namespace = '', name = '', node = '', image = '', , message = ''] = words;
  if (!isLabel(namespace) || !isSubdomain(name) || !imageShape.test(image)) return [];
  return [{ namespace, name, node: isSubdomain(node) ? node : undefined, image, message: textOf(message) }];
}

/** What an image reference may be made of. */
const imageShape = /^[\w./:@-]{1,512}$/;

function eventOf([namespace = '', name = '', at = '', message = '']: readonly string[]): readonly Said[] {
  return isLabel(namespace) && isSubdomain(name) ? [{ namespace, name, at, message: textOf(message) }] : [];
}

function textOf(message: string): string {
  return message === '-' ? '' : withoutSecrets(message);
}

/** The newest event that says why this image wasn't pulled, else what the pod itself says. */
function explained({ image, message, ...pod }: Waiting, events: readonly Said[]): FailingPull {
  const texts = [
    ...events
      .toSorted((a, b) => b.at.localeCompare(a.at))
      .map((event) => event.message)
      .filter((text) => text.includes(image)),
    message,
  ];
  const all = texts.flatMap((text) => explainPulls(text)[0] ?? []);
  const told = all.find(({ failure }) => failure.cause !== 'unknown') ?? all[0];
  const [unknown] = explainPulls(`Failed to pull image "${image}"`);
  const failure = told?.failure ?? unknown?.failure;
  if (failure === undefined) throw new Error('Words of a failed pull are explained.');
  return { image, host: hostOf(image), failure, pods: [pod] };
}

function distinctPods(pods: readonly FailingPod[]): readonly FailingPod[] {
  return [...new Map(pods.map((pod) => [keyOf(pod), pod])).values()];
}

/** kubectl's own words in place of what was asked for. */
function refusalIn(section: string): string | undefined {
  return section.split('\n').find((line) => /^(?:error:|Error from server|Unable to connect)/i.test(line));
}

function notListed(said: string): FailureError {
  const isForbidden = /forbidden|unauthorized|must be logged in/i.test(said);
  return new FailureError({
    code: isForbidden ? 'failingPulls.forbidden' : 'failingPulls.unreadableOutput',
    kind: isForbidden ? 'auth' : 'transient',
    message: t`The cluster didn’t list its pods: ${firstLine(said)}`,
    nextAction: isForbidden
      ? t(
          'Get a role that can read pods in all namespaces, for example Azure Kubernetes Service RBAC Reader on the cluster, or use Explain Pull Error… with the events of one pod.',
        )
      : t('Run it again.'),
  });
}
