import { createHash } from 'node:crypto';

export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

export interface ManifestText {
  readonly text: string;
  readonly digest: string;
  /** Bytes of the image: config and layers. */
  readonly imageSize: number;
}

/**
 * The manifest of an image that nobody built: everything in it follows from the seed, so that one image has one digest
 * in every registry and after every start. As with a real one, the digest is the SHA-256 of the text that is answered.
 */
export function manifestOf(seed: string): ManifestText {
  const layers = ['base', 'app'].map((part, index) => ({
    mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    size: 2_800_000 * (index + 1),
    digest: digestOf(`${seed}|${part}`),
  }));
  const config = {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 1470,
    digest: digestOf(`${seed}|config`),
  };
  const text = JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_MANIFEST, config, layers });
  const imageSize = layers.reduce((sum, { size }) => sum + size, config.size);
  return { text, digest: digestOf(text), imageSize };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REFERENCE = new RegExp(
  `^(${COMPONENT}(?:/${COMPONENT})*)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@(sha256:[0-9a-f]{64}))?$`,
);

/** `shop/web:v1` or `shop/web@sha256:…` without a registry; undefined for what no image can be called. */
export function parseReference(
  reference: string,
): { repository: string; tag: string | undefined; digest: string | undefined } | undefined {
  const [, repository, tag, digest] = REFERENCE.exec(reference) ?? [];
  return repository === undefined || repository.length > 255 ? undefined : { repository, tag, digest };
}
