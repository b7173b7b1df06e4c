// @ts-check
/**
 * What keeps a version from being published, from what is written in the repository: nothing is run or asked here.
 */

/**
 * @typedef {object} Manifest
 * @property {string} version
 * @property {string} publisher
 * @property {unknown} [repository]
 * @property {unknown} [bugs]
 * @property {unknown} [homepage]
 */

/**
 * @typedef {{
 *   manifest: Manifest, changelog: string, changedFiles: readonly string[], tags: readonly string[],
 *   translations: readonly { readonly file: string, readonly missing: readonly string[] }[]
 * }} Repository
 */

/**
 * Each in a sentence with what to do; empty for a version that can be published once all checks pass.
 * @param {Repository} repository
 * @returns {string[]}
 */
export function obstacles({ manifest, changelog, changedFiles, tags, translations }) {
  const { version } = manifest;
  const found = [];
  if (!/^\d+\.\d+\.\d+$/.test(version))
    found.push(`${version} isn't a version of the Marketplace: use three numbers (major.minor.patch).`);
  if (datedVersion(changelog) !== version)
    found.push(
      `CHANGELOG.md doesn't begin with a dated section of ${version}: add "## [${version}] - YYYY-MM-DD".`,
    );
  for (const member of /** @type {const} */ (['repository', 'bugs', 'homepage']))
    if (manifest[member] === undefined)
      found.push(
        `package.json has no ${member}: the Marketplace page would lead nowhere. Set it, then take the flags --allow-missing-repository and --no-rewrite-relative-links out of the script "package".`,
      );
  for (const { file, missing } of translations)
    if (missing.length > 0)
      found.push(
        `${file} lacks ${missing.length} texts, which would be in English: "npm run l10n" names them.`,
      );
  if (changedFiles.length > 0)
    found.push(`Files aren't committed: ${changedFiles.slice(0, 5).join(', ')}. Commit or remove them.`);
  if (tags.includes(`v${version}`))
    found.push(`The tag v${version} is there already: raise the version in package.json.`);
  return found;
}

/**
 * The newest version that has a date.
 * @param {string} changelog
 */
function datedVersion(changelog) {
  return /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/m.exec(changelog)?.[1];
}
