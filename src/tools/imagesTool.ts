/** What a registry holds, as its own endpoint tells it; many are closed to where VS Code runs, which is an answer, too. */
import * as v from 'valibot';
import type { EstateStore } from '../platform/estateStore';
import { detailsOf } from '../platform/failures';
import type { Continuation, Listing, RegistryImages } from '../provisioning';
import type { Answer } from './answer';
import { registryIn } from './found';
import { filter, limit, named, tool } from './tool';

const schema = v.strictObject({
  registry: named,
  repository: v.optional(named),
  filter,
  limit,
});

/** Pages of a list that are read for one answer. */
const mostPages = 5;

export function imagesTool(store: Pick<EstateStore, 'get'>, images: RegistryImages) {
  return tool({
    schema,
    progress: ({ registry, repository }) =>
      repository === undefined ? `Listing repositories of ${registry}` : `Listing tags of ${repository}`,
    async run({ registry, repository, filter: text, limit: most }, signal) {
      const { loginServer, roleAssignmentMode } = registryIn(await store.get(), registry);
      const address = { loginServer, roleAssignmentMode };
      const search = { text: text.toLowerCase(), most };
      if (repository === undefined) {
        const found = await read((from) => images.repositories(address, from, signal), String, search);
        return answerOf(found, { loginServer }, 'repositories');
      }
      const found = await read(
        (from) => images.tags(address, repository, from, signal),
        ({ name }) => name,
        search,
      );
      return answerOf(found, { loginServer, repository }, 'tags');
    },
  });
}

type Read<T> =
  | { readonly kind: 'listed'; readonly items: readonly T[]; readonly isAll: boolean }
  | Exclude<Listing<T>, { readonly kind: 'listed' }>;

/** Page after page, until enough fit or a bound is met. */
async function read<T>(
  page: (from: Continuation | undefined) => Promise<Listing<T>>,
  nameOf: (item: T) => string,
  { text, most }: { readonly text: string; readonly most: number },
): Promise<Read<T>> {
  const items: T[] = [];
  let from: Continuation | undefined;
  for (let pages = 0; pages < mostPages && items.length <= most; pages += 1) {
    const listing = await page(from);
    if (listing.kind !== 'listed') return listing;
    items.push(...listing.items.filter((item) => nameOf(item).toLowerCase().includes(text)));
    from = listing.next;
    if (from === undefined) break;
  }
  return { kind: 'listed', items: items.slice(0, most), isAll: from === undefined && items.length <= most };
}

function answerOf<T>(found: Read<T>, about: object, what: 'repositories' | 'tags'): Answer {
  if (found.kind !== 'listed') {
    return {
      says: [
        'The registry’s images can’t be listed from this computer, as is usual for private registries. You can still use a name that the user provides.',
      ],
      data: { ...about, outcome: found.kind, failure: detailsOf(found.failure) },
    };
  }
  const { items, isAll } = found;
  const all = `All ${items.length} matching ${what} are listed.`;
  const some = `${items.length} matching ${what} are listed. If more exist, call again with a filter.`;
  return { says: [isAll ? all : some], data: { ...about, [what]: items } };
}
