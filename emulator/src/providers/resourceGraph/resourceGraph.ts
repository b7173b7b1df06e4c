import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { ArmError } from '../../arm/errors';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import { derived } from '../../estate';
import { payloadTooLarge, quotaHeaders, tooDeep } from './errors';
import { facetOf, facetRequest } from './facets';
import { parseQuery } from './parser';
import { authorizationScopes, queryScope } from './queryScope';
import { asTable } from './resultTable';
import { runQuery } from './run';
import type { Table } from './table';
import { isTable, tablesOf } from './tables';

/** Resource Graph gives 100 rows where nothing is asked for, and 1000 at most. */
const DEFAULT_TOP = 100;
const MAXIMAL_TOP = 1000;
/** An answer has 16 MiB at most. */
const PAYLOAD_LIMIT = 16 * 1024 * 1024;

const queryBody = v.strictObject({
  subscriptions: v.optional(v.array(v.string())),
  managementGroups: v.optional(v.array(v.string())),
  query: v.string(),
  options: v.optional(
    v.strictObject({
      $top: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAXIMAL_TOP))),
      $skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      $skipToken: v.optional(v.string()),
      resultFormat: v.optional(v.picklist(['objectArray', 'table'])),
      allowPartialScopes: v.optional(v.boolean()),
      authorizationScopeFilter: v.optional(v.picklist(authorizationScopes)),
    }),
  ),
  facets: v.optional(v.array(facetRequest)),
});

/** `POST /providers/Microsoft.ResourceGraph/resources`: queries over everything that the caller may read. */
export const resourceGraph: ResourceType = {
  type: 'Microsoft.ResourceGraph/resources',
  apiVersions: [
    '2024-04-01',
    '2022-10-01',
    '2021-03-01',
    '2021-06-01-preview',
    '2020-04-01-preview',
    '2019-04-01',
  ],
  scope: 'any',
  schemas: { actions: { resources: queryBody } },
  actions: { resources: query },
};

function query(request: ArmRequest): ArmAnswer {
  try {
    return answer(request);
  } catch (thrown) {
    // Queries are read and run recursively: one beyond all measure is the caller's mistake, not a defect.
    throw thrown instanceof RangeError ? tooDeep() : thrown;
  }
}

function answer(request: ArmRequest): ArmAnswer {
  const body = v.parse(queryBody, request.body);
  const options = body.options ?? {};
  const parsing = { isTable, now: request.now };
  const run = (): Table =>
    runQuery(
      parseQuery(body.query, parsing),
      tablesOf(
        request.estate,
        request.caller,
        queryScope(request.estate, { ...body, ...options }, request.callerTenant),
      ),
    );
  const { query: text, subscriptions, managementGroups } = body;
  const { authorizationScopeFilter } = options;
  const asked = JSON.stringify([
    request.caller,
    request.callerTenant ?? null,
    text,
    subscriptions ?? null,
    managementGroups ?? null,
    authorizationScopeFilter ?? null,
  ]);
  const kept = results(request.estate);
  // What a query says of the present is so once only.
  const isOfNow = options.$skipToken === undefined && /\b(now|ago)\s*\(/i.test(text);
  const table = (isOfNow ? undefined : kept.get(asked)) ?? run();
  const { rows } = table;
  const start = options.$skipToken === undefined ? (options.$skip ?? 0) : readToken(options.$skipToken);
  const end = start + (options.$top ?? DEFAULT_TOP);
  const data = rows.slice(start, end);
  const limit = request.faults?.graphBytes ?? PAYLOAD_LIMIT;
  const size = Buffer.byteLength(JSON.stringify(data));
  if (size > limit) throw payloadTooLarge(size, limit, request.now);
  const isTruncated = end < rows.length;
  // As the one that was asked last.
  kept.delete(asked);
  kept.set(asked, table);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return {
    status: 200,
    body: {
      totalRecords: rows.length,
      count: data.length,
      data: options.resultFormat === 'table' ? asTable(Object.keys(table.probe), data) : data,
      facets: (body.facets ?? []).map((facet) => facetOf(facet, table, parsing, { firstColumn: () => [] })),
      resultTruncated: String(isTruncated),
      ...(isTruncated ? { $skipToken: Buffer.from(JSON.stringify({ skip: end })).toString('base64') } : {}),
    },
    headers: quotaHeaders(request.faults?.graphQuota ?? { remaining: 14, resetsAfter: 5 }),
  };
}

/** What queries found while the estate is as it is, by what was asked: further pages go on from it. */
const results = derived(() => new Map<string, Table>());
const MOST_KEPT = 16;

function readToken(token: string): number {
  try {
    const { skip } = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as { skip?: unknown };
    if (typeof skip === 'number' && skip >= 0) return skip;
  } catch {
    // Falls through: whatever it is, it is none of the tokens given out.
  }
  throw new ArmError(400, 'BadRequest', 'The skip token is invalid.', {
    details: [{ code: 'InvalidSkipToken', message: 'The provided $skipToken is malformed.' }],
  });
}
