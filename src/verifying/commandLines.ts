/**
 * What is run in the cluster. Each is one line of commands for run-command's shell: kubectl, echo and a name look-up,
 * every word of them from an allow-list and quoted besides. Results are told apart by lines that name what follows.
 */
import { t } from '@vscode/l10n';
import { parseId } from '../model/armId';
import { controlCharacter } from '../model/controlCharacters';
import { FailureError } from '../model/failure';
import { shellCommand } from '../model/shell';
import type { TargetPool } from '../provisioning';
import { requireLabel } from './names';
import { isRunId, managedByLabel, runLabel } from './runId';
import { imageText } from './testImage';
import { podManifest, podName, type TestPod } from './testPod';

/** Output of run-command ends at 512 kB (AKS docs), and a node with its list of images takes up to 25 kB. */
export const mostNodesListed = 15;

export interface RunPlace {
  readonly runId: string;
  readonly namespace: string;
}

/** What there is to choose from, and what earlier runs left behind. */
export function lookCommand(): string {
  return line(
    ...part('namespaces', kubectl('get', 'namespaces', '--output=name')),
    ...part('leftovers', leftovers()),
  );
}

/** Reads what the run depends on: the namespace, the name as a pod sees it, images that nodes have already. */
export function prepareCommand(namespace: string, loginServer: string, pools: readonly TargetPool[]): string {
  return line(
    ...part(
      'namespace',
      kubectl(
        'get',
        'namespace',
        requireLabel('namespace', namespace),
        '--ignore-not-found',
        '--output=name',
      ),
    ),
    ...part(
      'name',
      `${words('nslookup', host(loginServer))} || ${words('getent', 'hosts', host(loginServer))}`,
    ),
    ...part('leftovers', leftovers()),
    ...pools.flatMap(({ name }) =>
      part(
        `nodes-${requireLabel('node pool', name)}`,
        kubectl('get', 'nodes', `--selector=kubernetes.azure.com/agentpool=${name}`, '--output=json'),
      ),
    ),
  );
}

/**
 * Creates the pods. `kubectl run` with the whole manifest as its override keeps it to one quoted word: no file has to
 * get into the cluster, and no here-document has to be ended by somebody's text.
 */
export function createCommand(pods: readonly TestPod[]): string {
  return line(
    ...pods.flatMap((pod) => {
      const { pool, runId, namespace, image } = pod;
      const create = kubectl(
        ...['run', podName(runId, pool.name), `--namespace=${requireLabel('namespace', namespace)}`],
        ...[`--image=${imageText(image)}`, '--image-pull-policy=Always', '--restart=Never'],
        `--labels=${runLabel}=${runId},${managedByLabel.key}=${managedByLabel.value}`,
        `--overrides=${JSON.stringify(podManifest(pod))}`,
      );
      return part(`create-${pool.name}`, create);
    }),
  );
}

/** Reads the run's pods and the events of each. */
export function watchCommand(place: RunPlace, pools: readonly string[]): string {
  const { runId, namespace } = place;
  return line(
    ...part('pods', kubectl('get', 'pods', ...of(place), '--output=json')),
    ...pools.flatMap((pool) => {
      const name = podName(runId, requireLabel('node pool', pool));
      const selector = `--field-selector=involvedObject.kind=Pod,involvedObject.name=${name}`;
      return part(
        `events-${pool}`,
        kubectl('get', 'events', `--namespace=${namespace}`, selector, '--output=json'),
      );
    }),
  );
}

/**
 * Reads which pods wait for an image in all namespaces, and what events say of pulls that failed there. It has no names in it
 * that anybody chose, and reads only. A line each, of words as in an address and with an end: so nothing that a pod or
 * a registry says can be taken for another line, and one that was cut off is noticed.
 */
export function failingPullsCommand(): string {
  return line(
    ...part('pods', kubectl('get', 'pods', '--all-namespaces', `--output=go-template=${podsTemplate}`)),
    ...part(
      'events',
      kubectl(
        ...['get', 'events', '--all-namespaces'],
        '--field-selector=involvedObject.kind=Pod,type=Warning,reason=Failed',
        `--output=go-template=${eventsTemplate}`,
      ),
    ),
    ...part('end', words('echo', 'done')),
  );
}

