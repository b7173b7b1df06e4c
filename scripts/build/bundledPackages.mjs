// @ts-check
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('esbuild').Metafile} Metafile */

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} license as its package.json says, empty where that says none
 * @property {string} folder absolute
 * @property {string | undefined} integrity the hash of the package's archive, as the lockfile says
 * @property {string[]} imports `name@version` of the bundled packages that its code imports
 */

/** @typedef {{ packages: BundledPackage[], direct: string[] }} Bundled what is bundled, and what own code imports of it */

/**
 * The packages of which something is in bundles, each version once, in the order of their names.
 * @param {readonly Metafile[]} metafiles
 * @param {string} root in which the bundles were made
 * @returns {Bundled}
 */
export function bundledPackages(metafiles, root) {
  const locked = integrities(root);
  /** @type {Map<string, BundledPackage>} */
  const byFolder = new Map();
  for (const { outputs } of metafiles) {
    for (const file of Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))) {
      const folder = packageFolder(file);
      if (folder !== undefined && !byFolder.has(folder)) byFolder.set(folder, read(folder, root, locked));
    }
  }
  /** @type {Set<string>} */
  const direct = new Set();
  for (const [file, { imports }] of metafiles.flatMap(({ inputs }) => Object.entries(inputs))) {
    const importer = byFolder.get(packageFolder(file) ?? '');
    if (importer === undefined && packageFolder(file) !== undefined) continue;
    for (const { path: imported } of imports) {
      const target = byFolder.get(packageFolder(imported) ?? '');
      if (target === undefined || target === importer) continue;
      if (importer === undefined) direct.add(idOf(target));
      else if (!importer.imports.includes(idOf(target))) importer.imports.push(idOf(target));
    }
  }
  const packages = new Map([...byFolder.values()].map((each) => [idOf(each), each]));
  const ids = [...packages.keys()].sort();
  return { packages: ids.flatMap((id) => packages.get(id) ?? []), direct: [...direct] };
}

/** @param {Pick<BundledPackage, 'name' | 'version'>} bundled */
export function idOf({ name, version }) {
  return `${name}@${version}`;
}

/**
 * The folder of the package that a file belongs to: a package.json further in says nothing about the whole.
 * @param {string} file relative, as in a metafile
 */
function packageFolder(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/**
 * @param {string} folder
 * @param {string} root
 * @param {ReadonlyMap<string, string>} locked
 * @returns {BundledPackage}
 */
function read(folder, root, locked) {
  const absolute = path.join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8'));
  return {
    name,
    version,
    license: typeof license === 'string' ? license : '',
    folder: absolute,
    integrity: locked.get(folder),
    imports: [],
  };
}

/** @param {string} root */
function integrities(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  /** @type {[string, { integrity?: string }][]} */
  const entries = Object.entries(packages);
  return new Map(entries.flatMap(([folder, { integrity }]) => (integrity ? [[folder, integrity]] : [])));
}
