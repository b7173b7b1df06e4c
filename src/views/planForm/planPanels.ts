/** The panels that show forms of one kind which plan and apply. */
import { t } from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { commandIds } from '../../contributions';
import { detailsOf, failureFrom } from '../../platform/failures';
import { inputBox } from '../../platform/ask';
import type { OperationsWatch } from '../../platform/operationsWatch';
import {
  type AnyPlan,
  type ApplyPorts,
  canBeUndone,
  readOperation,
  type RollBackSpec,
  titleOf,
  wordToType,
} from '../../provisioning';
import type { WebviewFiles } from '../webview/dress';
import type { Parsed } from '../webview/messages';
import { Panels, type PageMessage, type PanelsDeps } from '../webview/panels';
import { endOf } from './endOf';
import type { FormDeps } from './formDeps';
import type { Edit, FormTypes } from './formKind';
import { mayApply, type FormState, type Restored } from './formState';
import type { FormMessage, PlanForm } from './planForm';
import { planIn } from './planIn';
import { planText } from './planText';
import type { CommonToHost } from './protocol/messages';
import { savedOf, viewOf } from './view';

/** What the panels of all forms need of VS Code's side. */
export interface PanelDeps extends PanelsDeps {
  readonly applyPorts: Pick<ApplyPorts, 'journal' | 'clock' | 'owner' | 'origin'>;
  readonly operations: Pick<OperationsWatch, 'onDidChange'>;
  /** Something was written, or has to be read anew: the inventory is out of date. */
  readonly onWritten: () => void;
  /** Offers the plan as code. */
  readonly exportPlan: (plan: AnyPlan) => Promise<void>;
  /** Opens the page that undoes an operation. */
  readonly rollBack: (undone: RollBackSpec) => void;
}

/** What a form starts with: what it is about, and what VS Code kept of it. */
export type StartOf<T extends FormTypes> = T['subject'] & Restored;

/** What tells one kind of panels from another. `Action` are the messages that the end of the form offers. */
export interface PanelKind<
  T extends FormTypes,
  F extends PlanForm<T>,
  Action extends { readonly type: string },
> {
  /** One of `webviewTypes`. */
  readonly type: string;
  /** In the log: "link form". */
  readonly name: string;
  /** The form's own style sheets come after those of all forms. */
  readonly files: WebviewFiles;
  parseMessage(raw: unknown): Parsed<CommonToHost | T['message'] | Action>;
  parseSaved(raw: unknown): Parsed<StartOf<T>>;
  /** What a panel is about whose saved state can't be used; undefined closes it. */
  readonly fallback: T['subject'] | undefined;
  create(deps: Omit<FormDeps, 'azure'>, start: StartOf<T>): F;
  /** What is kept of a closed form is for this subject. */
  isSame(a: T['subject'], b: T['subject']): boolean;
  /** The form is the one for this subject, e.g. because it is writing to a part of it. */
  isAbout(form: F, subject: T['subject']): boolean;
  /** Whether the choosing page asks, and not the end of the form. */
  isChoice(message: T['message'] | Action): message is T['message'];
  /** What the end of the form offers. */
  act(action: Action, form: F): Promise<void>;
}

/** What isn't seen to for every page. */
type Message = Exclude<CommonToHost, PageMessage>;

