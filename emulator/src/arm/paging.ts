import type { ArmAnswer } from './answer';
import type { ArmRequest } from './provider';

/**
 * Answer of a list: one page, with an absolute `nextLink` unless it is the last one. `$top` makes the page smaller
 * where a service knows it; the rest still follows by `nextLink`. Only what is on the page is rendered, so that a page
 * of a long list takes no longer than one of a short list.
 */
export function listAnswer<Item>(
  request: ArmRequest,
  items: readonly Item[],
  render: (item: Item) => unknown = (item) => item,
): ArmAnswer {
  const top = Number(request.query.get('$top') ?? Number.NaN);
  const size = top >= 1 ? Math.min(Math.floor(top), request.pageSize) : request.pageSize;
  const start = Math.max(0, Number.parseInt(request.query.get('$skiptoken') ?? '0', 10) || 0);
  const end = start + size;
  const value = items.slice(start, end).map(render);
  if (end >= items.length) return { status: 200, body: { value } };
  const query = new URLSearchParams(request.query);
  query.set('$skiptoken', String(end));
  return { status: 200, body: { value, nextLink: `${request.origin}${request.path}?${query.toString()}` } };
}
