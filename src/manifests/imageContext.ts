/**
 * What is being typed behind `image:`. A manifest that is being typed is often not YAML for the moment, so this reads
 * lines, not nodes.
 */
import type { TextRange } from './scanned';

export type ImageContext = {
  /** Offsets in the line: what a completion replaces, from where the part begins. */
  readonly range: TextRange;
} & (
  | { readonly part: 'registry' }
  | { readonly part: 'repository'; readonly loginServer: string }
  | { readonly part: 'tag' | 'digest'; readonly loginServer: string; readonly repository: string }
);

/** In block style and in flow style, with or without quotes; a comment or another key makes it no match. */
const imageValue = /^(?:.*?[{,]\s*|\s*(?:-\s+)*)(["']?)image\1\s*:\s+(["']?)([^\s"',{}#]*)$/;

/** The part of the image that the cursor is in; undefined if it is in none. */
export function imageContextAt(line: string, character: number): ImageContext | undefined {
  const match = imageValue.exec(line.slice(0, character));
  if (match === null) return undefined;
  const typed = match[3] ?? '';
  const start = character - typed.length;
  // The rest of the value, behind the cursor.
  const behind = /^[^\s"',{}#]*/.exec(line.slice(character))?.[0] ?? '';
  const value = typed + behind;
  const range = (from: number, ends: RegExp): TextRange => ({
    start: start + from,
    end: start + from + (ends.exec(value.slice(from))?.[0].length ?? 0),
  });
  const slash = typed.indexOf('/');
  if (slash < 0) return { part: 'registry', range: range(0, /^[^/]*\/?/) };
  const loginServer = typed.slice(0, slash);
  // Without a dot it is the first part of a repository on Docker Hub.
  if (!loginServer.includes('.')) return undefined;
  const rest = typed.slice(slash + 1);
  const mark = rest.search(/[:@]/);
  if (mark < 0) return { part: 'repository', loginServer, range: range(slash + 1, /^[^:@]*/) };
  const repository = rest.slice(0, mark);
  const last = Math.max(rest.lastIndexOf(':'), rest.lastIndexOf('@'));
  const at = rest.indexOf('@');
  return at < 0
    ? { part: 'tag', loginServer, repository, range: range(slash + 2 + last, /^[^@]*/) }
    : { part: 'digest', loginServer, repository, range: range(slash + 2 + at, /^.*/) };
}

/** True for a text that may hold Kubernetes manifests; cheap enough to ask of every YAML file that is opened. */
export function looksLikeKubernetes(text: string): boolean {
  return text.includes('apiVersion') && text.includes('kind');
}
