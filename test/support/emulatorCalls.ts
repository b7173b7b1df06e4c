import assert from 'node:assert/strict';

/** What Azure says when it is asked past the extension: over HTTP, or by the emulator's own account of itself. */
export class EmulatorCalls {
  constructor(private readonly url: string) {}

  /** Calls Azure Resource Manager; rejects unless it agrees. `path` has the api-version in it. */
  async arm(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(new URL(path, this.url), {
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
  async pull(
    cluster: string,
    image: string,
  ): Promise<{ readonly verdict: string; readonly eventText: string }> {
    const query = new URLSearchParams({ cluster, image });
    const answer = await fetch(`${this.url}/_emulator/oracle?${query.toString()}`);
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as { verdict: string; eventText: string };
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

  /** How long operations take: 1 is the real service, 0 is at once. */
  async setLatency(scale: number): Promise<void> {
    await fetch(`${this.url}/_emulator/latency`, { method: 'PUT', body: JSON.stringify({ scale }) });
  }
}
