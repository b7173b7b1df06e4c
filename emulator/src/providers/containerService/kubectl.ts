import {
  chosenPods,
  failed,
  getEvents,
  getNamespaces,
  getNodes,
  getPods,
  notFound,
  type Command,
} from './kubectlGet';
import { parseArguments, type Arguments } from './kubectlArguments';
import { namespacesOf } from './namespaces';
import { readOverrides, type PodOverrides } from './podSpec';
import { deletePod, findPod, startPod } from './pods';
import type { Output, Shell } from './program';

const commands: Readonly<Record<string, Command>> = {
  run,
  'get pods': getPods,
  'get events': getEvents,
  'get nodes': getNodes,
  'get namespaces': getNamespaces,
  'delete pods': remove,
};

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(pods?|po)$/, 'pods'],
  [/^ev(ents?)?$/, 'events'],
  [/^(nodes?|no)$/, 'nodes'],
  [/^(namespaces?|ns)$/, 'namespaces'],
];

/**
 * The few commands of kubectl that a pull test needs: `run` a pod, look at it, its events, nodes and namespaces,
 * `delete` it. Options are those that are known, everything else is refused as kubectl refuses an unknown flag.
 */
export function kubectl(shell: Shell, words: readonly string[]): Output {
  const args = parseArguments(words);
  if (typeof args === 'string') return failed(args);
  const [verb = '', given = ''] = args.names;
  const kind = KINDS.find(([pattern]) => pattern.test(given))?.[1] ?? given;
  const name = verb === 'run' ? 'run' : `${verb} ${kind}`;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    return failed(`the emulator knows these commands only: ${Object.keys(commands).join(', ')}`);
  }
  return command(shell, { ...args, names: args.names.slice(verb === 'run' ? 1 : 2) });
}

const PLAIN: PodOverrides = { spec: { nodeSelector: {}, tolerations: [] } };

function run(shell: Shell, { names: [name = '', ...others], options }: Arguments): Output {
  const image = options['image'] ?? '';
  if (image === '') return failed('required flag(s) "image" not set');
  if (others.length > 0 || options['restart'] !== 'Never') {
    return failed('the emulator runs single pods with --restart=Never');
  }
  const given = options['overrides'];
  const overrides = given === undefined ? PLAIN : readOverrides(given);
  if (typeof overrides === 'string') return failed(overrides);
  const namespace = options['namespace'] ?? 'default';
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    return failed(`invalid name "${name}": a lowercase RFC 1123 label is needed`);
  }
  if (!namespacesOf(shell.estate, shell.cluster.id).includes(namespace)) {
    return notFound('namespaces', namespace);
  }
  if (findPod(shell, namespace, name) !== undefined) {
    return { exitCode: 1, logs: `Error from server (AlreadyExists): pods "${name}" already exists\n` };
  }
  const labels = { ...labelsOf(options['labels']), ...overrides.metadata?.labels };
  const [container] = overrides.spec.containers ?? [];
  startPod(shell, { namespace, name, image: container?.image ?? image, labels, spec: overrides.spec });
  return { exitCode: 0, logs: `pod/${name} created\n` };
}

function labelsOf(text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** By name, or every one with a label: a deletion that says neither is refused, as kubectl does. */
function remove(shell: Shell, args: Arguments): Output {
  const { names, options } = args;
  const [name] = names;
  const namespace = options['namespace'] ?? 'default';
  if (name !== undefined) {
    if (deletePod(shell, { namespace, name })) return { exitCode: 0, logs: `pod "${name}" deleted\n` };
    return options['ignore-not-found'] === 'true' ? { exitCode: 0, logs: '' } : notFound('pods', name);
  }
  if (options['selector'] === undefined) {
    return failed('resource(s) were provided, but no name was specified');
  }
  const pods = chosenPods(shell, args);
  if (typeof pods === 'string') return failed(pods);
  const deleted = pods.filter((pod) => deletePod(shell, pod));
  return { exitCode: 0, logs: deleted.map((pod) => `pod "${pod.name}" deleted\n`).join('') };
}
