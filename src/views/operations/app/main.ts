/** The browser side of the page of an operation. */
import { html, nothing, type TemplateResult } from '../../ui/html';
import { drawing } from '../../link/app/drawing';
import type { DrawingView } from '../../link/protocol/drawing';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { Header, OperationView, ShownKind } from '../protocol';
import type { NextAction } from '../protocol/messages';

interface Words {
  readonly done: string;
  /** What is there now; `about` are the names of what it is about. */
  readonly now: (about: readonly string[]) => string;
  readonly failed: string;
}

const everythingRead = 'Verified against Azure. No further action is needed.';

const words: Readonly<Record<ShownKind, Words>> = {
  unlink: {
    done: 'Unlinked',
    now: () =>
      'The resources that you selected are deleted. If the table shows the pull role as kept, the tree still lists the pair; use Detach… to remove a role assignment on the registry.',
    failed: 'Not everything is deleted',
  },
  detach: {
    done: 'Detached',
    now: () => 'The pull role assignment is removed. Images that are already on nodes are kept.',
    failed: 'The role assignment wasn’t removed',
  },
  link: {
    done: 'Done',
    now: ([registry = '', ...clusters]) =>
      `${clusters.join(', ')} can pull from ${registry}. ${everythingRead} New role assignments can take a few minutes to take effect.`,
    failed: 'Not everything is done',
  },
  grantPush: {
    done: 'Granted',
    now: ([registry = '', who = '']) =>
      `${who} can push to ${registry}. New role assignments can take a few minutes to take effect.`,
    failed: 'The role wasn’t assigned',
  },
  approval: {
    done: 'Decided',
    now: ([registry = '', endpoint = '']) => `${endpoint} no longer waits for approval by ${registry}.`,
    failed: 'No decision was made',
  },
  rollBack: {
    done: 'Rolled back',
    now: () => 'The changes of this operation are reverted, except for what the table shows as kept.',
    failed: 'Not everything is rolled back',
  },
  registry: { done: 'Done', now: () => everythingRead, failed: 'Not everything is done' },
  publicAccess: { done: 'Done', now: () => everythingRead, failed: 'Public network access wasn’t changed' },
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
      ? html`${next('Insert deployment.yaml…', 'insertManifest', 'primary')}
        ${next('Verify from Inside the Cluster…', 'verify')} ${show(view)}`
      : show(view),
  nothingToDoActions: show,
  // A role alone is no use where the public address answers nobody: a link adds the private path.
  blockedActions: ({ kind, resumes }) =>
    kind === 'link' && !resumes ? next('Link to AKS…', 'link') : nothing,
  words: ({ kind, resumes, title }) => ({
    reading: 'Reading Azure',
    shownAgain: 'to see it again, run the same command',
    failed: words[kind].failed,
    interrupted: resumes ? 'This operation wasn’t completed' : `${title} was interrupted`,
    requirements: 'Also note',
    done: words[kind].done,
    ...(kind === 'link' ? {} : { nothingToDo: nothingToDo[kind] }),
  }),
};

const nothingChosen = 'No resource that can be deleted is selected. The table shows why each part is kept.';
const nothingToDo: Readonly<Record<Exclude<ShownKind, 'link'>, string>> = {
  unlink: nothingChosen,
  detach: nothingChosen,
  grantPush: 'The role is already assigned. Nothing to do.',
  approval: 'The connection already has this state. Nothing to do.',
  rollBack: 'Nothing can be rolled back. The table shows why.',
  registry: 'No further action is needed.',
  publicAccess: 'No further action is needed.',
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
