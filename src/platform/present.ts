import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import type { Failure } from '../model/failure';
import { detailsOf, failureFrom, notificationOf } from './failures';
import { notify } from './ask';
import type { Log } from './log';
import { asksForSignIn } from './signInFailures';

/** Shows failures: the one place where they become notifications. */
export interface Presenter {
  /** Logs the failure and shows it with the buttons that help; doesn't wait for the user. */
  show(thrown: unknown, options?: { readonly retry?: () => void }): void;
}

interface Button {
  readonly title: string;
  run(): unknown;
}

export function createPresenter(log: Log): Presenter {
  return {
    show(thrown, { retry } = {}) {
      const failure = failureFrom(thrown);
      if (failure.kind === 'cancelled') return;
      log.error(detailsOf(failure));
      if (failure.kind === 'defect' && thrown instanceof Error && thrown.stack !== undefined)
        log.error(thrown.stack);
      void tell(failure, buttonsFor(failure, retry));
    },
  };
}

async function tell(failure: Failure, buttons: readonly Button[]): Promise<void> {
  const tone = failure.kind === 'user' ? 'warning' : 'error';
  const titles = buttons.map(({ title }) => title);
  const chosen = await notify(tone, notificationOf(failure), ...titles);
  await buttons.find(({ title }) => title === chosen)?.run();
}

function buttonsFor(failure: Failure, retry: (() => void) | undefined): readonly Button[] {
  const command = (title: string, id: string, argument?: unknown): Button => ({
    title,
    run: () => vscode.commands.executeCommand(id, argument),
  });
  const copyDetails: Button = {
    title: t('Copy Details'),
    run: () => vscode.env.clipboard.writeText(detailsOf(failure)),
  };
  if (failure.code === 'settings.invalid') return [command(t('Open Settings'), commandIds.openSettings)];
  // What the user can put right from the words alone needs no log. A notification without a button would be cut off
  // after its first line, and the way out comes last.
  if (failure.kind === 'user' && failure.azure === undefined) return [copyDetails];
  return [
    ...(asksForSignIn(failure) ? [command(t('Sign In'), commandIds.signIn, failure)] : []),
    ...(retry === undefined || failure.kind === 'user' ? [] : [{ title: t('Retry'), run: retry }]),
    command(t('Show Log'), commandIds.showLog),
    copyDetails,
  ];
}
