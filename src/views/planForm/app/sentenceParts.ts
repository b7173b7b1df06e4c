import type { ResourceView } from '../protocol/plan';

export interface SentencePart {
  readonly text: string;
  /** What the text is the name of. */
  readonly resource?: ResourceView;
}

/** Cuts a sentence at the names of resources that stand in it as words of their own; the longest name that fits counts. */
export function sentenceParts(sentence: string, resources: readonly ResourceView[]): readonly SentencePart[] {
  const named = resources.filter(({ name }) => name !== '').toSorted((a, b) => b.name.length - a.name.length);
  if (named.length === 0) return [{ text: sentence }];
  const names = named.map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  // Names have letters, digits, “.”, “_” and “-”: `pe-shop` isn’t said by `pe-shop-2`, nor by `pe-shop.example`.
  const pattern = new RegExp(`(?<![\\w.-])(?:${names})(?![\\w-]|\\.\\w)`, 'gi');
  const parts: SentencePart[] = [];
  let end = 0;
  for (const { 0: text, index } of sentence.matchAll(pattern)) {
    const resource = named.find(({ name }) => name.toLowerCase() === text.toLowerCase());
    if (index > end) parts.push({ text: sentence.slice(end, index) });
    parts.push({ text, ...(resource && { resource }) });
    end = index + text.length;
  }
  if (end < sentence.length) parts.push({ text: sentence.slice(end) });
  return parts;
}
