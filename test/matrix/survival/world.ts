/** The contoso estate at the start of an operation, as often as one likes: the same each time. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullVerdict, resolveName } from '../../../emulator/src/oracle/index';
import { pushVerdict } from '../../../emulator/src/oracle/push';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import { clouds } from '../../../src/model/clouds';
import { createAzure } from '../../../src/azure/azure';
import { systemClock } from '../../../src/platform/clock';
import { run } from '../../../src/provisioning/operations/run';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { Azure } from '../../../src/provisioning/ports';
import { stateOf } from '../../support/estateState';
import { sealedFiles } from '../../support/journals';
import { failuresOf, type Answer, type Job } from '../process/job';
import { RequestNames } from '../process/killing';
import { perform } from '../process/perform';
import { inProcess } from '../process/run';
import { restore, saved, type Saved } from './saved';
import { tokenTraces } from './tokenTraces';

/** Looks like a real one; what is found of it anywhere is a leak. */
export const token = [
  Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT' })).toString('base64url'),
  randomBytes(240).toString('base64url'),
  randomBytes(64).toString('base64url'),
].join('.');

export const never = new AbortController().signal;

export class World {
  private constructor(
    readonly emulator: Emulator,
    readonly azure: Azure,
    readonly folder: string,
  ) {}

  /** With what the given plans make already there; plans that were made for that state can be applied in it. */
  static async start(made: readonly AnyPlan[] = []): Promise<World> {
    const state = await stateAfter(made);
    const world = await World.in(await startEmulator());
    await restore(state, world.emulator, world.folder);
    world.emulator.log.clear();
    return world;
  }

  static async empty(): Promise<World> {
    return World.in(await startEmulator({ scenario: 'contoso' }));
  }

  private static async in(emulator: Emulator): Promise<World> {
    const azure = createAzure({
      endpoint: emulator.url,
      cloud: clouds.public,
      tokenSource: () => Promise.resolve({ token, expiresOn: Date.now() + 3_600_000 }),
      emulator: true,
      pollInterval: 5,
    });
    return new World(emulator, azure, await mkdtemp(join(tmpdir(), 'acr-survival-')));
  }

  /** Does what a plan says, undisturbed, with every hazard acknowledged. */
  async make(plan: AnyPlan): Promise<void> {
    const ports = { writer: this.azure, reader: this.azure, journal: this.journal, clock: systemClock };
    const acknowledged = plan.hazards.map(({ id }) => id);
    const outcome = await run(plan, ports, never, () => undefined, acknowledged);
    if (outcome.kind !== 'done') throw new Error(`It wasn't made: ${JSON.stringify(outcome)}`);
  }

  get journal() {
    return sealedFiles(this.folder);
  }

  /** In this process, `later` milliseconds later than really. */
  async perform(work: Job['work'], later = 0): Promise<Pick<Answer, 'outcome' | 'failures' | 'requests'>> {
    this.emulator.log.clear();
    const { azure, journal } = this;
    const clock = { ...systemClock, now: () => Date.now() + later };
    const outcome = await perform(work, { writer: azure, reader: azure, journal, clock });
    const names = new RequestNames();
    const requests = this.emulator.log
      .exchanges()
      .map(({ request }) => names.next(request.method, new URL(request.url).pathname));
    const answer = { outcome: outcome.kind, failures: failuresOf(outcome), requests };
    await this.refuseLeaks(answer);
    return answer;
  }

  /** In a process of its own; undefined if it was killed. */
  async run(work: Job['work'], more: Pick<Partial<Job>, 'kill' | 'later'> = {}): Promise<Answer | undefined> {
    const { folder, emulator } = this;
    const owner = `window-${randomBytes(4).toString('hex')}`;
    const answer = await inProcess({ url: emulator.url, folder, owner, token, work, later: 0, ...more });
    await this.refuseLeaks(answer);
    return answer;
  }

  private async refuseLeaks(answer: Partial<Answer> | undefined): Promise<void> {
    const traces = tokenTraces(token, [JSON.stringify(answer ?? null), ...(await this.journalTexts())]);
    if (traces.length > 0) throw new Error(`The token leaked: ${traces.join(', ')}`);
  }

  /** Takes the resume tokens out of an operation's journal, as if it had been killed before it got them. */
  async forgetTokens(operationId: string): Promise<void> {
    const stored = await this.journal.read(operationId);
    if (stored?.text === undefined) return;
    const text = JSON.stringify(JSON.parse(stored.text), (member, value: unknown) =>
      member === 'resumeToken' ? undefined : value,
    );
    await this.journal.replace(operationId, stored.version, text);
  }

  state(): ReadonlyMap<string, string> {
    this.emulator.core.operations.settle();
    return stateOf(this.emulator.estate);
  }

  /** What a cluster's nodes would get. */
  pull(registryId: string, clusterId: string): string {
    return pullVerdict(this.emulator.estate, { clusterId, image: this.image(registryId) }).verdict;
  }

  /** What somebody at a public address would get who pushes. */
  push(registryId: string, principalId: string, from: string): string {
    return pushVerdict(this.emulator.estate, { principalId, image: this.image(registryId), from }).verdict;
  }

  private image(registryId: string): string {
    const loginServer = this.emulator.estate.get(registryId)?.properties['loginServer'] as string;
    return `${loginServer}/shop/web:1.0`;
  }

  /** What a name resolves to in a network. */
  addresses(networkId: string, name: string): string {
    return resolveName(this.emulator.estate, { networkId, name }).answers.join(', ');
  }

  async close(): Promise<void> {
    await this.emulator.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async journalTexts(): Promise<string[]> {
    const names = await readdir(this.folder);
    return Promise.all(names.map((name) => readFile(join(this.folder, name), 'utf8').catch(() => '')));
  }
}

const states = new Map<string, Promise<Saved>>();

/** The state after the plans, each made once in the state after those before it. */
function stateAfter(made: readonly AnyPlan[]): Promise<Saved> {
  const key = made.map(({ operationId }) => operationId).join();
  const known = states.get(key);
  if (known !== undefined) return known;
  const state = makeState(made);
  states.set(key, state);
  return state;
}

async function makeState(made: readonly AnyPlan[]): Promise<Saved> {
  const last = made.at(-1);
  const world = last === undefined ? await World.empty() : await World.start(made.slice(0, -1));
  try {
    if (last !== undefined) await world.make(last);
    return await saved(world.emulator, world.folder);
  } finally {
    await world.close();
  }
}
