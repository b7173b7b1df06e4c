/** The panels that verify; one a pair of registry and cluster. A run goes on when its panel is closed. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { samePair } from '../../model/armId';
import { stepDone } from '../../platform/walkthrough';
import type { PullFailure } from '../../verifying/pullHops';
import { verdictOf } from '../../verifying/verification';
import { reportOf, verdictWords } from '../../verifying/wording';
import { Panels, type PageMessage, type PanelsDeps, type UnseenEnd } from '../webview/panels';
import { parsed } from '../webview/messages';
import type { EndAction, ToHost } from './protocol/messages';
import { runIn, type Verified } from './runIn';
import { VerifyForm } from './verifyForm';
import type { VerifyDeps, VerifyStart } from './verifyState';
import { titleOf, viewOf } from './verifyView';
import { savedVerify, toHost } from './protocol/messages';

export interface VerifyPanelDeps extends PanelsDeps, Omit<VerifyDeps, 'changed'> {
  /** `image` is what was verified, as `repository`, and its tag where it has one. */
  readonly insertManifest: (image: {
    readonly registryId: string;
    readonly repository: string;
    readonly tag?: string;
  }) => Promise<void>;
  readonly link: (pair: { readonly registryId: string; readonly clusterId: string }) => void;
  /** Shows why, from Azure's state; `failure` is what a node met. */
  readonly diagnose: (
    pair: { readonly registryId: string; readonly clusterId: string },
    failure: PullFailure | undefined,
    repository: string,
  ) => void;
}

type Message = Exclude<ToHost, PageMessage>;

export class VerifyPanels implements vscode.Disposable {
  readonly #panels: Panels<VerifyStart, VerifyForm, Message>;

  constructor(private readonly deps: VerifyPanelDeps) {
    this.#panels = new Panels<VerifyStart, VerifyForm, Message>(deps, {
      type: webviewTypes.verify,
      name: 'page that verifies',
      files: {
        title: t('Verify from inside the cluster'),
        script: 'verify',
        styles: ['fields', 'parties', 'verify'],
      },
      fallback: undefined,
      parseMessage: (raw) => parsed(toHost, raw),
      parseSaved: (raw) => parsed(savedVerify, raw),
      create: (start, changed) => new VerifyForm({ ...deps, changed }, start),
      titleOf,
      show: (form, emulatorName) => ({
        view: viewOf(form, deps.clock.now(), emulatorName),
        saved: form.saved,
      }),
      isBusy: ({ state }) => state.phase === 'running',
      handle: (form, message) => this.#handle(form, message),
      closed: ({ state }) => state.phase === 'running',
      endOf,
    });
  }

  /** Shows the panel of a pair; an image is taken over unless a run is on. */
  open(start: VerifyStart): void {
    const form = this.#panels.forms.find((one) => samePair(one.start, start));
    if (form === undefined) {
      this.#panels.open(start);
      return;
    }
    if (start.image !== undefined) form.offer(start.image);
    this.#panels.reveal(form);
  }

  /**
   * Opens the panel of a pair and runs it there, for an image. Rejects with FailureError where it can't be run, and with the
   * signal's reason once that is aborted; what was created is deleted all the same.
   */
  async run(start: VerifyStart & { readonly image: string }, signal: AbortSignal): Promise<Verified> {
    this.open(start);
    const form = this.#panels.forms.find((one) => samePair(one.start, start));
    if (form === undefined) throw new Error('A page that was opened is there.');
    const verified = await runIn(form, start.image, signal);
    tick(form);
    return verified;
  }

  dispose(): void {
    this.#panels.dispose();
  }

  #handle(form: VerifyForm, message: Message): void | Promise<void> {
    switch (message.type) {
      case 'edit':
        form.take(message.field, message.scope, message.value, message.edit);
        return;
      case 'retry':
        return form.retry();
      case 'chooseImage':
        return form.chooseImage();
      case 'look':
        return form.look();
      case 'run':
        return run(form);
      case 'stopWaiting':
        form.stopWaiting();
        return;
      case 'cancel':
        form.cancel();
        return;
      case 'again':
        form.again();
        return;
      case 'cleanLeftover':
        return form.clean(message.runId);
      default:
        return this.#end(form, message.type);
    }
  }

  async #end({ start: { registryId, clusterId }, state }: VerifyForm, action: EndAction): Promise<void> {
    if (state.phase !== 'done') return;
    const { verification, subject } = state;
    switch (action) {
      case 'link':
        this.deps.link({ registryId, clusterId });
        return;
      case 'diagnose': {
        const failed = verification.pools.find(({ verdict }) => verdict === 'failed');
        const { repository } = verification.request.image;
        this.deps.diagnose({ registryId, clusterId }, failed?.failure, repository);
        return;
      }
      case 'insertManifest': {
        const { repository, tag } = verification.request.image;
        await this.deps.insertManifest({ registryId, repository, ...(tag === undefined ? {} : { tag }) });
        return;
      }
      case 'copyReport': {
        const verdict = verdictOf(verification);
        if (verdict === undefined) return;
        await vscode.env.clipboard.writeText(reportOf(verification, subject.registry, verdict));
        return;
      }
    }
  }
}

async function run(form: VerifyForm): Promise<void> {
  await form.run();
  tick(form);
}

function tick({ state }: VerifyForm): void {
  if (state.phase === 'done' && verdictOf(state.verification) === 'pulled') stepDone('verified');
}

function endOf(form: VerifyForm): UnseenEnd | undefined {
  const { state } = form;
  const verdict = state.phase === 'done' ? verdictOf(state.verification) : undefined;
  if (verdict === undefined) return undefined;
  const is = verdict === 'pulled' ? 'good' : 'doubtful';
  return { words: `${titleOf(form)}: ${verdictWords[verdict]}.`, is };
}
