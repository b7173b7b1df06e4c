/** What rows of Resource Graph hold: parsed as they come, made into things when somebody asks for them. */
import * as v from 'valibot';
import { nameOf } from '../../model/armId';
import { isFailureError } from '../../model/failure';
import { groupBy } from '../../model/groupBy';
import { inSlices } from '../../model/slices';
import type { Unread } from '../../provisioning';
import { isJsonObject } from '../http/json';
import { parseAnswer } from '../http/parse';
import { type RowOf, rowSchemas } from './graphRows';
import { type Kind, types } from './types';

/** What a query found, and what of it could not be read: rows of another form, and subscriptions that were refused. */
export interface Found<T> {
  readonly rows: readonly T[];
  readonly unread: readonly Unread[];
}

/** Rows of several types that were asked for in one query. */
export class ResourceRows {
  readonly #pages: readonly TypedPage[];

  constructor(
    { pages, unread }: { readonly pages: readonly TypedPage[]; readonly unread: readonly Unread[] },
    private readonly signal: AbortSignal,
  ) {
    this.unread = [...unread, ...pages.flatMap((page) => page.unread)];
    this.#pages = pages;
  }

  /** Subscriptions that were refused, and rows that don't say what they are. */
  readonly unread: readonly Unread[];

  /**
   * Those of a type, as `make` makes them of a row; `unread` are those that have another form than expected. Others have
   * their turn in between, as everywhere here: an estate has tens of thousands of rows.
   */
  async of<K extends Kind, T>(kind: K, make: (row: RowOf<K>) => T): Promise<Found<T>> {
    const found = joined(this.#pages.flatMap(({ byType }) => byType.get(types[kind].toLowerCase()) ?? []));
    // Each was parsed by the schema of its type (`typedPage`).
    const made = await eachOf(found.rows as readonly RowOf<K>[], make, this.signal);
    return { rows: made.rows, unread: [...found.unread, ...made.unread] };
  }
}

/** What is on a page, parsed, by the type in lower case. */
export interface TypedPage {
  readonly byType: ReadonlyMap<string, Found<unknown>>;
  readonly unread: readonly Unread[];
}

type TypedRow = v.InferOutput<typeof typedRow>;

/** Of a resource in a resource group; what is about any scope, such as a role assignment, may be in none. */
const resourceId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]/i;
const extensionId = /^(\/.+)?\/providers\/Microsoft\.Authorization\/[^/]+\/[^/]+$/i;
const typedRow = v.pipe(
  v.looseObject({ id: v.string(), type: v.string() }),
  v.forward(
    v.check(({ id, type }) => isIdOf(id, type), 'an ID of its type'),
    ['id'],
  ),
);

function isIdOf(id: string, type: string): boolean {
  return (/^Microsoft\.Authorization\//i.test(type) ? extensionId : resourceId).test(id);
}

/** As it came, not as the copy that a schema makes: there are tens of thousands. */
function typed(value: unknown): TypedRow {
  return isJsonObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['type'] === 'string' &&
    isIdOf(value['id'], value['type'])
    ? (value as TypedRow)
    : parseAnswer(typedRow, value, nameOfRow(value));
}

const schemas = new Map<string, v.GenericSchema>(
  Object.entries(rowSchemas).map(([kind, schema]) => [types[kind as Kind].toLowerCase(), schema]),
);

export async function typedPage(page: readonly unknown[], signal: AbortSignal): Promise<TypedPage> {
  const { rows, unread } = await eachOf(page, typed, signal);
  const byType = new Map<string, Found<unknown>>();
  for (const [type, ofType] of groupBy(rows, (row) => row.type.toLowerCase())) {
    const schema = schemas.get(type);
    if (schema === undefined) continue;
    byType.set(type, await eachOf(ofType, (row) => parseAnswer(schema, row, nameOf(row.id)), signal));
  }
  return { byType, unread };
}

export function joined<T>(parts: readonly Found<T>[]): Found<T> {
  return { rows: parts.flatMap(({ rows }) => rows), unread: parts.flatMap(({ unread }) => unread) };
}

/** The items that `make` takes, in order; those for which it throws FailureError are unread. */
export async function eachOf<R, T>(
  rows: readonly R[],
  make: (row: R) => T,
  signal: AbortSignal,
): Promise<Found<T>> {
  const made: T[] = [];
  const unread: Unread[] = [];
  const take = (row: R) => {
    try {
      made.push(make(row));
    } catch (error) {
      if (!isFailureError(error)) throw error;
      unread.push({ id: idOfRow(row), failure: error.failure });
    }
  };
  await inSlices(rows, take, signal);
  return { rows: made, unread };
}

function idOfRow(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
  return typeof id === 'string' && id.startsWith('/') ? id : '';
}

export function nameOfRow(row: unknown): string {
  const id = idOfRow(row);
  return id === '' ? 'a row without an id' : nameOf(id);
}
