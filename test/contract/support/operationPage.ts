/** The page of an operation, over the emulator, driven like a user would. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/platform/clock';
import { OperationKind, type OperationTypes } from '../../../src/views/operations/operationKind';
import { savedForm } from '../../../src/views/operations/wanted';
import { parsed } from '../../../src/views/webview/messages';
import type { Subject, Wanted } from '../../../src/views/operations/wanted';
import { engine } from '../../../src/views/planForm/engine';
import type { Restored } from '../../../src/views/planForm/formState';
import { PlanForm } from '../../../src/views/planForm/planForm';
import type { PageView, Phase } from '../../../src/views/planForm/protocol';
import type { FieldView } from '../../../src/views/planForm/protocol/fields';
import { savedOf, viewOf } from '../../../src/views/planForm/view';
import type { Linking } from './linking';

type PageOf<P extends Phase, V = PageView> = V extends { readonly phase: infer Q }
  ? P extends Q
    ? V
    : never
  : never;

export class OperationDriver {
  readonly form: PlanForm<OperationTypes, OperationKind>;
  #edits = 0;

  constructor({ azure, journal }: Linking, start: Subject & Restored) {
    const deps = {
      azure: () => Promise.resolve(azure),
      newId: randomUUID,
      changed: () => undefined,
      written: () => undefined,
      log: () => undefined,
      journal,
      clock: systemClock,
    };
    this.form = new PlanForm(deps, engine, new OperationKind(deps, start), start);
  }

  static open(linking: Linking, wanted: Wanted, resumes?: string): Promise<OperationDriver> {
    const more = resumes === undefined ? {} : { resumes };
    return new OperationDriver(linking, { schemaVersion: 1, wanted, ...more }).ready();
  }

  /** As VS Code opens it again, with what it kept. */
  static restored(linking: Linking, { form }: OperationDriver): Promise<OperationDriver> {
    const kept = parsed(savedForm, JSON.parse(JSON.stringify(savedOf(form))));
    assert.ok(kept.ok, JSON.stringify(kept));
    return new OperationDriver(linking, kept.value).ready();
  }

  get view() {
    return viewOf(this.form, 0, undefined);
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

  /** Titles of what is in a section, with what is ticked of it. */
  section(id: string): [title: string, ticked: boolean][] {
    return this.fields(id).map((field) => [field.label, field.kind === 'check' && field.checked]);
  }

  fields(id: string): readonly FieldView[] {
    const { page } = this.view;
    const sections = 'form' in page ? page.form.sections : [];
    return sections.find((section) => section.id === id)?.fields ?? [];
  }

  /** The choice whose title matches. */
  choice(title: RegExp): FieldView {
    const all = ['pair', 'shared', 'undone', 'stays'].flatMap((id) => this.fields(id));
    const found = all.find(({ label }) => title.test(label));
    assert.ok(found, `${title.source} is among ${all.map(({ label }) => label).join(', ')}`);
    return found;
  }

  async tick(title: RegExp, value: boolean): Promise<this> {
    const { scope } = this.choice(title);
    this.form.handle({
      type: 'edit',
      scope,
      field: 'ticked',
      value: String(value),
      edit: (this.#edits += 1),
    });
    return this.ready();
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
