import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { VirtualClock } from '../../../emulator/src/arm/clock';
import { at, textAt } from '../../../emulator/src/arm/json';
import type { Exchange } from '../../../emulator/src/requestLog';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import { accessSteps, DENIAL } from './accessSteps';
import { clusterSteps, COMMAND } from './clusterSteps';
import { dnsSteps } from './dnsSteps';
import { eras } from './eras';
import { CONNECTION, endpointSteps, networkSteps } from './networkSteps';
import { registrySteps } from './registrySteps';
import { resourceSteps } from './resourceSteps';
import { STRANGER, type Step } from './step';

export const chapters: Readonly<Record<string, readonly Step[]>> = {
  registries: registrySteps,
  networks: networkSteps,
  'private endpoints': endpointSteps,
  'private DNS': dnsSteps,
  access: accessSteps,
  clusters: clusterSteps,
  resources: resourceSteps,
};

/** A walk through every operation of the emulator, in the api-versions of one era, at Azure's own pace. */
export class Walk {
  private command = '';

  private constructor(
    private readonly emulator: Emulator,
    private readonly clock: VirtualClock,
    private readonly versions: Readonly<Record<Step['service'], string>>,
  ) {}

  /** @param logFile where the exchanges are appended; they can be had from `exchanges`, too */
  static async start(era: string, logFile?: string): Promise<Walk> {
    const clock = new VirtualClock();
    const scenario = resolve('test/conformance/walk/estate.yaml');
    const emulator = await startEmulator({
      scenario,
      clock,
      latencyScale: 1,
      ...(logFile === undefined ? {} : { logFile }),
    });
    const versions = eras[era];
    assert.ok(versions);
    return new Walk(emulator, clock, versions);
  }

  exchanges(): Exchange[] {
    return this.emulator.log.exchanges();
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  /** Sends a step, checks its answer, and follows the operation that it starts to the end. */
  async take(step: Step): Promise<void> {
    const { method, service, body, status, code } = step;
    const path = this.filledIn(step.path);
    const answer = await this.send(method, path, service, body);
    const got = [answer.status, textAt(answer.body, 'error', 'code')];
    assert.deepEqual(got, [status, code], `${method} ${path}: ${JSON.stringify(answer.body)}`);
    if (status < 300) await this.follow(answer, service);
  }

  /** The same request from somebody without any right. */
  async refuse({ method, path, service, body }: Step): Promise<number> {
    return (await this.send(method, this.filledIn(path), service, body, `user:${STRANGER}`)).status;
  }

  private async follow({ headers }: WalkAnswer, service: Step['service']): Promise<void> {
    const url = headers.get('azure-asyncoperation') ?? headers.get('location');
    if (url === null) return;
    this.command = /\/commandResults\/([^/?]+)/i.exec(url)?.[1] ?? this.command;
    for (const isLast of [false, true]) {
      const { pathname, search } = new URL(url);
      const polled = await this.send('GET', `${pathname}${search}`, service);
      const state = at(polled.body, 'status');
      assert.ok(polled.status < 300, `${url}: ${JSON.stringify(polled.body)}`);
      if (isLast && state !== undefined) assert.equal(state, 'Succeeded', JSON.stringify(polled.body));
      const { operations } = this.emulator.core;
      this.clock.advance(Math.max(0, operations.lastDue() - this.clock.now()) / 1000);
    }
  }

  private filledIn(path: string): string {
    const last = (type: string): string => this.emulator.estate.ofType(type).at(-1)?.name ?? 'gone';
    return path
      .replace(CONNECTION, last('Microsoft.ContainerRegistry/registries/privateEndpointConnections'))
      .replace(DENIAL, last('Microsoft.Authorization/denyAssignments'))
      .replace(COMMAND, this.command);
  }

  private async send(
    method: string,
    path: string,
    service: Step['service'],
    body?: unknown,
    token = 'walk',
  ): Promise<WalkAnswer> {
    const url = new URL(this.emulator.url + path);
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', this.versions[service]);
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }
}

interface WalkAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}