export class PlanPanels<T extends FormTypes, F extends PlanForm<T>, Action extends { readonly type: string }>
  implements vscode.Disposable
{
  readonly #panels: Panels<StartOf<T>, F, Message | T['message'] | Action>;
  /** What was typed into forms whose panels are closed. */
  readonly #closed: StartOf<T>[] = [];
  readonly #listening: { dispose(): void };

  constructor(
    private readonly deps: PanelDeps,
    private readonly kind: PanelKind<T, F, Action>,
  ) {
    const { applyPorts } = deps;
    this.#panels = new Panels<StartOf<T>, F, Message | T['message'] | Action>(deps, {
      type: kind.type,
      name: kind.name,
      files: { ...kind.files, styles: ['fields', 'planForm', ...kind.files.styles] },
      fallback: kind.fallback,
      parseMessage: (raw) => kind.parseMessage(raw),
      parseSaved: (raw) => kind.parseSaved(raw),
      create: (start, changed) => kind.create({ ...this.#common(), changed }, start),
      titleOf: (form) => form.kind.title,
      show: (form, emulatorName) => ({
        view: viewOf(form, applyPorts.clock.now(), emulatorName),
        saved: savedOf(form),
      }),
      handle: (form, message) => this.#handle(form, message),
      isBusy: (form) => form.busy,
      closed: (form) => this.#goesOn(form),
      cameToFront: (form) => {
        form.cameToFront();
      },
      endOf: ({ snapshot }) => endOf(snapshot.state),
    });
    this.#listening = deps.operations.onDidChange(() => {
      for (const form of this.#panels.forms) form.operationsChanged();
    });
  }

  /** Shows the form for a subject, or a new one. */
  open(subject: T['subject']): void {
    const form = this.#panels.forms.find((one) => this.kind.isAbout(one, subject));
    if (form !== undefined) {
      this.#panels.reveal(form);
      // Its plan was for what was there when it was made.
      if (form.snapshot.state.phase === 'plan') form.handle({ type: 'preview' });
      return;
    }
    const index = this.#closed.findIndex((start) => this.kind.isSame(start, subject));
    this.#panels.open(this.#closed.splice(index, index < 0 ? 0 : 1)[0] ?? subject);
  }

  /** The same, and asks for its plan with these fields filled in: see `planIn`. */
  async plan(subject: T['subject'], edits: readonly Edit[] = []): Promise<AnyPlan> {
    this.open(subject);
    const form = this.#panels.forms.find((one) => this.kind.isAbout(one, subject));
    if (form === undefined) throw new Error('A form that was opened is there.');
    return planIn(form, edits);
  }

  /** Brings the form that works on an operation, or was the last to, to the front; false without one. */
  showOperation(operationId: string): boolean {
    const form = this.#panels.forms.find(({ snapshot }) => snapshot.operationId === operationId);
    if (form !== undefined) this.#panels.reveal(form);
    return form !== undefined;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#panels.dispose();
  }

  #common(): Omit<FormDeps, 'azure' | 'changed'> {
    const { applyPorts, onWritten, log } = this.deps;
    return {
      ...applyPorts,
      newId: randomUUID,
      written: onWritten,
      log: (error) => {
        log.error(detailsOf(failureFrom(error)));
      },
    };
  }

  async #handle(form: F, message: Message | T['message'] | Action): Promise<void> {
    if (isCommon(message)) await this.#handleCommon(form, message);
    else if (this.kind.isChoice(message)) {
      form.choose(message);
      this.#yieldToTwin(form);
    } else await this.kind.act(message, form);
  }

  async #handleCommon(form: F, message: Message): Promise<void> {
    const { operationId, state } = form.snapshot;
    switch (message.type) {
      case 'showJournal':
        await vscode.commands.executeCommand(commandIds.viewJournal, { operationId });
        return;
      case 'viewProperties':
        await vscode.commands.executeCommand(commandIds.viewProperties, { resourceId: message.resourceId });
        return;
      case 'copyPlan':
        if ('shown' in state) await vscode.env.clipboard.writeText(planText(state.shown.plan));
        return;
      case 'exportPlan':
        if ('shown' in state) await this.deps.exportPlan(state.shown.plan);
        return;
      case 'rollBack':
        if (mayRollBack(state)) await this.#rollBack(form, operationId);
        return;
      case 'apply':
        if (await isTyped(form.snapshot)) form.handle(message);
        return;
      case 'retry':
        // The inventory keeps a failure until it is told to read again.
        this.deps.onWritten();
        form.handle(message);
        return;
      default:
        form.handle(message satisfies FormMessage);
    }
  }

  /** The page that undoes the operation takes this one's place: what is shown here won't be true any more. */
  async #rollBack(form: F, operationId: string): Promise<void> {
    const { journal } = await readOperation(this.deps.applyPorts.journal, operationId);
    if (form.snapshot.state.phase !== 'done') this.#closed.push({ ...savedOf(form), phase: 'editing' });
    this.#panels.drop(form);
    this.deps.rollBack({ operationId, title: journal.title });
  }

  /** What another form is about already is shown there: it may be being written to. */
  #yieldToTwin(form: F): void {
    if (form.snapshot.state.phase === 'choosing') return;
    const others = this.#panels.forms.filter((other) => other !== form);
    const twin = others.find((other) => this.kind.isAbout(other, form.kind.subject));
    if (twin === undefined) return;
    this.#panels.drop(form);
    this.#panels.reveal(twin);
  }

  /** A form goes on without its panel while it writes or has a failure to tell; else what was typed is kept. */
  #goesOn(form: F): boolean {
    const { phase } = form.snapshot.state;
    if (phase === 'applying' || phase === 'failed') return true;
    if (phase !== 'done') this.#closed.push(savedOf(form));
    if (this.#closed.length > 50) this.#closed.shift();
    return false;
  }
}

function mayRollBack(state: FormState): boolean {
  if (state.phase === 'done') return canBeUndone(state.shown.plan.purpose.kind);
  return (state.phase === 'failed' || state.phase === 'interrupted') && state.offers.rollBack;
}

/** What takes something away from everybody is applied only after its name was typed; all else at once. */
async function isTyped({
  state,
  acknowledged,
}: {
  readonly state: FormState;
  readonly acknowledged: ReadonlySet<string>;
}): Promise<boolean> {
  if (state.phase !== 'plan' || !mayApply(state, acknowledged)) return true;
  const { plan } = state.shown;
  const word = wordToType(plan);
  if (word === undefined) return true;
  const text = await inputBox({
    title: titleOf(plan),
    prompt: t`This affects everyone who uses ${word}. Type ${word} to confirm.`,
    problemOf: (input) =>
      input === '' || word.startsWith(input) ? undefined : t`The text doesn’t match ${word}.`,
  });
  return text === word;
}

const commonTypes: Readonly<Record<Message['type'], true>> = {
  edit: true,
  preview: true,
  acknowledge: true,
  apply: true,
  cancel: true,
  retry: true,
  resume: true,
  rollBack: true,
  viewProperties: true,
  copyPlan: true,
  exportPlan: true,
  showJournal: true,
};

/** For forms without a choosing page. */
export function isNever(message: unknown): message is never {
  return message === undefined;
}

function isCommon(message: { readonly type: string }): message is Message {
  return Object.hasOwn(commonTypes, message.type);
}
