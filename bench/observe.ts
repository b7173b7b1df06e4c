/** What it costs to read a pair: requests in all, and how many of them have to be waited for one after another. */
import { Linking } from '../test/contract/support/linking';
import { azureAt, never } from '../test/contract/support/azure';
import { contoso } from '../test/contract/support/contoso';
import { startScripted, type Answer, type SeenRequest } from '../test/contract/support/scripted';

export interface ObserveFigures {
  readonly requests: number;
  /** A round is everything that is asked before an answer to any of it has come. */
  readonly rounds: number;
}

/** Long enough for a client on a busy machine to send all that it can send with what it knows. */
const QUIET_MILLISECONDS = 250;

/** `observe` of a pair of the sample estate, with each round's answers held back until nobody asks any more. */
export async function measureObserve(
  registry: Parameters<typeof contoso>[0],
  cluster: Parameters<typeof contoso>[0],
): Promise<ObserveFigures> {
  const linking = await Linking.start();
  const rounds = new Rounds((request) => forwarded(linking.emulator.url, request));
  const server = await startScripted((request) => rounds.ask(request));
  try {
    const pair = { registryId: contoso(registry), clusterIds: [contoso(cluster)] };
    // Code that runs for the first time is slow to ask, which would look like a round of its own.
    await azureAt(linking.emulator.url).observe(pair, never);
    await azureAt(server.url).observe(pair, never);
    return { requests: server.seen.length, rounds: rounds.count };
  } finally {
    await server.close();
    await linking.close();
  }
}

class Rounds {
  count = 0;
  private waiting: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly answer: (request: SeenRequest) => Promise<Answer>) {}

  ask(request: SeenRequest): Promise<Answer> {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.count += 1;
      for (const release of this.waiting.splice(0)) release();
    }, QUIET_MILLISECONDS);
    return new Promise<void>((resolve) => this.waiting.push(resolve)).then(() => this.answer(request));
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
