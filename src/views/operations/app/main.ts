/** The browser side of the page of an operation. */
import { html, nothing, type TemplateResult } from '../../ui/html';
import { drawing } from '../../link/app/drawing';
import type { DrawingView } from '../../link/protocol/drawing';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { Header, NextAction, OperationView, ShownKind } from '../protocol';

interface Words {
  readonly done: string;
  /** What is there now; `about` are the names of what it is about. */
  readonly now: (about: readonly string[]) => string;
  readonly failed: string;
}

const everythingRead = 'Everything was read again from Azure and nothing is left to do.';

const words: Readonly<Record<ShownKind, Words>> = {
  unlink: {
    done: 'Unlinked',
    now: () => 'What you chose is deleted, as Azure says when it is read again.',
    failed: 'Not everything is deleted',
  },
  detach: {
    done: 'Detached',
    now: () =>
      'The pull role is taken away, as Azure says when it is read again. Images that nodes have already stay there.',
    failed: 'The role is not taken away',
  },
  link: {
    done: 'Done',
    now: ([registry = '', ...clusters]) =>
      `${clusters.join(', ')} can pull from ${registry}. ${everythingRead} A new role can take a few minutes until Azure honours it everywhere.`,
    failed: 'Not everything is done',
  },
  grantPush: {
    done: 'Granted',
    now: ([registry = '', who = '']) =>
      `${who} may push to ${registry}. A new role can take a few minutes until Azure honours it everywhere.`,
    failed: 'The role is not granted',
  },
  approval: {
    done: 'Decided',
    now: ([registry = '', endpoint = '']) =>
      `${endpoint} doesn’t wait for ${registry} any more, as Azure says when it is read again.`,
    failed: 'Nothing was decided',
  },
  rollBack: {
    done: 'Rolled back',
    now: () => 'What the operation made and what it changed is as before, but for what the table says stays.',
    failed: 'Not everything is rolled back',
  },
  registry: { done: 'Done', now: () => everythingRead, failed: 'Not everything is done' },
  publicAccess: { done: 'Done', now: () => everythingRead, failed: 'Public access was not changed' },
};

const ui: FormUi<Header, DrawingView> = {
  drawing,
  header: ({ about }) =>
    html`<div class="pair">
      ${about.map(
        ({ kind, name, id }) =>
          html`<div class="party">
            <span class="kind">${kind}</span><span class="party-name" title=${id ?? nothing}>${name}</span>
          </div>`,
      )}
    </div>`,
  wide: new Set(['ticked']),
  done: ({ kind, about }) => ({
    title: words[kind].done,
    body: html`<p>${words[kind].now(about.map(({ name }) => name))}</p>`,
  }),
  doneActions: (view, state) =>
    view.kind === 'link' && state === 'verified'
      ? html`${next('Insert deployment.yaml…', 'insertManifest', 'primary')} ${next('Verify Pull…', 'verify')}
        ${show(view)}`
      : show(view),
  nothingToDoActions: show,
  // A role alone is no use where the public address answers nobody: a link adds the private path.
  blockedActions: ({ kind, resumes }) =>
    kind === 'link' && !resumes ? next('Link to AKS…', 'link') : nothing,
  words: ({ kind, resumes, title }) => ({
    reading: 'Reading Azure',
    shownAgain: 'the same command shows it again',
    failed: words[kind].failed,
    interrupted: resumes ? 'This operation was not completed' : `${title} was interrupted`,
    requirements: 'What to know besides',
    done: words[kind].done,
    ...(kind === 'link' ? {} : { nothingToDo: nothingToDo[kind] }),
  }),
};

const nothingChosen = 'Nothing is chosen that can be deleted: the table says why each part stays.';
const nothingToDo: Readonly<Record<Exclude<ShownKind, 'link'>, string>> = {
  unlink: nothingChosen,
  detach: nothingChosen,
  grantPush: 'The role is there already: there is nothing to do.',
  approval: 'It is decided so already: there is nothing to do.',
  rollBack: 'There is nothing to roll back: the table says why.',
  registry: 'There is nothing left to do.',
  publicAccess: 'There is nothing left to do.',
};

function show({ about }: OperationView): TemplateResult | typeof nothing {
  return about.some(({ kind }) => kind === 'Container registry')
    ? next('Show in tree', 'showInTree')
    : nothing;
}

function postNext(message: NextAction): void {
  vscodeApi.postMessage(message);
}

function next(
  label: string,
  type: NextAction['type'],
  appearance: 'primary' | 'secondary' = 'secondary',
): TemplateResult {
  return action(label, type, postNext, { type }, appearance);
}

startForm(ui);
