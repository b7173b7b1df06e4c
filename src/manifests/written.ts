/** How a scalar is written, and whether another text can take its place. */
import { t } from '@vscode/l10n';
import { isScalar, Scalar } from 'yaml';
import { longestImage } from './reference';
import type { ImageField, TextRange } from './scanned';
import type { NodeReader } from './yamlNodes';

/** What is the same for every container whose image is written in one place. */
export interface Written extends Pick<ImageField, 'image' | 'text' | 'obstacle'> {
  readonly end: number;
}

/** Undefined for what isn't there. An anchor may be changed where all that has its text is among the `values`. */
export function writtenIn(
  scalar: unknown,
  values: ReadonlySet<unknown>,
  reader: NodeReader,
  text: string,
): Written | undefined {
  if (!isScalar(scalar) || !scalar.range) return undefined;
  if (scalar.value === null) return undefined;
  const image = String(typeof scalar.value === 'string' ? scalar.value : scalar.source)
    .trim()
    .slice(0, longestImage);
  const obstacle = obstacleOf(scalar, values, reader);
  return {
    image,
    text: contentOf(scalar, image, text),
    end: scalar.range[1],
    ...(obstacle !== undefined && { obstacle }),
  };
}

function obstacleOf(scalar: Scalar, images: ReadonlySet<unknown>, reader: NodeReader): string | undefined {
  if (typeof scalar.value !== 'string') return t('It isn’t text.');
  // A change at an anchor changes what every alias of it says: that may only be images.
  const isImage = images.has(scalar) && reader.aliasesOf(scalar).every((alias) => images.has(alias));
  return scalar.anchor === undefined || isImage ? undefined : usedElsewhere(scalar.anchor);
}

export function usedElsewhere(anchor: string): string {
  return t`Its text is at the anchor &${anchor}, which is also used elsewhere.`;
}

/** Where the words of a scalar are, without quotes and without the header of a block. */
function contentOf(scalar: Scalar, image: string, text: string): TextRange {
  const [start, end] = scalar.range ?? [0, 0];
  switch (scalar.type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE: {
      const inner = { start: start + 1, end: end - 1 };
      const at = text.slice(inner.start, inner.end).indexOf(image);
      return at < 0 ? inner : { start: inner.start + at, end: inner.start + at + image.length };
    }
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL: {
      // The header's line can end in a comment that names the image.
      const body = text.indexOf('\n', start) + 1;
      const at = text.slice(body, end).indexOf(image);
      return at < 0 ? { start, end } : { start: body + at, end: body + at + image.length };
    }
    default:
      return { start, end };
  }
}
