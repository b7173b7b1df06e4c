/** Edits of an image whose name is in parts, each of which has a place of its own. */
import { t } from '@vscode/l10n';
import type { ImageReference } from './reference';
import type { ImageField, ImageParts, PartText, TextEdit } from './scanned';

interface PartTarget {
  readonly loginServer: string;
  readonly repository: string;
  /** Undefined where tag and digest stay as they are. */
  readonly tag: string | undefined;
}

/** The edits, or why the image is left alone, in a sentence. */
export function partEdits(
  { text, parts }: Pick<ImageField, 'text'> & { readonly parts: ImageParts },
  { registry: host = '', repository }: ImageReference,
  target: PartTarget,
): readonly TextEdit[] | string {
  const { loginServer, tag } = target;
  const edits: TextEdit[] = [];
  if (parts.registry === undefined) {
    edits.push({ ...text, newText: `${loginServer}/${target.repository}` });
  } else if (target.repository === repository) {
    // Behind the host there can be the first part of the repository.
    const rest = parts.registry.name.slice(host.length);
    edits.push({
      ...text,
      newText: `${loginServer}${rest === '' || rest.startsWith('/') ? '' : '/'}${rest}`,
    });
  } else {
    const { name, repository: part } = parts.registry;
    if (typeof part === 'string') return part;
    edits.push({ ...text, newText: `${loginServer}${name.endsWith('/') ? '/' : ''}` });
    edits.push(editOf(part, target.repository));
  }
  if (tag !== undefined) {
    if (parts.tag === undefined) return t('Its tag is set in another place.');
    edits.push(editOf(parts.tag, tag));
  }
  return edits;
}

/** Without quotes, 1.10 would be the number 1.1. */
function editOf({ start, end, isPlain }: PartText, newText: string): TextEdit {
  const isText = /^[a-z_]/i.test(newText) && !/^(?:y|yes|n|no|true|false|on|off|null)$/i.test(newText);
  return { start, end, newText: !isPlain || isText ? newText : `"${newText}"` };
}
