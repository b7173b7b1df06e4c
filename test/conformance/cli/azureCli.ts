import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/** Where Debian's package has the network SDK, and the api-version in it that the CLI lacks. */
const DEBIAN_NETWORK = '/usr/lib/python3/dist-packages/azure/mgmt/network';
const DEBIAN_REPAIR = path.resolve('test/conformance/cli/debian');

export interface CliResult {
  readonly code: number;
  /** What stands in stdout, parsed where it is JSON. */
  readonly value: unknown;
  /** All of stderr. */
  readonly error: string;
}

/** The Azure CLI with a configuration of its own, so that the user's sign-in and defaults stay as they are. */
export class AzureCli {
  private constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** `authorityFile`: the certificate to trust. */
  static async inFolder(folder: string, authorityFile: string): Promise<AzureCli> {
    await mkdir(folder, { recursive: true });
    const isDebian =
      existsSync(`${DEBIAN_NETWORK}/v2022_07_01`) && !existsSync(`${DEBIAN_NETWORK}/v2022_01_01`);
    return new AzureCli({
      ...process.env,
      AZURE_CONFIG_DIR: folder,
      REQUESTS_CA_BUNDLE: authorityFile,
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
      AZURE_CORE_NO_COLOR: 'true',
      // A CLI of today asks Microsoft first about sign-in addresses that it doesn't know; the emulator's is an AD FS.
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
      PYTHONDONTWRITEBYTECODE: '1',
      ...(isDebian ? { PYTHONPATH: DEBIAN_REPAIR } : {}),
    });
  }

  /** The version that is installed; `undefined` where there is no `az` on the path. */
  async version(): Promise<string | undefined> {
    const { code, value } = await this.run('version');
    const found = code === 0 && typeof value === 'object' && value !== null && 'azure-cli' in value;
    return found ? String(value['azure-cli']) : undefined;
  }

  run(...args: string[]): Promise<CliResult> {
    return this.#start('az', [...args, '--output', 'json']);
  }

  /** Has bash run a script that calls the CLI; throws with what it says where it fails. Gives what it prints. */
  async script(text: string, ...args: string[]): Promise<string> {
    const { code, value, error } = await this.#start('bash', ['-c', text, 'script', ...args], 600_000);
    if (code !== 0)
      throw new Error(`The script ends with ${code}: ${String(value)}\n${error.trim().slice(0, 2000)}`);
    return String(value);
  }

  #start(command: string, args: readonly string[], timeout = 180_000): Promise<CliResult> {
    return new Promise((resolve) => {
      const child = spawn(command, args, {
        env: this.env,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout,
        shell: false,
      });
      let [output, error] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString('utf8')));
      child.once('error', (thrown) => {
        resolve({ code: 127, value: undefined, error: thrown.message });
      });
      child.once('close', (code) => {
        resolve({ code: code ?? 1, value: parsed(output), error });
      });
    });
  }

  /** What a command prints; throws with what the CLI says where it fails. */
  async get(...args: string[]): Promise<unknown> {
    const { code, value, error } = await this.run(...args);
    if (code !== 0) throw new Error(`az ${args.join(' ')} ends with ${code}: ${error.trim().slice(0, 600)}`);
    return value;
  }

  /** The error text of a command that has to fail. */
  async refusal(...args: string[]): Promise<string> {
    const { code, error } = await this.run(...args);
    if (code === 0) throw new Error(`az ${args.join(' ')} goes through.`);
    return error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.trim();
  }
}
