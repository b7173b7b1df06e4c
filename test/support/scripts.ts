import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What a file of `scripts/` exports. It is plain JavaScript that finds its files by its own place, and tests are bundled
 * into `out/`, so it is loaded from where it stands; tests are always run from the root of the repository.
 */
export async function loadScript<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(resolve('scripts', file)).href)) as T;
}
