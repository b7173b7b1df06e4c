// @ts-check
// `npm run examples`: has the exporter write the files in `examples/` from the sample estate.
import { exitOnSignals, show } from './processes.mjs';
import { root } from './root.mjs';

exitOnSignals();
process.env.EXAMPLES = 'write';
process.exitCode = await show(process.execPath, ['scripts/test.mjs', 'contract', '--grep', 'the examples'], {
  cwd: root,
});
