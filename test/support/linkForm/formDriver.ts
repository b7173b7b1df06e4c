/** A link form on a fake Azure, driven like a user would, with an engine whose writing a test decides on. */
import type { Failure } from '../../../src/model/failure';
import { cancellationOf, type Cancellation } from '../../../src/provisioning/applying/cancellation';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import { understood } from '../../../src/provisioning/operations/journaled';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import type { Clock, JournalStorage } from '../../../src/provisioning/ports';
import { engine } from '../../../src/views/planForm/engine';
import type { Engine } from '../../../src/views/planForm/formDeps';
import { createLinkForm, type LinkForm, type Start } from '../../../src/views/link/linkForm';
import type { LinkView, PageView } from '../../../src/views/link/protocol';
import type { ChoosingMessage } from '../../../src/views/link/protocol/messages';
import type { FieldId } from '../../../src/views/link/protocol/fields';
import type { FormMessage } from '../../../src/views/planForm/planForm';
import type { Phase } from '../../../src/views/planForm/protocol';
import { sharedScope, type FieldView } from '../../../src/views/planForm/protocol/fields';
import { savedOf, viewOf } from '../../../src/views/planForm/view';
import { MemoryStorage } from '../fakeWriter';
import { FakeAzure, ids, inventory } from './fakeAzure';

export type Apply = (
  plan: LinkPlan,
  tell: (event: OperationEvent) => void,
  cancellation: Cancellation,
) => Promise<Outcome>;

/** The page of a phase, which may share its shape with another phase. */
type PageOf<P extends Phase, V = PageView> = V extends { readonly phase: infer Q }
  ? P extends Q
    ? V
    : never
  : never;

export const refusedByPolicy: Failure = {
  code: 'azure.RequestDisallowedByPolicy',
  kind: 'user',
  message: 'A policy disallows it.',
  nextAction: 'Ask for an exemption.',
  azure: { code: 'RequestDisallowedByPolicy', message: 'was disallowed by policy', requestId: 'req-1' },
};

export const pair = { registryId: ids.registry, clusterIds: [ids.cluster] };
export const both = { registryId: ids.registry, clusterIds: [ids.cluster, ids.otherCluster] };

const clock: Clock = { now: () => 1_000_000, sleep: () => Promise.resolve() };

export class FormDriver {
  readonly azure = new FakeAzure();
  readonly form: LinkForm;
  readonly errors: unknown[] = [];
  linked = 0;
  #ids = 0;
  #edits = 0;

  constructor(
    start: Start = pair,
    apply: Apply = allDone,
    prepare: (azure: FakeAzure) => void = () => undefined,
    journal: JournalStorage = new MemoryStorage(),
  ) {
    prepare(this.azure);
    const run: Engine['run'] = (plan, _ports, signal, listener) => {
      const link = understood(plan);
      if (link?.purpose.kind !== 'link') throw new Error('Only links are applied here.');
      return apply({ ...link, purpose: link.purpose }, listener, cancellationOf(signal));
    };
    this.form = createLinkForm(
      {
        azure: () => Promise.resolve(this.azure),
        inventory: () => Promise.resolve(inventory),
        preferred: () => this.azure.preferred,
        newId: () => `00000000-0000-4000-8000-00000000000${(this.#ids += 1)}`,
        changed: () => undefined,
        written: () => {
          this.linked += 1;
        },
        log: (error) => this.errors.push(error),
        journal,
        clock,
      },
      { ...engine, run },
      start,
    );
  }

  get view(): LinkView {
    return viewOf(this.form, clock.now(), undefined);
  }

  get saved() {
    return savedOf(this.form);
  }

  /** The page, which must be of this phase. */
  page<P extends Phase>(phase: P): PageOf<P> {
    const { page } = this.view;
    if (page.phase !== phase)
      throw new Error(
        `The form is ${page.phase}, not ${phase}: ${JSON.stringify(page, null, 1).slice(0, 600)}`,
      );
    return page as PageOf<P>;
  }

  async send(...messages: (FormMessage | ChoosingMessage)[]): Promise<this> {
    for (const message of messages) {
      if (isChoosing(message)) this.form.choose(message);
      else this.form.handle(message);
    }
    await this.form.settled();
    return this;
  }

  async ready(): Promise<this> {
    await this.form.settled();
    return this;
  }

  /** Edits the field that is shown; of several clusters, that of `clusterId`. One that isn't shown counts as shared. */
  edit(field: FieldId, value: string, clusterId?: string): Promise<this> {
    const scope = clusterId ?? this.field(field)?.scope ?? sharedScope;
    return this.send({ type: 'edit', scope, field, value, edit: (this.#edits += 1) });
  }

  field(id: FieldId, clusterId?: string): FieldView | undefined {
    const { page } = this.view;
    if (!('form' in page)) return undefined;
    return page.form.sections
      .flatMap(({ fields }) => fields)
      .find((field) => field.id === id && (clusterId === undefined || field.scope === clusterId));
  }

  /** What the field that is shown has, other than a check. */
  value(id: FieldId, clusterId?: string): string | undefined {
    const field = this.field(id, clusterId);
    return field !== undefined && 'value' in field ? field.value : undefined;
  }

  /** What is kept of a field over a reload. */
  kept(field: FieldId, scope: string = sharedScope): string | undefined {
    return this.saved.draft?.[scope]?.[field];
  }

  async preview(): Promise<this> {
    return this.send({ type: 'preview' });
  }

  async acknowledgeAll(): Promise<this> {
    const { hazards } = this.page('plan').plan;
    return this.send(
      ...hazards.map(({ id }) => ({ type: 'acknowledge', hazardId: id, acknowledged: true }) as const),
    );
  }

  /** Applies the plan that is shown; `change` replaces what the browser side sends. */
  async apply(change: Partial<{ operationId: string; revision: number }> = {}): Promise<this> {
    const { operationId, revision } = this.page('plan').plan;
    return this.send({ type: 'apply', operationId, revision, ...change });
  }
}

function isChoosing(message: FormMessage | ChoosingMessage): message is ChoosingMessage {
  return ['filter', 'choose', 'tick', 'continue', 'chooseAgain'].includes(message.type);
}

export function written(plan: LinkPlan) {
  return plan.steps.filter(({ action }) => action !== 'reuse');
}

export const allDone: Apply = (plan, tell) => {
  for (const { id } of written(plan)) finish(plan, tell, id, 'done');
  return Promise.resolve({ kind: 'done', steps: [] });
};

export function finish(
  plan: LinkPlan,
  tell: (event: OperationEvent) => void,
  stepId: string,
  result: 'done' | 'failed' | 'cancelled',
): void {
  const common = { operationId: plan.operationId, stepId };
  tell({ kind: 'stepStarted', at: 1000, attempt: 1, ...common });
  tell({
    kind: 'stepFinished',
    at: 3000,
    result,
    failure: undefined,
    continuesInAzure: false,
    seconds: 2,
    ...common,
  });
}
