import { isRepository, isTag } from '../model/imageNames';
import type { Continuation, Listing, RegistryImages } from '../provisioning';
import type { ImageCatalog } from './imageCatalog';

/** Milliseconds that an answer is good for, a refusal too: a registry isn't asked anew with every letter. */
const FRESH = 60_000;

/** Pages that are read for a list: what appears while one types has to appear soon. */
const PAGES = 5;

/** The registries' lists for completion; `clear` forgets them, because somebody else may be signed in. */
export interface RegistryCatalog extends ImageCatalog {
  clear(): void;
}

/**
 * Reads registries for completion and keeps what they said for a minute. A refusal offers nothing: what appears while one
 * types has no place for words, and the tree has them. Names that no image can have aren't offered: they would become part of
 * a manifest. Never opens a sign-in.
 */
export function createRegistryCatalog(
  images: Pick<RegistryImages, 'repositories' | 'tags'>,
  now: () => number = Date.now,
): RegistryCatalog {
  const kept = new Map<string, { readonly until: number; readonly items: Promise<readonly unknown[]> }>();

  /** One reading for all who ask meanwhile: somebody who stops waiting must not take it from the others. */
  const once = <T>(
    key: string,
    read: (from: Continuation | undefined, signal: AbortSignal) => Promise<Listing<T>>,
  ): Promise<readonly T[]> => {
    const known = kept.get(key);
    if (known !== undefined && known.until > now()) return known.items as Promise<readonly T[]>;
    const items = firstPages((from) => read(from, new AbortController().signal));
    kept.set(key, { until: now() + FRESH, items });
    return items;
  };
  // Only words about a missing role depend on the mode, and completion has none.
  const address = (loginServer: string) => ({ loginServer, roleAssignmentMode: 'legacy' as const });

  return {
    repositories: async (loginServer) => {
      const names = await once(loginServer, (from, signal) =>
        images.repositories(address(loginServer), from, signal),
      );
      return names.filter(isRepository);
    },
    tags: async (loginServer, repository) => {
      const tags = await once(`${loginServer}/${repository}`, (from, signal) =>
        images.tags(address(loginServer), repository, from, signal),
      );
      return tags.filter(({ name }) => isTag(name)).map(({ name, digest }) => ({ tag: name, digest }));
    },
    clear: () => {
      kept.clear();
    },
  };
}

async function firstPages<T>(
  read: (from: Continuation | undefined) => Promise<Listing<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let next: Continuation | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await read(next);
    if (answer.kind !== 'listed') break;
    items.push(...answer.items);
    ({ next } = answer);
    if (next === undefined) break;
  }
  return items;
}
