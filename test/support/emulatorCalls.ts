import assert from 'node:assert/strict';
import { latencyProfile, type LatencyEntry } from '../../emulator/src/arm/latency';
import type { ArmResource } from '../../emulator/src/estate';
import { normalState } from './estateState';

/** What Azure says when it is asked past the extension: over HTTP, or by the emulator's own account of itself. */
export class EmulatorCalls {
  constructor(private readonly url: () => string) {}

  /** Calls Azure Resource Manager; rejects unless it agrees. `path` has the api-version in it. */
  async arm(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(new URL(path, this.url()), {
      method,
      headers: { 'content-type': 'application/json', authorization: 'Bearer test' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${answer.status} ${await answer.clone().text()}`);
    return answer;
  }

  /** Properties of a resource, as they are now. */
  async properties(id: string, apiVersion: string): Promise<Record<string, unknown>> {
    const answer = await this.arm('GET', `${id}?api-version=${apiVersion}`);
    return ((await answer.json()) as { properties: Record<string, unknown> }).properties;
  }

  /** Whether the nodes of a cluster can pull an image now, and what their pod's event says. */
  pull(cluster: string, image: string): Promise<{ readonly verdict: string; readonly eventText: string }> {
    return this.ask('oracle', { cluster, image });
  }

  /** Whether a principal can push an image from an address now. */
  push(principal: string, image: string, from: string): Promise<{ readonly verdict: string }> {
    return this.ask('push', { principal, image, from });
  }

  /** What a command prints that AKS runs in the cluster. */
  async inCluster(clusterId: string, command: string): Promise<string> {
    const { headers } = await this.arm('POST', `${clusterId}/runCommand?api-version=2026-06-01`, { command });
    for (;;) {
      const answer = await this.arm('GET', headers.get('location') ?? '');
      if (answer.status === 200) {
        const { properties } = (await answer.json()) as { properties: { logs: string } };
        return properties.logs;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** How many requests of this kind have come, by their method and the end of their path. */
  async sent(method: string, ending: string): Promise<number> {
    const log = await (await fetch(`${this.url()}/_emulator/log`)).text();
    const lines = log.split('\n').filter((line) => line !== '');
    return lines.filter((line) => {
      const { request } = JSON.parse(line) as { request: { method: string; url: string } };
      return request.method === method && new URL(request.url, this.url()).pathname.endsWith(ending);
    }).length;
  }

  /** How many requests were refused for their token, faults left out. */
  async refusedTokens(): Promise<number> {
    const log = await (await fetch(`${this.url()}/_emulator/log`)).text();
    const lines = log.split('\n').filter((line) => line !== '');
    return lines.filter((line) => {
      const { response, injected } = JSON.parse(line) as {
        readonly response: { readonly status: number };
        readonly injected?: string;
      };
      return response.status === 401 && injected === undefined;
    }).length;
  }

  /** All that is there, in a form that two moments can be compared by. */
  async state(): Promise<ReadonlyMap<string, string>> {
    const { resources } = await this.ask<{ resources: ArmResource[] }>('state');
    return normalState(resources);
  }

  /**
   * From now on operations of this kind go on until they are released, however slow the machine is that looks at them;
   * others end at once.
   */
  async hold(operation: LatencyEntry): Promise<void> {
    const others = Object.fromEntries(Object.keys(latencyProfile).map((entry) => [entry, 0]));
    // The scale is small because clients are told by it when to ask again.
    await this.tell('PUT', 'latency', { scale: 0.05, profile: { ...others, [operation]: 86_400 } });
  }

  /** What begins from now on ends at once; what is held stays so. */
  holdNoMore(): Promise<void> {
    return this.tell('PUT', 'latency', { scale: 0, profile: {} });
  }

  /** Ends what is under way. */
  settle(): Promise<void> {
    return this.tell('POST', 'settle');
  }

  async release(): Promise<void> {
    await this.holdNoMore();
    await this.settle();
  }

  /** Azure goes wrong like this from now on: a fault as the emulator's README has them. */
  fault(wanted: unknown): Promise<void> {
    return this.tell('POST', 'faults', wanted);
  }

  withoutFaults(): Promise<void> {
    return this.tell('DELETE', 'faults');
  }

  private async ask<T>(what: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    const answer = await fetch(`${this.url()}/_emulator/${what}?${new URLSearchParams(query).toString()}`);
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as T;
  }

  private async tell(method: string, what: string, body?: unknown): Promise<void> {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${this.url()}/_emulator/${what}`, init);
    assert.ok(answer.ok, await answer.text());
  }
}
