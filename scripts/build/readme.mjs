// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The README of the .vsix, dist/README.md: without the table of pictures, which are a quarter of the package and aren't in
 * it. The repository shows them.
 * @param {string} root
 */
export async function writeReadme(root) {
  const text = await readFile(path.join(root, 'README.md'), 'utf8');
  await writeFile(path.join(root, 'dist', 'README.md'), withoutPictures(text));
}

/**
 * Tables in which pictures of media/readme stand are left out as a whole.
 * @param {string} text
 */
export function withoutPictures(text) {
  const blocks = text.split('\n\n');
  return blocks.filter((block) => !/^\|[\s\S]*\]\(media\/readme\//.test(block)).join('\n\n');
}
