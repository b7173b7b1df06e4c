/** Tags as one line of text: `owner=platform; costCenter=4711`. */
import { t } from '@vscode/l10n';
import { quoted } from '../../model/quoted';
import { isOperationTag } from '../../provisioning';

export type ParsedTags =
  | { readonly ok: true; readonly tags: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly why: string };

/** What Azure takes and is rarely meant, in a sentence; undefined where there is nothing of the kind. */
export function tagsNote(tags: Readonly<Record<string, string>>): string | undefined {
  const all = Object.entries(tags);
  const joined = all.find(([, value]) => /[,|]\s*[^\s,=]+\s*=/.test(value));
  if (joined !== undefined) {
    const [name, value] = joined;
    return t`This is one tag, ${quoted(name)}, with the value ${quoted(value)}. Separate tags with “;”.`;
  }
  const [empty] = all.find(([, value]) => value === '') ?? [];
  return empty === undefined ? undefined : t`The tag ${quoted(empty)} has an empty value.`;
}

const forbidden = /[<>%&\\?/]/;

export function tagsText(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** Checks by Azure's rules for tags: length, characters, and names that differ in more than case. */
export function parseTags(text: string): ParsedTags {
  const tags: [name: string, value: string][] = [];
  const seen = new Set<string>();
  for (const part of text.split(';').map((one) => one.trim())) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim();
    const value = part.slice(equals + 1).trim();
    if (equals < 1 || name === '')
      return { ok: false, why: t`${quoted(part)} isn’t a tag such as owner=platform.` };
    if (name.length > 512 || forbidden.test(name)) {
      return {
        ok: false,
        why: t`The tag name ${quoted(name)} is too long or contains one of < > % & \\ ? /.`,
      };
    }
    const [reserved] = /^(?:microsoft|azure|windows)/i.exec(name) ?? [];
    if (reserved !== undefined) {
      return {
        ok: false,
        why: t`The tag name ${quoted(name)} begins with ${quoted(reserved)}, which Azure reserves.`,
      };
    }
    if (isOperationTag(name)) {
      return {
        ok: false,
        why: t`The tag ${quoted(name)} is reserved for this extension. Choose another name.`,
      };
    }
    if (value.length > 256)
      return { ok: false, why: t`The value of the tag ${quoted(name)} is longer than 256 characters.` };
    if (seen.has(name.toLowerCase())) return { ok: false, why: t`The tag ${quoted(name)} is used twice.` };
    seen.add(name.toLowerCase());
    tags.push([name, value]);
  }
  // Azure takes 50; the ownership mark and the resource groups of a policy need room.
  if (seen.size > 40) return { ok: false, why: t('At most 40 tags can be set here.') };
  // Each is a member of its own, whatever it is called.
  return { ok: true, tags: Object.fromEntries(tags) };
}
