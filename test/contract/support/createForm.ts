/** The form that creates a registry, over the emulator, driven like a user would. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/platform/clock';
import { engine } from '../../../src/views/planForm/engine';
import type { JournalStorage } from '../../../src/provisioning/ports';
import type { CreateAzure } from '../../../src/views/createRegistry/createDeps';
import { createRegistryForm, type CreateForm } from '../../../src/views/createRegistry/createKind';
import type { FieldId } from '../../../src/views/createRegistry/protocol/fields';
import type { Restored } from '../../../src/views/planForm/formState';
import type { PageView, Phase } from '../../../src/views/planForm/protocol';
import { sharedScope, type FieldView } from '../../../src/views/planForm/protocol/fields';
import { savedOf, viewOf } from '../../../src/views/planForm/view';
import { MemoryStorage } from '../../support/fakeWriter';
import { never } from './azure';
import { contoso, subscriptionIds } from './contoso';
import type { Linking } from './linking';

type PageOf<P extends Phase, V = PageView> = V extends { readonly phase: infer Q }
  ? P extends Q
    ? V
    : never
  : never;

export class CreateFormDriver {
  readonly form: CreateForm;
  readonly errors: unknown[] = [];
  written = 0;
  #edits = 0;
  #changed: (() => void)[] = [];

  constructor(
    { azure }: Linking,
    {
      journal = new MemoryStorage(),
      start = {},
      over = {},
      tags = {},
    }: {
      readonly journal?: JournalStorage;
      readonly start?: Restored;
      readonly over?: Partial<CreateAzure>;
      readonly tags?: Readonly<Record<string, string>>;
    } = {},
  ) {
    this.form = createRegistryForm(
      {
        azure: () => Promise.resolve({ ...azure, ...over }),
        inventory: () => azure.inventory(subscriptionIds, never),
        preferred: () => ({ tags }),
        hostSuffix: () => 'azurecr.io',
        newId: randomUUID,
        changed: () => {
          for (const tell of this.#changed.splice(0)) tell();
        },
        written: () => {
          this.written += 1;
        },
        log: (error) => this.errors.push(error),
        journal,
        clock: { now: () => Date.now(), sleep: (_, signal) => systemClock.sleep(1, signal) },
      },
      engine,
      { schemaVersion: 1, subscriptionId: contoso('apps'), ...start },
    );
  }

  get view() {
    return viewOf(this.form, Date.now(), undefined);
  }

  get saved() {
    return savedOf(this.form);
  }

  /** The page, which must be of this phase. */
  page<P extends Phase>(phase: P): PageOf<P> {
    const { page } = this.view;
    assert.equal(page.phase, phase, JSON.stringify(page).slice(0, 800));
    return page as PageOf<P>;
  }

  async ready(): Promise<this> {
    await this.form.settled();
    return this;
  }

  async edit(field: FieldId, value: string, scope: string = sharedScope): Promise<this> {
    this.form.handle({ type: 'edit', scope, field, value, edit: (this.#edits += 1) });
    return this.ready();
  }

  field(id: FieldId, scope?: string): FieldView {
    const { page } = this.view;
    const found = ('form' in page ? page.form.sections : [])
      .flatMap(({ fields }) => fields)
      .find((field) => field.id === id && (scope === undefined || field.scope === scope));
    assert.ok(found, `There is no field ${id}.`);
    return found;
  }

  valueOf(id: FieldId): string {
    const field = this.field(id);
    assert.ok('value' in field, `${id} has no value`);
    return field.value;
  }

  /** Resolves once it holds; whatever changes the form is looked at. */
  async until(holds: () => boolean): Promise<this> {
    while (!holds()) await new Promise<void>((resolve) => this.#changed.push(resolve));
    return this;
  }

  async preview(): Promise<this> {
    this.form.handle({ type: 'preview' });
    return this.ready();
  }

  /** Agrees to every hazard and applies the plan that is shown. */
  async apply(): Promise<this> {
    const { hazards, operationId, revision } = this.page('plan').plan;
    for (const { id } of hazards) this.form.handle({ type: 'acknowledge', hazardId: id, acknowledged: true });
    this.form.handle({ type: 'apply', operationId, revision });
    return this.ready();
  }
}
