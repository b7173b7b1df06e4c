import { originOf } from '../http/origin';

export type NextPage =
  | { readonly kind: 'page'; readonly page: string }
  | { readonly kind: 'none' }
  /** The address leads to another host or another list, or is none. */
  | { readonly kind: 'foreign' };

/**
 * Path and query of the next page, from the header `Link: </acr/v1/_catalog?last=…>; rel="next"`. Registries write a path;
 * a whole address is taken only on the registry itself.
 */
export function nextPage(link: string | undefined, origin: string, path: string): NextPage {
  const next = (link ?? '').split(/,(?=\s*<)/).find((each) => /;\s*rel="?next"?\s*(;|$)/i.test(each));
  if (next === undefined) return { kind: 'none' };
  const page = pageOf(/^\s*<([^<>]*)>/.exec(next)?.[1] ?? '', origin, path);
  return page === undefined ? { kind: 'foreign' } : { kind: 'page', page };
}

/** Path and query of an address on this origin with this path; undefined for every other. */
export function pageOf(target: string, origin: string, path: string): string | undefined {
  if (target === '' || !URL.canParse(target, origin)) return undefined;
  const url = new URL(target, origin);
  const isHere = originOf(url.href) === origin && url.pathname === path && url.username === '';
  return isHere ? url.pathname + url.search : undefined;
}
