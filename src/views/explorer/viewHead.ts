/** What the view says above the tree and on its icon: where the estate is from, how old it is, and how much needs somebody. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Connection } from '../../platform/connection';
import { onSettingChanged, showsBadge } from '../../platform/settings';
import type { Directory } from '../../provisioning';
import { directoriesLine } from './estateNodes';
import { facts, problemWords } from './treeNode';

export class ViewHead implements vscode.Disposable {
  #problems = 0;
  readonly #badge: vscode.Disposable;

  constructor(
    private readonly view: Pick<vscode.TreeView<unknown>, 'badge' | 'description' | 'message'>,
    private readonly connection: () => Connection,
  ) {
    this.#badge = onSettingChanged(['problemsBadge'], () => {
      this.showProblems(this.#problems);
    });
  }

  showProblems(count: number): void {
    this.#problems = count;
    const value = showsBadge() ? count : 0;
    // An undefined badge takes it away; the type of the API says so by leaving it out.
    this.view.badge =
      value === 0 ? undefined : { value, tooltip: `ACR Private Link: ${problemWords(value)}` };
  }

  /** `age` where it was read by an earlier window; `directories` where no subscription can be used. */
  showWhere(
    isFiltered: boolean,
    { directories = [], age }: { readonly directories?: readonly Directory[]; readonly age?: string } = {},
  ): void {
    const { isEmulator, isSample, origin } = this.connection();
    this.view.description = facts(
      isSample ? t('Sample estate') : isEmulator && t('Emulator'),
      isFiltered && t('only problems'),
      age,
    );
    const words = isSample
      ? t('Sample estate. No changes are made in Azure, and it’s deleted when you leave it.')
      : isEmulator
        ? t`Connected to the emulator (${origin}). No changes are made in Azure.`
        : directoriesLine(directories);
    // An undefined message takes the line away; the type of the API leaves that out.
    this.view.message = words ?? (undefined as unknown as string);
  }

  dispose(): void {
    this.#badge.dispose();
  }
}
