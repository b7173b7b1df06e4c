/** What an image may be: words and shapes, wherever they stand. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { hasPlaceholder, longestImage, parseReference } from './reference';
import type { MapPair, NodeReader } from './yamlNodes';

/** What is worth a closer look; a text that an alias stands for is looked at where it is written. */
export function mayBeImage(key: string, value: unknown): boolean {
  const text = textOf(value) ?? '';
  return /image/i.test(key) || text.includes('.azurecr.') || text.includes('\n');
}

/** Whether an image may be meant (by its key, or by the host of a registry in Azure), or another manifest is in a text. */
export function looksLikeImage({ key, value: node }: MapPair, reader: NodeReader): boolean {
  const value = reader.resolved(node);
  if (isMap(value)) {
    const parts = textOf(key) === 'image' ? ['repository', 'registry', 'reference'] : [];
    return parts.some((part) => reader.text(value, part) !== undefined);
  }
  if (isSeq(value))
    return textOf(key) === 'images' && value.items.some((item) => namesRegistry(textOf(item) ?? ''));
  const text = textOf(value) ?? '';
  if (text.length > longestImage && isAlias(node)) return false;
  if (text.includes('\n')) return imageInText.test(text);
  if (textOf(key) !== 'image') return namesRegistry(text);
  return text !== '' && text.length <= longestImage && (hasPlaceholder(text) || isReference(text));
}

const imageInText = /^[ \t]*(?:-[ \t]+)*["']?image["']?[ \t]*:[ \t]*["']?[^\s"']/m;

/** Whether an image can have the name. */
export function isReference(text: string): boolean {
  return !('problem' in parseReference(text));
}

/** Whether the name of an image has a tag or a digest at its end. */
export function hasEnd(image: string): boolean {
  const reference = parseReference(image);
  return !('problem' in reference) && (reference.tag ?? reference.digest) !== undefined;
}

/** Also for what comes in another's place, `old=new`. */
export function namesRegistry(text: string): boolean {
  if (text.length > longestImage) return false;
  const reference = parseReference(text.slice(text.lastIndexOf('=') + 1));
  return !('problem' in reference) && reference.registry !== undefined;
}

/** A registry alone: no repository on Docker Hub has a dot before its first slash. What is filled in later can be anything. */
export function isHost(text: string): boolean {
  return !hasPlaceholder(text) && /^(?:localhost|[^./:@]+\.[^/:@]+)(?::\d{1,5})?$/.test(text);
}

/** What a scalar says, where that is text. */
export function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}
