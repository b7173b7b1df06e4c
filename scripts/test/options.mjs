// @ts-check
import { parseArgs } from 'node:util';
import { suiteNames } from './suites.mjs';

export const help = `Usage: npm test                      all suites: ${suiteNames.join(', ')}
       node scripts/test.mjs unit ...  only the suites named

  --coverage      line coverage of the unit and contract suites, into coverage/
  --grep TEXT     only tests whose title contains the text
  --no-package    the e2e suite takes dist/acr-private-link.vsix as it is
  --pictures      the e2e suite leaves pictures of what it meets, light and dark, in out/screenshots
  --help          this text

unit        the engine and the emulator, in plain Node.js
contract    the Azure half through Microsoft's SDK, against the emulator
extension   inside the extension host of a real VS Code
e2e         the packaged extension, driven through a browser
conformance the emulator's answers, and all that contract and e2e have recorded, beside Microsoft's definitions

The extension suite runs in code-server and a headless Chromium, which are installed on first need into
ACR_PRIVATE_LINK_CACHE (default ~/.cache/acr-private-link). To run it in desktop VS Code, say which:

  VSCODE_EXECUTABLE=/path/to/code npm test     an installed one
  VSCODE_EXECUTABLE=download npm test          one that @vscode/test-electron downloads

Where neither can be had, the suites extension and e2e count as skipped; with CI=true that is a failure.

The conformance suite looks for the definitions in ../shared/azure-rest-api-specs, or where CONFORMANCE_SPECS says,
and counts as skipped where they aren't. Microsoft's validator is installed into the cache on first need.

The unit suite has shellcheck look at exported scripts: the one that SHELLCHECK names, one on the path, or Debian's,
unpacked into the cache on first need. Without any, these tests are skipped.`;

/**
 * @typedef {object} Options
 * @property {import('./suites.mjs').SuiteName[]} suites
 * @property {boolean} coverage
 * @property {boolean} package
 * @property {boolean} pictures
 * @property {string} [grep]
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      coverage: { type: 'boolean', default: false },
      grep: { type: 'string' },
      help: { type: 'boolean', default: false },
      'no-package': { type: 'boolean', default: false },
      pictures: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !suiteNames.some((suite) => suite === name));
  if (unknown) throw new Error(`There is no suite "${unknown}".`);
  const named = suiteNames.filter((suite) => positionals.includes(suite));
  return {
    suites: named.length > 0 ? named : [...suiteNames],
    coverage: values.coverage,
    package: !values['no-package'],
    pictures: values.pictures,
    ...(values.grep !== undefined && { grep: values.grep }),
    help: values.help,
  };
}

/**
 * The options of a suite as they are written on a command line.
 * @param {Options} options
 * @returns {string[]}
 */
export function given({ coverage, grep }) {
  return [...(coverage ? ['--coverage'] : []), ...(grep === undefined ? [] : [`--grep=${grep}`])];
}
