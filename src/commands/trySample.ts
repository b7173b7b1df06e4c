import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { viewIds } from '../contributions';
import { whileWorking } from '../platform/ask';
import type { SampleEstate } from '../platform/sampleEstate';

/** Puts the sample estate in the place of Azure in this window, and shows it. Rejects with FailureError. */
export async function trySample(sample: Pick<SampleEstate, 'start'>): Promise<void> {
  await whileWorking(t('Starting the sample estate…'), () => sample.start());
  await vscode.commands.executeCommand(`${viewIds.explorer}.focus`);
}
