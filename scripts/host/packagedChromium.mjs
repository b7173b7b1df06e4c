// @ts-check
// Chromium out of an npm package, made for machines on which nothing can be installed: it brings its own
// libraries and fonts.
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { run } from '../processes.mjs';
import { installPinned } from './cache.mjs';
import { HostUnavailable } from './unavailable.mjs';

/** @typedef {import('./browser.mjs').Chromium} Chromium */

/** The package's own one names folders of the cloud service that it was made for: a page would have no text. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** @returns {Promise<Chromium>} */
export async function installPackagedChromium() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new HostUnavailable('there is no packaged Chromium for this platform');
  }
  const folder = await installPinned({
    source: fileURLToPath(new URL('chromium', import.meta.url)),
    title: 'Chromium',
    recipe: fontConfiguration,
    finish: unpack,
  });
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

/** @param {string} folder */
async function unpack(folder) {
  const packed = join(folder, 'node_modules/@sparticuz/chromium/bin');
  await decompress(join(packed, 'chromium.br'), join(folder, 'chromium'));
  await chmod(join(folder, 'chromium'), 0o755);
  await extract(join(packed, 'al2023.tar.br'), folder);
  await extract(join(packed, 'fonts.tar.br'), join(folder, 'fonts'));
  await writeFile(join(folder, 'fonts', 'fonts.conf'), fontConfiguration);
  await rm(join(folder, 'node_modules'), { recursive: true });
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function extract(archive, folder) {
  const tar = join(folder, 'archive.tar');
  await mkdir(folder, { recursive: true });
  await decompress(archive, tar);
  const result = await run('tar', ['-xf', tar, '-C', folder]);
  if (result.code !== 0) throw new HostUnavailable(`Chromium could not be unpacked: ${result.output}`);
  await rm(tar);
}

/**
 * @param {string} from
 * @param {string} to
 */
async function decompress(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}
