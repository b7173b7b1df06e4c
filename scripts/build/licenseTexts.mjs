// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { idOf } from './bundledPackages.mjs';

/** @typedef {import('./bundledPackages.mjs').BundledPackage} BundledPackage */

/** The licenses under which something may be bundled, and words that each one's text holds. */
const permitted = new Map([
  ['0BSD', /Permission to use, copy, modify, and\/or distribute this software/],
  ['Apache-2.0', /Apache License Version 2\.0/],
  ['BSD-2-Clause', /Redistribution and use in source and binary forms/],
  ['BSD-3-Clause', /Redistribution and use in source and binary forms/],
  ['ISC', /Permission to use, copy, modify, and\/or distribute this software/],
  ['MIT', /Permission is hereby granted, free of charge/],
]);

/** In every license but Apache's, which names no holder, somebody holds the copyright. */
const copyrightLine = /(^|\n)\W*(copyright|\(c\)|©)/i;

const fast = { license: 'MIT', file: 'microsoft-fast.txt' };

/**
 * Packages that ship no license text, and the text of the repository that they are made in, in `licenses/`. An entry
 * holds as long as the package names the same license.
 * @type {Readonly<Record<string, { license: string, file: string }>>}
 */
export const textsNotShipped = {
  // The file LICENSE of github.com/microsoft/fast, which the packages name as their repository.
  '@microsoft/fast-element': fast,
  '@microsoft/fast-foundation': fast,
  '@microsoft/fast-web-utilities': fast,
  // The file LICENSE of github.com/microsoft/vscode-l10n.
  '@vscode/l10n': { license: 'MIT', file: 'microsoft-vscode-l10n.txt' },
};

/**
 * The texts that have to come along with a package's code: its license, then its notices.
 * Throws an Error that says what to do for a package that can't be bundled as it is.
 * @param {BundledPackage} bundled
 * @returns {string[]}
 */
export function licenseTexts(bundled) {
  const words = permitted.get(bundled.license);
  if (!words) {
    throw new Error(
      `${idOf(bundled)} names the license "${bundled.license}", which is not among ${[...permitted.keys()].join(', ')}. ` +
        'Look at what it asks for, and add it to scripts/build/licenseTexts.mjs if it may be bundled.',
    );
  }
  const shipped = textFiles(bundled.folder, /^(licen[cs]e|copying|copyright)/i);
  const licenses = shipped.length > 0 ? shipped : notShipped(bundled);
  const whole = licenses.join('\n').replace(/\s+/g, ' ');
  const isComplete =
    words.test(whole) && (bundled.license === 'Apache-2.0' || copyrightLine.test(licenses.join('\n')));
  if (!isComplete) {
    throw new Error(
      `${idOf(bundled)} comes without the text of its license ${bundled.license}. If its repository has one, ` +
        'add that to scripts/build/licenses and to the table in scripts/build/licenseTexts.mjs.',
    );
  }
  return [...licenses, ...textFiles(bundled.folder, /^(notice|third[-_ ]?party|acknowledge?ment)/i)];
}

/** @param {BundledPackage} bundled */
function notShipped({ name, license }) {
  const entry = textsNotShipped[name];
  if (entry?.license !== license) return [];
  return [readFileSync(path.join(import.meta.dirname, 'licenses', entry.file), 'utf8').trim()];
}

/**
 * @param {string} folder
 * @param {RegExp} named
 */
function textFiles(folder, named) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && named.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}
