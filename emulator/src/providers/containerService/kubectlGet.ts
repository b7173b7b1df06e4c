import { textAt } from '../../arm/json';
import type { JsonObject } from '../../estate';
import { runTemplate, TemplateError } from './goTemplate';
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
  const shown = shownAs(options['output'], () => pods.map((pod) => podObject(shell, pod)));
  if (shown !== undefined) return shown;
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

/** Those of a namespace or of every one that a field selector lets through. */
export function getEvents(shell: Shell, { options }: Arguments): Output {
  const fits = fieldsFit(options['field-selector'] ?? '');
  if (typeof fits === 'string') return failed(fits);
  const namespace = options['namespace'] ?? 'default';
  const everywhere = options['all-namespaces'] === 'true';
  const items = allPods(shell)
    .filter((pod) => everywhere || pod.namespace === namespace)
    .flatMap((pod) => eventObjects(shell, pod))
    .filter(fits);
  const shown = shownAs(options['output'], () => items);
  if (shown !== undefined) return shown;
  if (items.length === 0) return said(`No resources found in ${namespace} namespace.\n`);
  const rows = items.map((item) => {
    const [type, reason, message] = ['type', 'reason', 'message'].map((member) => textAt(item, member) ?? '');
    return `5s   ${type}   ${reason}   pod/${textAt(item, 'involvedObject', 'name') ?? ''}   ${message}\n`;
  });
  return said(`LAST SEEN   TYPE   REASON   OBJECT   MESSAGE\n${rows.join('')}`);
}

/** Fields that Kubernetes lets events be selected by (its API server's own table). */
const eventFields = [
  'involvedObject.kind',
  'involvedObject.name',
  'involvedObject.namespace',
  'reason',
  'type',
];

function fieldsFit(selector: string): ((event: JsonObject) => boolean) | string {
  const terms = selector === '' ? [] : selector.split(',').map((term) => term.split('='));
  const unknown = terms.find(([field = '', ...value]) => !eventFields.includes(field) || value.length !== 1);
  if (unknown !== undefined) return `field label not supported: ${unknown.join('=')}`;
  return (event) => terms.every(([field = '', value]) => textAt(event, ...field.split('.')) === value);
}

/** As JSON or by a template; undefined where neither is asked for. */
function shownAs(output: string | undefined, items: () => JsonObject[]): Output | undefined {
  if (output === 'json') return said(list(items()));
  const template = /^go-template=(.*)$/s.exec(output ?? '')?.[1];
  if (template === undefined) return undefined;
  try {
    return said(runTemplate(template, { items: items() }));
  } catch (error) {
    if (error instanceof TemplateError) return failed(`error executing template: ${error.message}`);
    throw error;
  }
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
