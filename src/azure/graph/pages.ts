import type { QueryResponse } from '@azure/arm-resourcegraph';
import { resources } from '@azure/arm-resourcegraph/api';
import * as v from 'valibot';
import { othersTurn } from '../../model/slices';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { signalOfList } from '../http/lists';
import { parseAnswer } from '../http/parse';

const PAGE_SIZE = 1000;

/**
 * What a query finds, a page at a time; everything that the caller may see in the tenant where no subscriptions (GUIDs) are
 * given. The next page is asked for before one is looked at: each names the one that comes after it.
 */
export async function* pagesOf(
  clients: Clients,
  query: string,
  subscriptions: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[]> {
  const own = signalOfList(signal);
  let top = PAGE_SIZE;
  const ask = async (skipToken: string | undefined): Promise<QueryResponse> => {
    for (;;) {
      try {
        return await resources(
          clients.graph(),
          {
            query,
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
      } catch (error) {
        // Half of it is tried until there is nothing to halve; Azure's own words then say how large it was.
        if (!isTooLarge(error) || top === 1) throw error;
        top = Math.floor(top / 2);
      }
    }
  };
  let next: Promise<QueryResponse> | undefined = ask(undefined);
  while (next !== undefined) {
    const page: QueryResponse = await next;
    const { skipToken } = page;
    next = skipToken === undefined || skipToken === '' ? undefined : ask(skipToken);
    // Whoever goes on learns of it.
    next?.catch(() => undefined);
    await othersTurn();
    yield parseAnswer(v.array(v.unknown()), page.data, 'the result of a Resource Graph query');
  }
}

/**
 * Resource Graph refuses an answer of more than 16 MiB as a whole, whatever the page's number of rows: 400, with the
 * code below in `error.details` (microsoft/ARI#199, dolevshor/azure-orphan-resources#46).
 */
function isTooLarge(error: unknown): boolean {
  return failureOf(error).azure?.code === 'ResponsePayloadTooLarge';
}
