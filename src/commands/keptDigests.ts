import { t } from '@vscode/l10n';
import { parseReference } from '../manifests/reference';
import type { RegistryAddress, RegistryImages } from '../provisioning';
import { shortDigest } from '../views/explorer/imageNodes';

/** An image after the edit. */
export interface KeptImage {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string;
}

export interface KeptDigests {
  /** In sentences; empty where the registry has them all, by these tags. */
  readonly words: string;
  /** Whether a pull may fail, or nobody knows. */
  readonly isDoubtful: boolean;
}

/** Milliseconds for all questions: the edit is made, and the user waits to hear of it. */
const longest = 10_000;

/** The image that an edit leaves, if it is one with a digest; `repository` where that changes, too. */
export function keptImage(image: string, repository: string | undefined): KeptImage | undefined {
  const reference = parseReference(image);
  if ('problem' in reference || reference.digest === undefined) return undefined;
  const { tag, digest } = reference;
  return { repository: repository ?? reference.repository, tag, digest };
}

/**
 * Asks the registry whether it has digests that came from another one: a copy of an image can have another digest there, and
 * nodes pull by the digest alone. Never rejects: where the registry can't be asked, the words say so.
 */
export async function compareKeptDigests(
  kept: readonly KeptImage[],
  registry: RegistryAddress,
  images: Pick<RegistryImages, 'digestOf'>,
): Promise<KeptDigests> {
  const signal = AbortSignal.timeout(longest);
  const different = [...new Map(kept.map((image) => [JSON.stringify(image), image])).values()];
  const sentences: string[] = [];
  let isDoubtful = false;
  for (const [index, image] of different.entries()) {
    const answer = await compare(image, registry, images, signal);
    if (answer.kind === 'same') continue;
    isDoubtful ||= answer.kind !== 'moved';
    if (answer.kind !== 'unchecked') {
      sentences.push(answer.words);
      continue;
    }
    // What keeps one from being asked keeps the others, too.
    const rest = different.slice(index);
    sentences.push(
      rest.length === 1
        ? t`The digest of ${image.repository} was kept. Couldn’t check whether ${registry.loginServer} has it: ${answer.why}`
        : t`${rest.length} digests were kept. Couldn’t check whether ${registry.loginServer} has them: ${answer.why}`,
    );
    break;
  }
  return { words: sentences.join(' '), isDoubtful };
}

type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'moved' | 'missing'; readonly words: string }
  | { readonly kind: 'unchecked'; readonly why: string };

async function compare(
  { repository, tag, digest }: KeptImage,
  registry: RegistryAddress,
  images: Pick<RegistryImages, 'digestOf'>,
  signal: AbortSignal,
): Promise<Comparison> {
  const name = `${registry.loginServer}/${repository}`;
  const byTag = tag === undefined ? undefined : await images.digestOf(registry, repository, tag, signal);
  if (byTag?.kind === 'found' && byTag.digest === digest) return { kind: 'same' };
  if (byTag !== undefined && byTag.kind !== 'found' && !isNotFound(byTag)) {
    return { kind: 'unchecked', why: byTag.failure.message };
  }
  const there =
    byTag?.kind === 'found'
      ? t` The tag ${tag ?? ''} there has the digest ${shortDigest(byTag.digest)}….`
      : '';
  // The tag may have been moved on since, with the image still there.
  const byDigest = await images.digestOf(registry, repository, digest, signal);
  if (byDigest.kind === 'found' && byDigest.digest === digest) {
    if (tag === undefined) return { kind: 'same' };
    return {
      kind: 'moved',
      words: t`Nodes pull the kept digest of ${name}, whatever ${tag} points to.${there}`,
    };
  }
  if (byDigest.kind !== 'found' && !isNotFound(byDigest)) {
    return { kind: 'unchecked', why: `${byDigest.failure.message}${there}` };
  }
  return {
    kind: 'missing',
    words: t`The digest ${shortDigest(digest)}… was kept, but ${name} doesn’t have it, so it can’t be pulled.${there}`,
  };
}

/** Whether the registry answered, and hasn't the image. */
export function isNotFound(answer: {
  readonly kind: string;
  readonly failure?: { readonly code: string };
}): boolean {
  return answer.failure?.code === 'registry.notFound';
}
