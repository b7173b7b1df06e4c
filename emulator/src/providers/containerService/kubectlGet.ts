import { textAt } from '../../arm/json';
import type { Arguments } from './kubectlArguments';
import { namespacesOf } from './namespaces';
import { nodeObject, nodesOf } from './nodes';
import { eventObjects, list, podObject } from './objects';
import { allPods, findPod, podStatus, type Pod } from './pods';
import { selects } from './selectors';
import type { Output, Shell } from './program';

export type Command = (shell: Shell, args: Arguments) => Output;

export function failed(message: string): Output {
  return { exitCode: 1, logs: `error: ${message}\n` };
}

export function notFound(kind: string, name: string): Output {
  return { exitCode: 1, logs: `Error from server (NotFound): ${kind} "${name}" not found\n` };
}

const nothing: Output = { exitCode: 0, logs: '' };

function said(logs: string): Output {
  return { exitCode: 0, logs };
}

/** The pods that a command means: all of a namespace or of every one, or those with a label. */
export function chosenPods(shell: Shell, { options }: Arguments): Pod[] | string {
  const everywhere = options['all-namespaces'] === 'true';
  const namespace = options['namespace'] ?? 'default';
  const pods = allPods(shell).filter((pod) => everywhere || pod.namespace === namespace);
  const selector = options['selector'];
  if (selector === undefined) return pods;
  const fits = selects(selector);
  return typeof fits === 'string' ? fits : pods.filter(({ labels }) => fits(labels));
}

/** `get pods`, all or by label, and `get pod NAME`. */
export function getPods(shell: Shell, args: Arguments): Output {
  const { names, options } = args;
  const [name] = names;
  if (name !== undefined) return getPod(shell, name, options);
  const pods = chosenPods(shell, args);
  if (typeof pods === 'string') return failed(pods);
  if (options['output'] === 'json') return said(list(pods.map((pod) => podObject(shell, pod))));
  if (options['output'] === 'name') return said(pods.map((pod) => `pod/${pod.name}\n`).join(''));
  return failed('the emulator lists pods with -o json or -o name only');
}

function getPod(shell: Shell, name: string, options: Arguments['options']): Output {
  const pod = findPod(shell, options['namespace'] ?? 'default', name);
  if (pod === undefined) return options['ignore-not-found'] === 'true' ? nothing : notFound('pods', name);
  if (options['output'] === 'json') return said(`${JSON.stringify(podObject(shell, pod), null, 4)}\n`);
  const { phase, reason } = podStatus(shell, pod);
  const ready = phase === 'Running' ? '1/1' : '0/1';
  return said(`NAME   READY   STATUS   RESTARTS   AGE\n${pod.name}   ${ready}   ${reason}   0   5s\n`);
}

export function getEvents(shell: Shell, { options }: Arguments): Output {
  const name = podOfSelector(options['field-selector'] ?? '');
  if (name === undefined) {
    return failed('the emulator shows events by --field-selector involvedObject.name=NAME only');
  }
  const namespace = options['namespace'] ?? 'default';
  const pod = findPod(shell, namespace, name);
  const items = pod === undefined ? [] : eventObjects(shell, pod);
  if (options['output'] === 'json') return said(list(items));
  if (items.length === 0) return said(`No resources found in ${namespace} namespace.\n`);
  const rows = items.map((item) => {
    const [type, reason, message] = ['type', 'reason', 'message'].map((member) => textAt(item, member) ?? '');
    return `5s   ${type}   ${reason}   pod/${name}   ${message}\n`;
  });
  return said(`LAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n${rows.join('')}`);
}

/** The pod that a field selector names; undefined for what asks for more, or for something else. */
function podOfSelector(selector: string): string | undefined {
  const fields = selector.split(',');
  const name = fields.map((field) => /^involvedObject\.name=([a-z0-9.-]+)$/.exec(field)?.[1]).find(Boolean);
  const others = fields.filter((field) => !field.startsWith('involvedObject.name='));
  return others.every((field) => field === 'involvedObject.kind=Pod') ? name : undefined;
}

export function getNodes(shell: Shell, { names, options }: Arguments): Output {
  const fits = selects(options['selector'] ?? '');
  if (typeof fits === 'string') return failed(fits);
  if (names.length > 0 || options['output'] !== 'json') {
    return failed('the emulator lists nodes with -o json only');
  }
  const nodes = nodesOf(shell.cluster).filter(({ name, pool }) =>
    fits({ agentpool: pool, 'kubernetes.azure.com/agentpool': pool, 'kubernetes.io/hostname': name }),
  );
  return said(list(nodes.map((node) => nodeObject(shell, node))));
}

export function getNamespaces({ estate, cluster }: Shell, { names, options }: Arguments): Output {
  const namespaces = namespacesOf(estate, cluster.id);
  if (options['output'] !== 'name') return failed('the emulator lists namespaces with -o name only');
  const [name] = names;
  if (name === undefined) return said(namespaces.map((one) => `namespace/${one}\n`).join(''));
  if (namespaces.includes(name)) return said(`namespace/${name}\n`);
  return options['ignore-not-found'] === 'true' ? nothing : notFound('namespaces', name);
}
