/** A process of its own with an emulator that holds an estate of the size that its argument names: prints its address. */
import { seedBuiltInRoles } from '../emulator/src/providers/authorization/builtInRoles';
import { startEmulator } from '../emulator/src/server';
import { fillWith } from '../test/support/bigAzure';
import { sizes } from '../test/support/bigEstates';

const [size = 'S', latency = '50', quota = ''] = process.argv.slice(2);
const emulator = await startEmulator();
seedBuiltInRoles(emulator.estate);
fillWith(emulator.core, sizes[size as keyof typeof sizes]);
emulator.faults.add({ kind: 'latency', milliseconds: Number(latency), match: { times: 'always' } });
if (quota === 'quota') emulator.faults.add({ kind: 'graph-quota' });
process.stdout.write(`${emulator.url}\n`);
