// @ts-check
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { idOf } from './bundledPackages.mjs';

/** @typedef {import('./bundledPackages.mjs').Bundled} Bundled */
/** @typedef {import('./bundledPackages.mjs').BundledPackage} BundledPackage */

/**
 * The software bill of materials as CycloneDX 1.6 in JSON: the extension, the packages in its bundles, and which imports
 * which. It says neither when it was made nor has it a number of its own, so that the same sources give the same file.
 * @param {{ name: string, version: string, description: string, license: string }} product
 * @param {Bundled} bundled
 * @returns {string}
 */
export function sbomOf(product, { packages, direct }) {
  const components = new Map(packages.map((each) => [idOf(each), componentOf(each)]));
  for (const each of packages) connect(components.get(idOf(each)), each.imports, components);
  const extension = new Models.Component(Enums.ComponentType.Application, product.name, {
    bomRef: product.name,
    version: product.version,
    description: product.description,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(product.license)]),
  });
  connect(extension, direct, components);
  const bom = new Models.Bom({
    metadata: new Models.Metadata({
      component: extension,
      lifecycles: new Models.LifecycleRepository([Enums.LifecyclePhase.Build]),
    }),
    components: new Models.ComponentRepository(components.values()),
  });
  const format = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(format).serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** @param {BundledPackage} bundled */
function componentOf({ name, version, license, integrity }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`;
  const [group, ofGroup] = name.split('/');
  return new Models.Component(Enums.ComponentType.Library, ofGroup ?? name, {
    bomRef: purl,
    ...(ofGroup !== undefined && { group }),
    version,
    purl,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(license)]),
    hashes: hashesOf(integrity),
  });
}

/**
 * @param {Models.Component | undefined} from
 * @param {readonly string[]} ids
 * @param {ReadonlyMap<string, Models.Component>} components
 */
function connect(from, ids, components) {
  for (const id of ids) {
    const to = components.get(id);
    if (to) from?.dependencies.add(to.bomRef);
  }
}

/** @param {string | undefined} integrity of the package's archive, in the form of a lockfile */
function hashesOf(integrity) {
  const [, content] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? [];
  return new Models.HashDictionary(
    content ? [[Enums.HashAlgorithm['SHA-512'], Buffer.from(content, 'base64').toString('hex')]] : [],
  );
}
