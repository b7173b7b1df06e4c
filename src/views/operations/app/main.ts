/** The browser side of the page of an operation. */
import '../../webview/app/shownLanguage';
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { canPull } from '../../link/app/canPull';
import { drawing } from '../../link/app/drawing';
import type { DrawingView } from '../../link/protocol/drawing';
import { action } from '../../planForm/app/action';
import type { FormUi } from '../../planForm/app/formUi';
import { startForm } from '../../planForm/app/start';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { Header, OperationView, ShownKind } from '../protocol';
import type { NextAction } from '../protocol/messages';
import { nothingToDoIn } from './nothingToDo';

interface Words {
  readonly done: string;
  /** What is there now; `about` are the names of what it is about. */
  readonly now: (about: readonly string[], idle: readonly string[]) => string;
  readonly failed: string;
}

const everythingRead = t('Verified against Azure. No further action is needed.');

const words: Readonly<Record<ShownKind, Words>> = {
  unlink: {
    done: t('Unlinked'),
    now: () =>
      t(
        'The resources that you selected are deleted. If the table shows the pull role as kept, the tree still lists the pair; use Detach… to remove a role assignment on the registry.',
      ),
    failed: t('Not everything is deleted'),
  },
  detach: {
    done: t('Detached'),
    now: () => t('The pull role assignment is removed. Images that are already on nodes are kept.'),
    failed: t('The role assignment wasn’t removed'),
  },
  link: {
    done: t('Done'),
    now: ([registry = '', ...clusters], idle) =>
      `${canPull(registry, clusters, idle)} ${t('New role assignments can take a few minutes to take effect.')}`,
    failed: t('Not everything is done'),
  },
  grantPush: {
    done: t('Granted'),
    now: ([registry = '', who = '']) =>
      t`${who} can push to ${registry}. New role assignments can take a few minutes to take effect.`,
    failed: t('The role wasn’t assigned'),
  },
  approval: {
    done: t('Decided'),
    now: ([registry = '', endpoint = '']) => t`${endpoint} no longer waits for approval by ${registry}.`,
    failed: t('No decision was made'),
  },
  rollBack: {
    done: t('Rolled back'),
    now: () => t('The changes of this operation are reverted, except for what the table shows as kept.'),
    failed: t('Not everything is rolled back'),
  },
  registry: { done: t('Done'), now: () => everythingRead, failed: t('Not everything is done') },
  publicAccess: {
    done: t('Done'),
    now: () => everythingRead,
    failed: t('Public network access wasn’t changed'),
  },
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
  done: ({ kind, about, idle }) => ({
    title: words[kind].done,
    body: html`<p>
      ${words[kind].now(
        about.map(({ name }) => name),
        idle,
      )}
    </p>`,
  }),
  doneActions: (view, state) =>
    view.kind === 'link' && state === 'verified'
      ? html`${next(t('Insert deployment.yaml…'), 'insertManifest', 'primary')}
        ${next(t('Verify from Inside the Cluster…'), 'verify')} ${show(view)}`
      : show(view),
  nothingToDoActions: show,
  // A role alone is no use where the public address answers nobody: a link adds the private path.
  blockedActions: ({ kind, resumes }) =>
    kind === 'link' && !resumes ? next(t('Link to AKS…'), 'link') : nothing,
  words: ({ kind, resumes, title, page }) => ({
    reading: t('Reading Azure'),
    shownAgain: t('to see it again, run the same command'),
    failed: words[kind].failed,
    interrupted: resumes ? t('This operation wasn’t completed') : t`${title} was interrupted`,
    requirements: t('Also note'),
    done: words[kind].done,
    ...(kind === 'link' ? {} : { nothingToDo: nothingToDoIn(kind, page) }),
  }),
};

function show({ about }: OperationView): TemplateResult | typeof nothing {
  return about.some(({ kind }) => kind === t('Container registry'))
    ? next(t('Show in tree'), 'showInTree')
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
