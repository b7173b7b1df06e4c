import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type { AzureLimits } from '../../../src/provisioning/azureOptions';
import { azureAt } from './azure';
import { startScripted, type Answer, type SeenRequest } from './scripted';

/** Long enough for a client on a busy machine to send all that it can send with what it knows. */
const QUIET_MILLISECONDS = 250;
/** Turns of the event loop, which client and server share: what was sent has arrived by then. */
const QUIET_TURNS = 20;

export interface Asked {
  readonly requests: readonly SeenRequest[];
  /** Those of Resource Graph. */
  readonly queries: readonly SeenRequest[];
  /** A round is everything that is asked before an answer to any of it has come. */
  readonly rounds: number;
  /** The most that waited for an answer at once. */
  readonly atOnce: number;
}

/** What Azure, an emulator at this address, is asked while somebody reads: each round's answers are held back until nobody asks any more. */
export async function askedBy(
  url: string,
  read: (azure: ReturnType<typeof azureAt>) => Promise<unknown>,
  limits?: Partial<AzureLimits>,
): Promise<Asked> {
  const rounds = new Rounds((request) => forwarded(url, request));
  const server = await startScripted((request) => rounds.ask(request));
  try {
    // Code that runs for the first time is slow to ask, which would look like a round of its own.
    await read(azureAt(url));
    await read(azureAt(server.url, limits === undefined ? {} : { limits }));
    const requests = server.seen;
    const queries = requests.filter(({ path }) => /ResourceGraph/i.test(path));
    return { requests, queries, rounds: rounds.count, atOnce: rounds.most };
  } finally {
    await server.close();
  }
}

class Rounds {
  count = 0;
  most = 0;
  private waiting: (() => void)[] = [];

  constructor(private readonly answer: (request: SeenRequest) => Promise<Answer>) {}

  async ask(request: SeenRequest): Promise<Answer> {
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) void this.openWhenQuiet();
    });
    return this.answer(request);
  }

  private async openWhenQuiet(): Promise<void> {
    for (let before = 0; before < this.waiting.length;) {
      before = this.waiting.length;
      await delay(QUIET_MILLISECONDS);
      for (let turn = 0; turn < QUIET_TURNS; turn += 1) await setImmediate();
    }
    this.count += 1;
    this.most = Math.max(this.most, this.waiting.length);
    for (const release of this.waiting.splice(0)) release();
  }
}

async function forwarded(target: string, { method, path, headers, body }: SeenRequest): Promise<Answer> {
  const response = await fetch(`${target}${path}`, {
    method,
    headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
    ...(body === '' ? {} : { body }),
  });
  return { status: response.status, body: await response.json() };
}
