import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pullVerdict } from '../../../emulator/src/oracle/index';
import type { Exchange } from '../../../emulator/src/requestLog';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import { systemClock } from '../../../src/platform/clock';
import { applyPlan } from '../../../src/provisioning/applying/apply';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import type { Plan } from '../../../src/provisioning/plan';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { Azure, JournalStorage } from '../../../src/provisioning/ports';
import { proposeSpec, type Preferred } from '../../../src/provisioning/proposing/propose';
import type { LinkSpec } from '../../../src/provisioning/spec';
import { azureAt, never } from './azure';
import { contoso } from './contoso';

type Name = Parameters<typeof contoso>[0];

/** A request that changes something, as the emulator logged it. */
export interface LoggedWrite {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** The contoso estate on an emulator, and the whole way from a pair to a pull. */
export class Linking {
  private constructor(
    readonly emulator: Emulator,
    readonly azure: Azure,
  ) {}

  static async start(options: { latencyScale?: number; pollInterval?: number } = {}): Promise<Linking> {
    const emulator = await startEmulator({ scenario: 'contoso', latencyScale: options.latencyScale ?? 0 });
    return new Linking(emulator, azureAt(emulator.url, { pollInterval: options.pollInterval ?? 5 }));
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  async propose(registry: Name, cluster: Name, preferred: Preferred = {}): Promise<LinkSpec> {
    const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };
    return proposeSpec(await this.azure.observe(pair, never), preferred);
  }

  async plan(spec: LinkSpec): Promise<Plan> {
    const { registryId, clusterId } = spec;
    return planLink(spec, await this.azure.observe({ registryId, clusterId, spec }, never), randomUUID());
  }

  /** As somebody would with the Azure CLI. */
  closePublicAccess(registry: Name): void {
    const { core } = this.emulator;
    const answer = core.send('PATCH', contoso(registry), '2025-11-01', {
      properties: { publicNetworkAccess: 'Disabled' },
    });
    assert.ok(answer.status < 300);
    core.operations.settle();
  }

  /** Applies with every hazard acknowledged. */
  async apply(plan: Plan, listener: (event: OperationEvent) => void = () => undefined): Promise<Outcome> {
    const acknowledged = plan.hazards.map(({ id }) => id);
    const ports = { writer: this.azure, journal: memoryJournal(), clock: systemClock };
    return applyPlan(plan, ports, never, listener, acknowledged);
  }

  /** What the nodes of the cluster would get, by the emulator's oracle. */
  pull({ registryId, clusterId }: LinkSpec): ReturnType<typeof pullVerdict> {
    this.emulator.core.operations.settle();
    const { loginServer } = this.emulator.estate.get(registryId)!.properties;
    assert.ok(typeof loginServer === 'string');
    return pullVerdict(this.emulator.estate, { clusterId, image: `${loginServer}/shop/web:1.0` });
  }

  /** Everything but reads and Resource Graph queries, in order, since the log was last cleared. */
  writes(): LoggedWrite[] {
    const lines = this.emulator.log.text().trim().split('\n');
    return lines
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as Exchange).request)
      .filter(({ method, url }) => method !== 'GET' && !/ResourceGraph/i.test(url))
      .map(({ method, url, body }) => ({ method, path: new URL(url).pathname, body }));
  }
}

export function memoryJournal(): JournalStorage {
  const files = new Map<string, string>();
  return {
    read: (id) => Promise.resolve(files.get(id)),
    write: (id, text) => Promise.resolve(void files.set(id, text)),
    remove: (id) => Promise.resolve(void files.delete(id)),
    list: () => Promise.resolve([...files.keys()]),
  };
}

/** `create network`, … of everything that the plan writes. */
export function written(plan: Plan): string[] {
  return plan.steps.filter(({ action }) => action !== 'reuse').map(({ action, id }) => `${action} ${id}`);
}
