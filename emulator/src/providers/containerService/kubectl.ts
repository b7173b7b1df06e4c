import { parseArguments, type Arguments } from './kubectlArguments';
import { deletePod, findPod, podEvents, podStatus, startPod, type Pod } from './pods';
import type { Output, Shell } from './shell';

type Command = (shell: Shell, args: Arguments) => Output;

const commands: Readonly<Record<string, Command>> = {
  run,
  'get pod': getPod,
  'get events': getEvents,
  'delete pod': remove,
};

/**
 * The few commands of kubectl that a pull test needs: `run` a pod, look at it and its events, `delete` it. Options are
 * those that are known, everything else is refused as kubectl refuses an unknown flag.
 */
export function kubectl(shell: Shell, words: readonly string[]): Output {
  const args = parseArguments(words);
  if (typeof args === 'string') return failed(args);
  const [verb = '', kind = ''] = args.names;
  const name =
    verb === 'run'
      ? 'run'
      : `${verb} ${kind.replace(/^(pods?|po)$/, 'pod').replace(/^ev(ents?)?$/, 'events')}`;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    return failed(`the emulator knows these commands only: ${Object.keys(commands).join(', ')}`);
  }
  return command(shell, { ...args, names: args.names.slice(verb === 'run' ? 1 : 2) });
}

function failed(message: string): Output {
  return { exitCode: 1, logs: `error: ${message}\n` };
}

function notFound(name: string): Output {
  return { exitCode: 1, logs: `Error from server (NotFound): pods "${name}" not found\n` };
}

function run(shell: Shell, { names: [name = '', ...others], options }: Arguments): Output {
  const image = options['image'] ?? '';
  if (image === '') return failed('required flag(s) "image" not set');
  if (others.length > 0 || options['restart'] !== 'Never') {
    return failed('the emulator runs single pods with --restart=Never');
  }
  const overrides = readOverrides(options['overrides']);
  if (typeof overrides === 'string') return failed(overrides);
  const namespace = options['namespace'] ?? 'default';
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    return failed(`invalid name "${name}": a lowercase RFC 1123 label is needed`);
  }
  if (findPod(shell, namespace, name) !== undefined) {
    return { exitCode: 1, logs: `Error from server (AlreadyExists): pods "${name}" already exists\n` };
  }
  startPod(shell, { namespace, name, image, pool: overrides.pool });
  return { exitCode: 0, logs: `pod/${name} created\n` };
}

/** Of `--overrides` the pool counts that the pod is to run on. */
function readOverrides(text: string | undefined): { pool?: string } | string {
  if (text === undefined) return {};
  try {
    const parsed = JSON.parse(text) as { spec?: { nodeSelector?: Record<string, unknown> } };
    const selector = parsed.spec?.nodeSelector ?? {};
    const pool = selector['kubernetes.azure.com/agentpool'] ?? selector['agentpool'];
    return typeof pool === 'string' ? { pool } : {};
  } catch {
    return 'Invalid JSON Patch';
  }
}

function getPod(shell: Shell, { names: [name = ''], options }: Arguments): Output {
  const namespace = options['namespace'] ?? 'default';
  const pod = findPod(shell, namespace, name);
  if (pod === undefined) {
    return options['ignore-not-found'] === 'true' ? { exitCode: 0, logs: '' } : notFound(name);
  }
  const status = podStatus(shell, pod);
  if (options['output'] === 'json')
    return { exitCode: 0, logs: `${JSON.stringify(podObject(pod, status))}\n` };
  const ready = status.phase === 'Running' ? '1/1' : '0/1';
  return {
    exitCode: 0,
    logs: `NAME   READY   STATUS   RESTARTS   AGE\n${pod.name}   ${ready}   ${status.reason}   0   5s\n`,
  };
}

function podObject(pod: Pod, status: { phase: string; reason: string; message: string }): unknown {
  const state =
    status.phase === 'Running'
      ? { running: { startedAt: pod.startedAt } }
      : { waiting: { reason: status.reason, message: status.message } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: pod.name, namespace: pod.namespace, creationTimestamp: pod.startedAt },
    spec: { containers: [{ name: pod.name, image: pod.image }], restartPolicy: 'Never' },
    status: {
      phase: status.phase,
      containerStatuses: [
        { name: pod.name, image: pod.image, ready: status.phase === 'Running', restartCount: 0, state },
      ],
    },
  };
}

function getEvents(shell: Shell, { options }: Arguments): Output {
  const selector = /^involvedObject\.name=([a-z0-9-]+)(,involvedObject\.kind=Pod)?$/.exec(
    options['field-selector'] ?? '',
  );
  const name = selector?.[1];
  if (name === undefined)
    return failed('the emulator shows events by --field-selector involvedObject.name=NAME only');
  const namespace = options['namespace'] ?? 'default';
  const pod = findPod(shell, namespace, name);
  const items = (pod === undefined ? [] : podEvents(shell, pod)).map(({ type, reason, message }) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${reason.toLowerCase()}`, namespace },
    involvedObject: { kind: 'Pod', namespace, name },
    type,
    reason,
    message,
    firstTimestamp: pod?.startedAt,
    lastTimestamp: shell.now,
    count: 1,
  }));
  if (options['output'] === 'json') {
    return { exitCode: 0, logs: `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items })}\n` };
  }
  if (items.length === 0) return { exitCode: 0, logs: `No resources found in ${namespace} namespace.\n` };
  const rows = items.map(
    ({ type, reason, message }) => `5s   ${type}   ${reason}   pod/${name}   ${message}\n`,
  );
  return { exitCode: 0, logs: `LAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n${rows.join('')}` };
}

function remove(shell: Shell, { names: [name = ''], options }: Arguments): Output {
  const namespace = options['namespace'] ?? 'default';
  if (deletePod(shell, namespace, name)) return { exitCode: 0, logs: `pod "${name}" deleted\n` };
  return options['ignore-not-found'] === 'true' ? { exitCode: 0, logs: '' } : notFound(name);
}
