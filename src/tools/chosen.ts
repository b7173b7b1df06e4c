/** What the user has chosen to see: an answer names no resource of another subscription. */
import { parseId, sameId, subscriptionKeyOf } from '../model/armId';
import type { Estate } from '../platform/estateStore';

export type Chosen = Pick<Estate, 'visible' | 'subscriptions'>;

const hidden = '[in a subscription that isn’t selected]';
const ids = /\/subscriptions\/[^\s"'“”‘’`()<>,;]+/gi;
const textIn = (value: unknown): string => JSON.stringify([value]);

/** Whether a text names a resource of a subscription that isn't chosen. */
export function namesOthers(text: string, { subscriptions }: Chosen): boolean {
  return othersIn(text, subscriptions).length > 0;
}

/** The value with ids of other subscriptions, and the names in those, replaced in every text. */
export function withoutOthers(value: unknown, { visible, subscriptions }: Chosen): unknown {
  const text = textIn(value);
  const others = othersIn(text, subscriptions);
  const unchosen = visible.filter((each) => !subscriptions.some(({ id }) => sameId(id, each.id)));
  const own = new Set(
    (text.match(ids) ?? []).filter((id) => !others.includes(id)).flatMap((id) => namesIn(id)),
  );
  const names = [
    ...others.flatMap(namesIn),
    ...unchosen.flatMap(({ id, name }) => [id.toLowerCase(), name.toLowerCase()]),
  ].filter((name) => name.length > 2 && !own.has(name));
  const found = names.filter((name) => text.toLowerCase().includes(name));
  return others.length + found.length === 0 ? value : replaced(value, subscriptions, wordsOf(found));
}

function othersIn(text: string, subscriptions: Chosen['subscriptions']): readonly string[] {
  const found = new Set(text.match(ids));
  return [...found].filter((id) => !subscriptions.some((each) => sameId(each.id, subscriptionKeyOf(id))));
}

/** In lower case; of a resource its own name, those above it and its group's. */
function namesIn(id: string): readonly string[] {
  const parsed = parseId(id);
  const parts = parsed === undefined ? [] : [...parsed.names, parsed.resourceGroup ?? ''];
  return [subscriptionKeyOf(id), ...parts.map((part) => part.toLowerCase())];
}

/** Whole names only, the longest first: one may begin with another. */
function wordsOf(names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined;
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'gi');
}

function replaced(
  value: unknown,
  subscriptions: Chosen['subscriptions'],
  words: RegExp | undefined,
): unknown {
  if (typeof value === 'string') {
    const isOwn = (id: string) => subscriptions.some((each) => sameId(each.id, subscriptionKeyOf(id)));
    const text = value.replace(ids, (id) => (isOwn(id) ? id : hidden));
    return words === undefined ? text : text.replace(words, hidden);
  }
  if (Array.isArray(value)) return value.map((each) => replaced(each, subscriptions, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, replaced(each, subscriptions, words)]),
  );
}
