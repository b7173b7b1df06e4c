import type { QueryResponse } from '@azure/arm-resourcegraph';
import { resources } from '@azure/arm-resourcegraph/api';
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Failure } from '../../model/failure';
import { othersTurn } from '../../model/slices';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { signalOfList } from '../http/lists';
import { parseAnswer } from '../http/parse';
import { keyOf } from './fresh';

const PAGE_SIZE = 1000;

/** Up to this, pages that were halved grow again. */
const SMALL_PAGE = 128;

interface Page {
  /** Each once, over all pages. */
  readonly rows: readonly unknown[];
  /** With the last page, where Azure has left out some. */
  readonly lacking?: Failure;
}

/**
 * What a query finds, a page at a time; everything that the caller may see in the tenant where no subscriptions (GUIDs) are
 * given. The next page is asked for before one is looked at: each names the one that comes after it.
 */
export async function* pagesOf(
  clients: Clients,
  query: string,
  subscriptions: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const own = signalOfList(signal);
  let top = PAGE_SIZE;
  /** So many pages of this size were not too large. */
  let inARow = 0;
  const ask = async (skipToken: string | undefined): Promise<QueryResponse> => {
    for (;;) {
      try {
        const page = await resources(
          clients.graph(),
          {
            // Pages may overlap, and leave something out, where rows have no order (Azure's page on paging).
            query: `${query} | order by id asc`,
            ...(subscriptions === undefined ? {} : { subscriptions: [...subscriptions] }),
            options: {
              resultFormat: 'objectArray',
              // Where a token is given, too, the size of the next page is this one (Azure's definition of the request).
              top,
              // Otherwise roles that management groups pass down to the subscriptions would be left out.
              ...(query.startsWith('authorizationresources')
                ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' as const }
                : {}),
              ...(skipToken === undefined ? {} : { skipToken }),
            },
          },
          { abortSignal: own },
        );
        inARow += 1;
        // One large row is no reason to ask for all others one by one.
        if (inARow % 4 === 0) top = Math.max(top, Math.min(2 * top, SMALL_PAGE));
        return page;
      } catch (error) {
        // Half of it is tried until there is nothing to halve; Azure's own words then say how large it was.
        if (!isTooLarge(error) || top === 1) throw error;
        top = Math.floor(top / 2);
        inARow = 0;
      }
    }
  };
  const seen = new Set<string>();
  let received = 0;
  let next: Promise<QueryResponse> | undefined = ask(undefined);
  while (next !== undefined) {
    const page: QueryResponse = await next;
    const { skipToken, totalRecords, resultTruncated } = page;
    next = skipToken === undefined || skipToken === '' ? undefined : ask(skipToken);
    // Whoever goes on learns of it.
    next?.catch(() => undefined);
    await othersTurn();
    const all = parseAnswer(v.array(v.unknown()), page.data, 'the result of a Resource Graph query');
    received += all.length;
    const rows = all.filter((row) => {
      const before = seen.size;
      return seen.add(keyOf(row) || `row ${before}`).size > before;
    });
    // A resource that is there twice counts twice.
    const isCut = next === undefined && (resultTruncated === 'true' || received < totalRecords);
    yield { rows, ...(isCut && { lacking: incomplete(received, totalRecords) }) };
  }
}

function incomplete(found: number, all: number): Failure {
  return {
    code: 'azure.incompleteAnswer',
    kind: 'transient',
    message:
      found < all
        ? t`Azure Resource Graph returned ${found} of ${all} rows.`
        : t('Azure Resource Graph left out rows of its answer.'),
    nextAction: t('Refresh to read them again.'),
  };
}

/**
 * Resource Graph refuses an answer of more than 16 MiB as a whole, whatever the page's number of rows: 400, with the
 * code below in `error.details` (microsoft/ARI#199, dolevshor/azure-orphan-resources#46).
 */
function isTooLarge(error: unknown): boolean {
  return failureOf(error).azure?.code === 'ResponsePayloadTooLarge';
}