/** Reasons for which a container waits for its image (kubelet, pkg/kubelet/images). */
const waiting = '"ErrImagePull" "ImagePullBackOff" "RegistryUnavailable"';
const optional = (value: string) => `{{with ${value}}}{{printf "%.2000s" . | urlquery}}{{else}}-{{end}}`;

const waitingIn = (statuses: string) =>
  `{{range $pod.status.${statuses}}}{{$image := .image}}{{with .state}}{{with .waiting}}{{$message := .message}}` +
  `{{with .reason}}{{if eq . ${waiting}}}{{urlquery $pod.metadata.namespace}} {{urlquery $pod.metadata.name}} ` +
  `${optional('$pod.spec.nodeName')} ${optional('$image')} {{urlquery .}} ${optional('$message')} .{{"\\n"}}` +
  '{{end}}{{end}}{{end}}{{end}}{{end}}';

const podsTemplate = `{{range .items}}{{$pod := .}}${waitingIn('initContainerStatuses')}${waitingIn('containerStatuses')}{{end}}`;

const eventsTemplate =
  '{{range .items}}{{urlquery .involvedObject.namespace}} {{urlquery .involvedObject.name}} ' +
  `${optional('.lastTimestamp')} ${optional('.message')} .{{"\\n"}}{{end}}`;

/** Deletes whatever the run created, and reads what is left of it. */
export function cleanCommand(place: RunPlace): string {
  return line(
    ...part('delete', deletion(place)),
    ...part('left', kubectl('get', 'pods', ...of(place), '--output=json')),
  );
}

/** The same deletion for somebody's own terminal; undefined where the cluster's id has no such form. */
export function cleanByHand(clusterId: string, place: RunPlace): string | undefined {
  const cluster = parseId(clusterId);
  if (cluster?.resourceGroup === undefined) return undefined;
  const { subscriptionId, resourceGroup, name } = cluster;
  return shellCommand(
    ...['az', 'aks', 'command', 'invoke', '--subscription', subscriptionId],
    ...['--resource-group', resourceGroup, '--name', name, '--command', deletion(place)],
  );
}

function deletion(place: RunPlace): string {
  return kubectl('delete', 'pods', ...of(place), '--ignore-not-found', '--grace-period=1', '--timeout=25s');
}

/** Arguments that choose the pods of one run, and nobody else's. */
function of({ runId, namespace }: RunPlace): readonly string[] {
  // Without a value the selector would mean the pods of every run.
  if (!isRunId(runId)) throw refused();
  return [`--namespace=${requireLabel('namespace', namespace)}`, `--selector=${runLabel}=${runId}`];
}

function leftovers(): string {
  return kubectl('get', 'pods', '--all-namespaces', `--selector=${runLabel}`, '--output=json');
}

function host(loginServer: string): string {
  if (/^(?=.{1,253}$)[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/.test(loginServer)) return loginServer;
  throw refused();
}

function part(name: string, command: string): readonly string[] {
  return [words('echo', sectionLine(name)), command];
}

/** JSON of kubectl never has such a line: line breaks in its texts are escaped. */
function sectionLine(name: string): string {
  return `--- ${name} ---`;
}

function line(...commands: readonly string[]): string {
  return commands.join('; ');
}

function kubectl(...args: readonly string[]): string {
  return words('kubectl', ...args);
}

function words(...args: readonly string[]): string {
  return args.map(quoted).join(' ');
}

/** Single quotes keep everything as it is; what would end them, or the line, is refused. */
function quoted(word: string): string {
  if (/^[\w./:=@,-]+$/.test(word)) return word;
  if (word.includes("'") || controlCharacter.test(word)) throw refused();
  return `'${word}'`;
}

function refused(): FailureError {
  return new FailureError({
    code: 'verify.invalidName',
    kind: 'user',
    message: t('A name has characters that can’t be sent to the cluster.'),
    nextAction: t('Choose another registry, image, or namespace.'),
  });
}
