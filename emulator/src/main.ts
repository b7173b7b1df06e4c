import { parseArgs } from 'node:util';
import { VirtualClock } from './arm/clock';
import { clouds, customCloud, type Cloud } from './arm/clouds';
import { startEmulator, type EmulatorOptions } from './server';

const USAGE = `Azure Resource Manager on loopback.

  --port <n>         port to listen on (default 8790; 0 takes a free one)
  --scenario <name>  what exists at the start: contoso (the default), empty, or a file of your own (.yaml, .json)
  --latency <scale>  1 is as slow as Azure, 0 ends every operation at once (default 0.1)
  --snapshot <file>  keeps the state in a file, and goes on from it where it exists already
  --cloud <name>     public (the default), usGovernment, china or custom: names of registries and zones
  --registry-suffix <s>  how registries' names end in the custom cloud (default azurecr.emulator.example)
  --role-delay <s>   seconds that a new role assignment grants nothing yet (default 0)
  --virtual-clock    time stands still until the admin API moves it
  --log <file>       append every exchange to a file, one JSON object a line
  --tls-port <n>     HTTPS as well, with sign-in for service principals of the scenario (0 takes a free port)
  --with-parent      end when standard input ends, with whoever started this
  --tls-ca <file>    where to write the certificate that clients of it have to trust
  --help             this text

In the environment: EMULATOR_TOKEN, the only bearer token that is taken (any, where it isn't set).
`;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const { isWithParent, ...ofEmulator } = options;
  const emulator = await startEmulator(ofEmulator);
  const stop = (): void => {
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // It ends however the parent does.
  if (isWithParent) process.stdin.resume().once('end', stop).once('error', stop);
  const addresses = [emulator.url, emulator.tlsUrl].filter((url) => url !== undefined).join(' and ');
  process.stdout.write(`Azure Resource Manager listens on ${addresses} (Ctrl-C ends it)\n`);
}

/** What the command line asks for; `undefined`: to be told what it could ask for. */
function readOptions(args: string[]): (EmulatorOptions & { readonly isWithParent: boolean }) | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8790' },
      scenario: { type: 'string', default: 'contoso' },
      latency: { type: 'string', default: '0.1' },
      snapshot: { type: 'string' },
      cloud: { type: 'string', default: 'public' },
      'registry-suffix': { type: 'string' },
      'role-delay': { type: 'string', default: '0' },
      'virtual-clock': { type: 'boolean', default: false },
      log: { type: 'string' },
      'tls-port': { type: 'string' },
      'tls-ca': { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const token = process.env['EMULATOR_TOKEN'];
  return {
    isWithParent: values['with-parent'],
    ...(token === undefined || token === '' ? {} : { token }),
    port: numberOf('--port', values.port, 65535),
    latencyScale: numberOf('--latency', values.latency, 100),
    roleDelaySeconds: numberOf('--role-delay', values['role-delay'], 86_400),
    cloud: cloudOf(values.cloud, values['registry-suffix']),
    ...(values['virtual-clock'] ? { clock: new VirtualClock(Date.now()) } : {}),
    ...(values.scenario === 'empty' ? {} : { scenario: values.scenario }),
    ...(values.snapshot === undefined ? {} : { snapshotFile: values.snapshot }),
    ...(values.log === undefined ? {} : { logFile: values.log }),
    ...tlsOf(values['tls-port'], values['tls-ca']),
  };
}

function tlsOf(port: string | undefined, authorityFile: string | undefined): Pick<EmulatorOptions, 'tls'> {
  if (port === undefined && authorityFile === undefined) return {};
  if (port === undefined || authorityFile === undefined) {
    throw new Error('--tls-port and --tls-ca go together: clients need the certificate to trust the port.');
  }
  return { tls: { port: numberOf('--tls-port', port, 65535), authorityFile } };
}

function cloudOf(name: string, registrySuffix: string | undefined): Cloud {
  if (name.toLowerCase() === 'custom') return customCloud(suffixOf(registrySuffix));
  if (registrySuffix !== undefined) throw new Error('--registry-suffix goes with --cloud custom only.');
  const found = Object.values(clouds).find((cloud) => cloud.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new Error(`--cloud takes one of ${Object.keys(clouds).join(', ')}, custom, not '${name}'.`);
}

function suffixOf(text = 'azurecr.emulator.example'): string {
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text)) return text;
  throw new Error(
    `--registry-suffix takes the end of a host name, such as azurecr.contoso.example, not '${text}'.`,
  );
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
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return `${error.message}\n\n${USAGE}`;
  }
  return error.message;
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});
