/** That the sample estate stands in for Azure, where it is always seen; and what of it stays when it is left, which is nothing. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds, contextKeys } from '../contributions';
import type { JournalStorage } from '../provisioning';
import { standingStatus } from './ask';
import type { SampleEstate } from './sampleEstate';

export function showSample(sample: SampleEstate, journal: JournalStorage): { dispose(): void } {
  const item = standingStatus('acrPrivateLink.sample', t('ACR Private Link: Sample Estate'));
  let origin: string | undefined;
  const show = () => {
    const left = origin;
    origin = sample.settings?.emulatorEndpoint;
    void vscode.commands.executeCommand('setContext', contextKeys.sample, origin !== undefined);
    // Its operations mean nothing any more. What can't be removed isn't listed either: its origin doesn't come back.
    if (left !== undefined) void forget(journal, left).catch(() => undefined);
    if (origin === undefined) {
      item.hide();
      return;
    }
    item.show(
      {
        text: t('Sample Estate'),
        tooltip: t('No changes are made in Azure. Select to leave the sample estate.'),
        spoken: t('Sample estate of ACR Private Link. Leave it'),
      },
      { title: t('Leave the Sample Estate'), command: commandIds.leaveSample },
    );
  };
  const subscription = sample.onDidChange(show);
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}

async function forget(journal: JournalStorage, origin: string): Promise<void> {
  const { forgetOperationsOf } = await import('../provisioning/overview');
  await forgetOperationsOf(journal, origin);
}
