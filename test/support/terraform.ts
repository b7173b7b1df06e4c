/** Exported Terraform, read by HashiCorp's own parser. */
import { parse } from '@cdktf/hcl2json';
import { nameOf, groupIdOf } from '../../src/model/armId';
import type { Json, JsonObject } from '../../src/model/json';

export interface TerraformBlock {
  /** E.g. `azurerm_subnet.subnet` or `data.azurerm_subnet.subnet`. */
  readonly address: string;
  readonly type: string;
  readonly isData: boolean;
  readonly body: JsonObject;
}

export interface TerraformFile {
  readonly blocks: readonly TerraformBlock[];
  /** Aliases of azurerm with their subscriptions; the one without an alias is `''`. */
  readonly subscriptions: ReadonlyMap<string, string>;
  readonly providers: readonly string[];
  /** By the address that it is taken over as: the id of what is there. */
  readonly imports: ReadonlyMap<string, string>;
}

type Labelled = Readonly<Record<string, Readonly<Record<string, readonly JsonObject[]>>>>;

export async function readTerraform(text: string): Promise<TerraformFile> {
  const file = (await parse('main.tf', text)) as {
    readonly resource?: Labelled;
    readonly data?: Labelled;
    readonly import?: readonly { readonly to: string; readonly id: string }[];
    readonly provider?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  };
  const blocksIn = (labelled: Labelled = {}, isData = false) =>
    Object.entries(labelled).flatMap(([type, named]) =>
      Object.entries(named).flatMap(([name, bodies]) =>
        bodies.map((body): TerraformBlock => ({
          address: `${isData ? 'data.' : ''}${type}.${name}`,
          type,
          isData,
          body,
        })),
      ),
    );
  const azurerm = file.provider?.['azurerm'] ?? [];
  return {
    blocks: [...blocksIn(file.resource), ...blocksIn(file.data, true)],
    subscriptions: new Map(azurerm.map((one) => [one['alias'] ?? '', one['subscription_id'] ?? ''])),
    providers: Object.keys(file.provider ?? {}),
    imports: new Map((file.import ?? []).map(({ to, id }) => [to.replace(/^\$\{|\}$/g, ''), id])),
  };
}

const reference = /^\$\{((?:data\.)?\w+\.\w+)(?:\.(\w+))?\}$/;

/** What an expression refers to, with the attribute; undefined for a text. */
export function referenceIn(
  value: Json,
): { readonly address: string; readonly attribute: string } | undefined {
  const [, address, attribute = ''] = typeof value === 'string' ? (reference.exec(value) ?? []) : [];
  return address === undefined ? undefined : { address, attribute };
}

/** All expressions of a block, at any depth. */
export function expressionsIn(value: Json): string[] {
  if (typeof value === 'string') return value.startsWith('${') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as JsonObject).flatMap(expressionsIn);
}

/** The text that Terraform makes of a string. */
export function textOf(value: string): string {
  return value.replace(/([$%])\1(?=\{)/g, '$1');
}

/** Scalars of a block as Terraform would send them: a reference is what it refers to, by the ids of the blocks. */
export function scalarsIn(value: Json, idOf: (address: string) => string | undefined): Json[] {
  const found = referenceIn(value);
  if (found !== undefined) {
    const id = idOf(found.address);
    if (id === undefined) return [];
    if (found.attribute === 'id') return [id];
    return [found.attribute === 'name' ? nameOf(id) : nameOf(groupIdOf(id))];
  }
  if (typeof value === 'string') return [textOf(value)];
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value as JsonObject).flatMap(([name, member]) => [
    ...(Array.isArray(value) ? [] : [textOf(name)]),
    ...scalarsIn(member, idOf),
  ]);
}
