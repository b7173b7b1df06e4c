// @ts-check
// `node scripts/test/suite.mjs NAME [options of test.mjs]`: runs one suite in a process of its own, so that what it prints
// can be told from what the suite beside it prints.
import { exitOnSignals } from '../processes.mjs';
import { readOptions } from './options.mjs';
import { suites } from './suites.mjs';

exitOnSignals();
const { suites: names, coverage, grep } = readOptions(process.argv.slice(2));
const [name] = names;
if (name === undefined || names.length > 1) throw new Error('Which suite?');
const suite = suites[name];
process.exit(await suite.run({ coverage, env: process.env, ...(grep !== undefined && { grep }) }));
