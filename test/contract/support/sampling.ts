/** Looks at what nodes would get at every moment of a run: after each request, and after each thing that Azure gets done. */
import assert from 'node:assert/strict';
import { VirtualClock } from '../../../emulator/src/arm/clock';
import { pullVerdict } from '../../../emulator/src/oracle/index';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import { Linking } from './linking';

/** A second of Azure in seconds of the emulator's clock: answers ask to be polled at the same scale, in real time. */
const second = 0.001;

export interface Sample {
  /** The request after which it was taken, or how far Azure had got. */
  readonly after: string;
  readonly verdict: 'Pulled' | 'Failed';
  readonly eventText: string;
}

/** The Contoso estate, in which time goes on only as requests are made, a second at a time. */
export class Sampling {
  readonly samples = new Map<string, Sample[]>();
  readonly linking: Linking;

  private constructor(readonly emulator: Emulator) {
    this.linking = Linking.over(emulator);
  }

  static async start(): Promise<Sampling> {
    const clock = new VirtualClock();
    const emulator = await startEmulator({ scenario: 'contoso', latencyScale: second, clock });
    const sampling = new Sampling(emulator);
    const { core } = emulator;
    const handle = core.handle.bind(core);
    core.handle = (raw) => {
      const outcome = handle(raw);
      sampling.take(`${raw.method} ${raw.url.split('?')[0]!}`);
      clock.advance(second);
      core.operations.settle();
      sampling.take(`a second after ${raw.method} ${raw.url.split('?')[0]!}`);
      return outcome;
    };
    return sampling;
  }

  /** Watches whether the nodes of a cluster can pull. */
  watch(clusterId: string, image: string): void {
    this.samples.set(clusterId, []);
    this.images.set(clusterId, image);
  }

  private readonly images = new Map<string, string>();

  private take(after: string): void {
    for (const [clusterId, taken] of this.samples) {
      const image = this.images.get(clusterId)!;
      const { verdict, eventText } = pullVerdict(this.emulator.estate, { clusterId, image });
      taken.push({ after, verdict, eventText });
    }
  }

  /** When a cluster couldn't pull, and what its nodes would have said. */
  failures(clusterId: string): string[] {
    const samples = this.samples.get(clusterId) ?? [];
    assert.ok(samples.length > 0, `${clusterId} is watched, and something has happened`);
    return samples
      .filter(({ verdict }) => verdict === 'Failed')
      .map(({ after, eventText }) => `${after}: ${eventText.split(': ').at(-1)!}`);
  }
}
