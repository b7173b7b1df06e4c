/**
 * What is being typed behind `image:`. A manifest that is being typed is often not YAML for the moment, so this reads
 * lines, not nodes.
 */
import type { TextKind, TextRange } from './scanned';

export type ImageContext = {
  /** Offsets in the line: what a completion replaces, from where the part begins. */
  readonly range: TextRange;
} & (
  | { readonly part: 'registry' }
  | { readonly part: 'repository'; readonly loginServer: string }
  | { readonly part: 'tag' | 'digest'; readonly loginServer: string; readonly repository: string }
);

/**
 * In block style, in flow style and in JSON, with or without quotes; a comment or another key makes it no match. `newName` is
 * Kustomize's, `reference` that of a volume's image.
 */
const imageValue =
  /^(?:.*?[{,]\s*|\s*(?:-\s+)*)(?:(image|newName|reference)\s*:\s+|(["'])(image|newName|reference)\2\s*:\s*)(["']?)([^\s"',{}#]*)$/;

/** The same in a chart's values, where keys have names of their own. */
const chartValue =
  /^(?:.*?[{,]\s*|\s*(?:-\s+)*)(?:(image|repository|\w{1,50}Image)\s*:\s+|(["'])(image|repository|\w{1,50}Image)\2\s*:\s*)(["']?)([^\s"',{}#]*)$/;

type LineAbove = (distance: number) => string | undefined;

/**
 * The part of the image that the cursor is in; undefined if it is in none. `lineAbove` answers the lines above, counted from 1
 * upwards.
 */
export function imageContextAt(
  line: string,
  character: number,
  lineAbove: LineAbove = () => undefined,
  kind: TextKind = 'manifests',
): ImageContext | undefined {
  const match = (kind === 'values' ? chartValue : imageValue).exec(line.slice(0, character));
  if (match === null) return undefined;
  const [, plainKey, , key = plainKey, , typed = ''] = match;
  if (key === 'reference' && !isWithinImage(line.slice(0, character), lineAbove)) return undefined;
  if (key === 'repository' && hasRegistry(line, character, lineAbove)) return undefined;
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
  // Kustomize and charts have the rest in places of its own.
  if (key === 'newName' || key === 'repository') return undefined;
  const repository = rest.slice(0, mark);
  const last = Math.max(rest.lastIndexOf(':'), rest.lastIndexOf('@'));
  const at = rest.indexOf('@');
  return at < 0
    ? { part: 'tag', loginServer, repository, range: range(slash + 2 + last, /^[^@]*/) }
    : { part: 'digest', loginServer, repository, range: range(slash + 2 + at, /^.*/) };
}

/** How far above the key `image` of a reference is looked for. */
const linesAbove = 20;

/** Whether the map that the line's key is in is the value of `image`: on the same line, or on one that is less indented. */
function isWithinImage(before: string, lineAbove: LineAbove): boolean {
  const opened = before.lastIndexOf('{');
  if (opened >= 0 && before.trimStart() !== before.slice(opened)) {
    return /(?:^|[\s{,"'])image["']?\s*:\s*$/.test(before.slice(0, opened));
  }
  const indentation = before.search(/\S/);
  for (let distance = 1; distance <= linesAbove; distance += 1) {
    const line = lineAbove(distance);
    if (line === undefined) return false;
    if (saysNothing(line) || line.search(/\S/) >= indentation) continue;
    return /^[\s-]*["']?image["']?\s*:/.test(line);
  }
  return false;
}

/** A comment can stand anywhere, whatever is around it. */
function saysNothing(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** Whether the map that the line's key is in says the registry: in its braces on the line, or above it. */
function hasRegistry(line: string, character: number, lineAbove: LineAbove): boolean {
  const map = mapInBraces(line, character);
  return map === undefined ? hasRegistryAbove(line, lineAbove) : /[{,]\s*["']?registry["']?\s*:/.test(map);
}

/** What stands around the cursor in its map's braces, without the maps in it; undefined where no brace is open. */
function mapInBraces(line: string, character: number): string | undefined {
  const before = upToBrace(
    line
      .slice(0, character)
      .split(/([{}])/)
      .toReversed(),
    '{',
    '}',
  );
  const behind = upToBrace(line.slice(character).split(/([{}])/), '}', '{');
  return before.isThere ? `{${before.words.toReversed().join('')}${behind.words.join('')}` : undefined;
}

/** What comes before the brace that ends the map; `deeper` begins one within it. */
function upToBrace(pieces: readonly string[], ending: string, deeper: string) {
  const words: string[] = [];
  let depth = 0;
  for (const piece of pieces) {
    if (piece === ending && depth === 0) return { isThere: true, words };
    if (piece === ending) depth -= 1;
    else if (piece === deeper) depth += 1;
    else if (depth === 0) words.push(piece);
  }
  return { isThere: false, words };
}

function hasRegistryAbove(line: string, lineAbove: LineAbove): boolean {
  const indentation = line.search(/[^\s-]/);
  if (line.slice(0, indentation).includes('-')) return false;
  for (let distance = 1; distance <= linesAbove; distance += 1) {
    const above = lineAbove(distance);
    if (above === undefined) return false;
    if (saysNothing(above)) continue;
    const [, before = '', key = ''] = /^([\s-]*)(\S*)/.exec(above) ?? [];
    if (before.length < indentation) return false;
    if (before.length === indentation && /^["']?registry["']?:/.test(key)) return true;
    if (before.includes('-') && before.length === indentation) return false;
  }
  return false;
}

/** True for a text that may hold Kubernetes manifests; cheap enough to ask of every file that is opened. */
export function looksLikeKubernetes(text: string): boolean {
  if (text.includes('apiVersion') && text.includes('kind')) return true;
  // A kustomization may go without both.
  return text.includes('images') && (text.includes('newName') || text.includes('newTag'));
}

/** Whether a file has a chart's values, by its path: `values.yaml`, `values-prod.yml`, `prod.values.yaml`, `web-values.yaml`. */
export function isChartValues(path: string): boolean {
  return /(?:^|[/\\])(?:values[^/\\]*|[^/\\]*[._-]values)\.ya?ml$/i.test(path);
}
