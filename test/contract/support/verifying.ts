/** Verifications from inside of clusters, over the emulator. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import type { Azure, Clock } from '../../../src/provisioning/ports';
import { poolOffers } from '../../../src/verifying/pools';
import { newRunId } from '../../../src/verifying/runId';
import { parseTestImage, type TestImage } from '../../../src/verifying/testImage';
import type { Verification } from '../../../src/verifying/verification';
import { verify } from '../../../src/verifying/verify';
import { azureAt, never } from './azure';

let slept = 0;

/**
 * Waits of the run take no time and count all the same, each with the ten seconds that a command takes in a cluster; what
 * the emulator does takes as long as it takes.
 */
export const hurried: Clock = {
  now: () => Date.now() + slept,
  sleep: (milliseconds) => {
    slept += milliseconds + 10_000;
    return Promise.resolve();
  },
};

export function testImage(text: string): TestImage {
  const parsed = parseTestImage(text, text.slice(0, text.indexOf('/')));
  assert.ok(!('problem' in parsed), JSON.stringify(parsed));
  return parsed;
}

interface RunOptions {
  readonly signal?: AbortSignal;
  readonly as?: Azure;
  readonly tell?: (verification: Verification) => void;
  readonly namespace?: string;
  readonly enough?: AbortSignal;
}

export class Verifying {
  private constructor(
    readonly emulator: Emulator,
    readonly azure: Azure,
  ) {}

  static async start(): Promise<Verifying> {
    slept = 0;
    const emulator = await startEmulator({ scenario: 'contoso' });
    return new Verifying(emulator, azureAt(emulator.url));
  }

  /** Over an emulator that somebody else has started. */
  static over(emulator: Emulator, azure: Azure): Verifying {
    slept = 0;
    return new Verifying(emulator, azure);
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  /** Has every pool that can be asked pull the image. */
  async run(
    image: string,
    clusterId: string,
    {
      signal = never,
      as = this.azure,
      tell = () => undefined,
      namespace = 'default',
      enough,
    }: RunOptions = {},
  ): Promise<Verification> {
    const target = await as.readCommandTarget(clusterId, never);
    const pools = poolOffers(target).flatMap(({ pool, left }) => (left === undefined ? [pool.name] : []));
    const request = { runId: newRunId(), target, image: testImage(image), namespace, pools };
    return verify(request, { commands: as, clock: hurried }, signal, tell, enough);
  }

  /** Names of the pods in all clusters. */
  podsLeft(): string[] {
    return this.emulator.estate
      .ofType('Microsoft.ContainerService/managedClusters/emulatedPods')
      .map(({ name }) => name);
  }
}
