import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the suite needs from outside; `scripts/test/conformance.mjs` puts it there. */
function needed(variable: string, meaning: string): string {
  const value = process.env[variable];
  if (value !== undefined && existsSync(value)) return resolve(value);
  throw new Error(`${variable} names no folder (${meaning}). Run \`npm run conformance\` instead.`);
}

/** Folder with Microsoft's definitions. */
export const definitionsFolder = needed('CONFORMANCE_SPECS', "Microsoft's definitions");
/** Folder in which `oav` is installed. */
export const oavFolder = needed('CONFORMANCE_OAV', 'where oav is installed');
/** Folder below which all suites leave their traffic. */
export const trafficFolder = resolve('out/traffic');
export const reportFile = resolve('out/conformance/report.md');
