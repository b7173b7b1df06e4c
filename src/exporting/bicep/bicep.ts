/** A plan as Bicep: a module for each group that it writes into. Pure. */
import { groupIdOf, idKey, nameOf, sameId, subscriptionKeyOf } from '../../model/armId';
import { type Batch, batchesOf, deployment, isGroup, undeployable } from '../batches';
import { type Exported, inCircle } from '../exported';
import { commented, wrapped } from '../header';
import { identifier, isIdMember, type Node, nodesOf, partsOfId, type Source } from '../model';
import { declaration, quoted, Symbolic, textOf, valueText } from './syntax';

/** `main.bicep`, with a module for each group where there are several. Refused as an ARM template is. */
export function toBicep({ steps, header: above }: Source): Exported {
  const reasons = steps.flatMap((step) => undeployable(step) ?? []);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const nodes = nodesOf(steps);
  if (nodes === undefined) return inCircle;
  const batches = batchesOf(nodes);
  const [first, ...others] = batches;
  if (first === undefined) return { kind: 'refused', reasons: ['There is nothing to deploy.'] };
  const isOfGroup = others.length === 0 && isGroup(first.scope);
  const how = `Deploy it with: ${deployment('main.bicep', first, isOfGroup, steps)}`;
  const header = commentText([...above, '', how]);
  const file = (name: string, parts: readonly string[]) => ({ name, text: `${parts.join('\n\n')}\n` });
  if (isOfGroup) return { kind: 'exported', files: [file('main.bicep', [header, ...moduleParts(first)])] };
  const modules = batches.map((batch, index) => ({
    batch,
    symbol: `${isGroup(batch.scope) ? identifier(nameOf(batch.scope)) : 'subscription'}_${index + 1}`,
  }));
  const main = modules.map(({ batch: { scope }, symbol }, index) => {
    const before = modules[index - 1];
    const place = isGroup(scope)
      ? `resourceGroup(${quoted(subscriptionKeyOf(scope))}, ${quoted(nameOf(scope))})`
      : `subscription(${quoted(subscriptionKeyOf(scope))})`;
    return declaration(`module ${symbol} ${quoted(`${symbol}.bicep`)}`, [
      ['name', quoted(symbol.slice(-64))],
      ['scope', place],
      ...(before === undefined ? [] : [['dependsOn', listText([before.symbol])] as const]),
    ]);
  });
  return {
    kind: 'exported',
    files: [
      file('main.bicep', [header, "targetScope = 'subscription'", ...main]),
      ...modules.map(({ batch, symbol }) =>
        file(`${symbol}.bicep`, [
          `targetScope = ${isGroup(batch.scope) ? "'resourceGroup'" : "'subscription'"}`,
          ...moduleParts(batch),
        ]),
      ),
    ],
  };
}

/** What is there already and is referred to, and what is made. */
function moduleParts({ nodes }: Batch): string[] {
  const existing = new Map<string, { readonly symbol: string; readonly text: string }>();
  const made = (id: string) => nodes.find(({ step }) => sameId(step.resourceId, id));
  /** The name of something in the module's own group, declared as there where the module doesn't make it. */
  const symbolOf = (id: string, apiVersion: string): string => {
    const node = made(id);
    if (node !== undefined) return node.name;
    const known = existing.get(idKey(id));
    if (known !== undefined) return known.symbol;
    const { type, name, parent } = partsOfId(id);
    const outer = isTop(id) ? [] : [['parent', symbolOf(parent, apiVersion)] as const];
    const taken = [...nodes.map((node_) => node_.name), ...[...existing.values()].map((one) => one.symbol)];
    const base = `${identifier(name)}_existing`;
    let symbol = base;
    for (let number = 2; taken.includes(symbol); number += 1) symbol = `${base}_${number}`;
    const text = declaration(`resource ${symbol} ${quoted(`${type}@${apiVersion}`)} existing`, [
      ...outer,
      ['name', quoted(name)],
    ]);
    existing.set(idKey(id), { symbol, text });
    return symbol;
  };
  const resources = nodes.map((node) => resourceText(node, nodes, symbolOf));
  return [...[...existing.values()].map(({ text }) => text), ...resources];
}

function resourceText(
  { name, step, after }: Node,
  nodes: readonly Node[],
  symbolOf: (id: string, apiVersion: string) => string,
): string {
  const { resourceId, request, kind, title, reason } = step;
  const parts = partsOfId(resourceId);
  const referred = new Set<string>();
  const symbol = (id: string, apiVersion = request.apiVersion) => {
    const found = symbolOf(id, apiVersion);
    referred.add(found);
    return found;
  };
  const isExtension = /\/providers\/.*\/providers\//i.test(resourceId);
  const place: (readonly [string, string])[] = isExtension
    ? [['scope', symbol(parts.parent, registryVersion)]]
    : kind === 'resourceGroup' || isTop(resourceId)
      ? []
      : [['parent', symbol(parts.parent)]];
  const ofText = (text: string, member: string) => {
    if (!isIdMember(member)) return text;
    const node = nodes.find((other) => other.name !== name && sameId(other.step.resourceId, text));
    return node === undefined ? text : new Symbolic(`${symbol(node.step.resourceId)}.id`);
  };
  const body = Object.entries(request.body).map(
    ([member, value]) => [member, valueText(value, ofText, '  ', member)] as const,
  );
  const order = after.filter(
    (one) => !referred.has(one.name) && nodes.some((node) => node.name === one.name),
  );
  const dependsOn = order.map((one) => one.name);
  const words = kind === 'roleAssignment' ? `${title}. ${reason}` : reason;
  return [
    commentText(wrapped(words)),
    declaration(`resource ${name} ${quoted(`${parts.type}@${request.apiVersion}`)}`, [
      ...place,
      ['name', textOf(parts.name)],
      ...body,
      ...(dependsOn.length === 0 ? [] : [['dependsOn', listText(dependsOn)] as const]),
    ]),
  ].join('\n');
}

/** Of what roles are assigned on. */
const registryVersion = '2025-11-01';

/** Whether it is in a group itself, and not in another thing. */
function isTop(id: string): boolean {
  return partsOfId(id).parent.toLowerCase() === groupIdOf(id).toLowerCase();
}

function listText(symbols: readonly string[]): string {
  return ['[', ...symbols.map((one) => `    ${one}`), '  ]'].join('\n');
}

/** A backslash at the end would take the next line along, by the grammars of editors. */
function commentText(lines: readonly string[]): string {
  return commented(lines, '//')
    .map((line) => line.replace(/\\$/, '\\ '))
    .join('\n');
}
