/** What has to hold of exported Bicep. */
import type { ExportedFile } from '../../../src/exporting/exported';
import type { WrittenStep } from '../../../src/exporting/model';
import type { Json } from '../../../src/model/json';
import { type BicepDeclaration, readBicep, symbolsIn } from '../bicep';
import { deployedProblems } from './deployedProblems';

/** Whether Bicep parses, its names resolve, and its resources are those of the plan, each after what it waits for. */
export async function bicepProblems(
  steps: readonly WrittenStep[],
  files: readonly ExportedFile[],
): Promise<string[]> {
  const read = await Promise.all(files.map(async ({ name, text }) => ({ name, ...(await readBicep(text)) })));
  const broken = read.filter(({ hasError }) => hasError).map(({ name }) => `${name} doesn’t parse`);
  const unresolved = read.flatMap(({ name, declarations }) => {
    const symbols = declarations.map(({ symbol }) => symbol);
    const twice = symbols.filter((one, index) => symbols.indexOf(one) !== index);
    const used = declarations.flatMap(({ body }) => symbolsIn(body));
    return [...twice, ...used.filter((one) => !symbols.includes(one))].map((one) => `${name}: ${one}`);
  });
  const [main, ...others] = read;
  const modules = (main?.declarations ?? []).filter(({ kind }) => kind === 'module');
  const loose = modules.flatMap(({ symbol, of, body }, index) => {
    const before = modules[index - 1];
    const waits = before === undefined || symbolsIn(body['dependsOn'] ?? []).includes(before.symbol);
    return [
      ...(waits ? [] : [`${symbol} doesn’t wait`]),
      ...(others.some(({ name }) => name === of) ? [] : [`${of} isn’t there`]),
    ];
  });
  const group = steps[0]?.resourceId.split('/').slice(0, 5).join('/') ?? '';
  const placed =
    modules.length === 0
      ? [{ place: group, declarations: main?.declarations ?? [] }]
      : modules.map(({ of, body }) => ({
          place: scopeOf(body['scope']),
          declarations: others.find(({ name }) => name === of)?.declarations ?? [],
        }));
  const said = placed.flatMap(({ place, declarations }, deployment) => {
    const idOf = (symbol: string): string => {
      const found = declarations.find((one) => one.symbol === symbol);
      return found === undefined ? '' : idOfDeclaration(found, place, idOf);
    };
    return declarations
      .filter(({ kind, isExisting }) => kind === 'resource' && !isExisting)
      .map((one) => {
        const outer = ['parent', 'scope', 'name', 'dependsOn'];
        const own = Object.entries(one.body).filter(([member]) => !outer.includes(member));
        const body = Object.fromEntries(own);
        const [, apiVersion = ''] = one.of.split('@');
        const dependsOn = symbolsIn(one.body).map(idOf);
        return { deployment, id: idOf(one.symbol), apiVersion, dependsOn, body: withIds(body, idOf) };
      });
  });
  return [...broken, ...unresolved, ...loose, ...deployedProblems(steps, said)];
}

function scopeOf(scope: Json | undefined): string {
  const { arguments: given } = (scope ?? {}) as { readonly arguments?: readonly string[] };
  const [subscription = '', group] = given ?? [];
  return `/subscriptions/${subscription}${group === undefined ? '' : `/resourceGroups/${group}`}`;
}

function idOfDeclaration(
  { of, body }: BicepDeclaration,
  place: string,
  idOf: (symbol: string) => string,
): string {
  const [type = ''] = of.split('@');
  const [name, parent, scope] = ['name', 'parent', 'scope'].map((member) => body[member]);
  const own = typeof name === 'string' ? name : '';
  if (parent !== undefined)
    return `${symbolsIn(parent).map(idOf).join('')}/${type.split('/').at(-1) ?? ''}/${own}`;
  if (type === 'Microsoft.Resources/resourceGroups') return `${place}/resourceGroups/${own}`;
  const owner = scope === undefined ? place : symbolsIn(scope).map(idOf).join('');
  return `${owner}/providers/${type}/${own}`;
}

function withIds(value: Json, idOf: (symbol: string) => string): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withIds(item, idOf));
  const [symbol] = symbolsIn(value);
  if (symbol !== undefined && 'property' in value) return idOf(symbol);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withIds(member, idOf)]));
}
