/** Whether a registry has the images that a manifest was pointed at: what it hasn't can't be pulled. */
import { t } from '@vscode/l10n';
import { parseReference } from '../manifests/reference';
import type { RegistryAddress, RegistryImages } from '../provisioning';
import { isNotFound } from './keptDigests';

/** An image after the edit; what has a digest is looked for by that (`keptDigests.ts`). */
export interface PointedImage {
  /** As it was before. */
  readonly source: string;
  readonly repository: string;
  readonly tag: string;
}

export interface Missing {
  readonly images: readonly PointedImage[];
  /** In sentences; empty where the registry has them all. */
  readonly words: string;
}

/** Milliseconds for all questions: the edit is made, and the user waits to hear of it. */
const longest = 5_000;

/** What an edit makes of an image that is pulled by its tag; `chosen` is what changes besides the registry. */
export function pointedImage(
  source: string,
  chosen: { readonly repository?: string | undefined; readonly tag?: string | undefined },
): PointedImage | undefined {
  const reference = parseReference(source);
  if ('problem' in reference || (reference.digest !== undefined && chosen.tag === undefined))
    return undefined;
  const { repository, tag = 'latest' } = reference;
  return { source, repository: chosen.repository ?? repository, tag: chosen.tag ?? tag };
}

/** Asks the registry for each image once. Never rejects: where the registry can't be asked, the words say so. */
export async function missingImages(
  pointed: readonly PointedImage[],
  registry: RegistryAddress,
  images: Pick<RegistryImages, 'digestOf'>,
): Promise<Missing> {
  const signal = AbortSignal.timeout(longest);
  const { loginServer } = registry;
  const different = [...new Map(pointed.map((each) => [`${each.repository}:${each.tag}`, each])).values()];
  const missing: PointedImage[] = [];
  let unchecked = '';
  for (const [index, image] of different.entries()) {
    const answer = await images.digestOf(registry, image.repository, image.tag, signal);
    if (answer.kind === 'found') continue;
    if (isNotFound(answer)) {
      missing.push(image);
      continue;
    }
    // What keeps one from being asked for keeps the others, too.
    const rest = different.length - index;
    const what = rest === 1 ? `${image.repository}:${image.tag}` : t`${rest} of the images`;
    unchecked = t`Couldn’t check whether ${loginServer} has ${what}: ${answer.failure.message}`;
    break;
  }
  return { images: missing, words: [wordsOf(missing, loginServer), unchecked].filter(Boolean).join(' ') };
}

/** How many are named at most. */
const namedAtMost = 3;

function wordsOf(missing: readonly PointedImage[], loginServer: string): string {
  if (missing.length === 0) return '';
  const named = missing.slice(0, namedAtMost).map(({ repository, tag }) => `${repository}:${tag}`);
  const others = missing.length > namedAtMost ? t` and ${missing.length - namedAtMost} more` : '';
  return missing.length === 1
    ? t`${loginServer} doesn’t have ${named.join(', ')}, so nodes can’t pull it.`
    : t`${loginServer} doesn’t have ${named.join(', ')}${others}, so nodes can’t pull them.`;
}
