/** Entries of a kustomization's `images`: they replace name, tag and digest of the images that go by `name` in its resources. */
import { t } from '@vscode/l10n';
import { isAlias, isScalar, type YAMLMap } from 'yaml';
import type { ImageParts } from './scanned';
import type { MapPair } from './yamlNodes';

/** Where a newName comes to stand, behind the name; or why it can't be put there safely, in a sentence. */
export function addedNewName(
  entry: YAMLMap,
  name: MapPair,
  text: string,
): Required<ImageParts>['newName'] | string {
  const byHand = t('It has no newName, and one can’t be added safely. Add it manually.');
  const { key, value } = name;
  if (!entry.items.includes(name) || isAlias(value) || entry.anchor !== undefined) return byHand;
  if (!isScalar(key) || !isScalar(value) || !key.range || !value.range) return byHand;
  const [start, keyEnd] = key.range;
  const end = value.range[1];
  const quote = text.charAt(start);
  const isQuoted = quote === '"' || quote === "'";
  // No complex key, tag or block text.
  if (!/^\s*:\s*$/.test(text.slice(keyEnd, value.range[0]))) return byHand;
  const written = isQuoted ? `${quote}newName${quote}: ${quote}` : 'newName: ';
  const after = isQuoted ? quote : '';
  if (entry.flow === true) return { at: end, before: `, ${written}`, after };
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const indentation = text.slice(line, start);
  const [rest = ''] = /^[^\r\n]*/.exec(text.slice(end)) ?? [];
  const isAlone = /^\uFEFF?[ -]*$/.test(indentation) && /^[ \t]*(?:[ \t]#.*)?$/.test(rest);
  if (!isAlone || text.slice(start, end).includes('\n')) return byHand;
  const at = end + rest.length;
  // Of the line itself, or of the one above where it is the last.
  const isWindows = text.charAt(at) === '\r' || (at === text.length && text.charAt(line - 2) === '\r');
  const blanks = ' '.repeat(indentation.replace('\uFEFF', '').length);
  return { at, before: `${isWindows ? '\r\n' : '\n'}${blanks}${written}`, after };
}
