import { parseArgs } from 'node:util';
import { startEmulator } from './server';

const USAGE = `Azure Resource Manager on loopback.

  --port <n>         port to listen on (default 8790; 0 takes a free one)
  --scenario <name>  what exists at the start (default contoso; "empty" for nothing)
  --latency <scale>  1 is as slow as Azure, 0 ends every operation at once (default 0.1)
  --log <file>       append every exchange to a file, one JSON object a line
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8790' },
      scenario: { type: 'string', default: 'contoso' },
      latency: { type: 'string', default: '0.1' },
      log: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = numberOf('--port', values.port, 65535);
  const emulator = await startEmulator({
    port,
    latencyScale: numberOf('--latency', values.latency, 100),
    ...(values.scenario === 'empty' ? {} : { scenario: values.scenario }),
    ...(values.log === undefined ? {} : { logFile: values.log }),
  });
  process.stdout.write(`Azure Resource Manager listens on ${emulator.url} (Ctrl-C ends it)\n`);
  const stop = (): void => void emulator.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function numberOf(option: string, text: string, maximum: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= maximum)) {
    throw new Error(`${option} takes a number from 0 to ${maximum}, not '${text}'.`);
  }
  return value;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return 'The port is taken, perhaps by another emulator. Choose one with --port, or --port 0 for a free one.';
  }
  if (code === 'EACCES')
    return 'The port may not be used by this account. Choose one above 1024 with --port.';
  return error.message;
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
