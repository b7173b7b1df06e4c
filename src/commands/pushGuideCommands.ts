/** What the lenses of a push guide do, and the palette where a guide is open. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { confirm, mention, notify } from '../platform/ask';
import type { CommandTerminal } from '../platform/commandTerminal';
import type { GuideCommand } from '../views/pushGuide/guide';
import type { GuideDocuments } from '../views/pushGuide/guideDocuments';
import { pickOne } from './pick';
import { numberOf, textOf } from './target';

export async function copyGuideCommand(argument: unknown, guides: GuideDocuments): Promise<void> {
  const command = await commandFor(t('Copy Command of Push Guide'), argument, guides);
  if (command === undefined) return;
  await vscode.env.clipboard.writeText(command.text);
  mention(t`Copied: ${command.text}`);
}

/** Asks for each command, and never starts one by itself. */
export async function runGuideCommand(
  argument: unknown,
  guides: GuideDocuments,
  terminal: CommandTerminal,
): Promise<void> {
  const command = await commandFor(t('Run Command of Push Guide'), argument, guides);
  if (command === undefined) return;
  const question = t('Run this in the terminal?');
  if (!(await confirm({ tone: 'info', question, detail: [command.text], verb: t('Run') }))) return;
  await terminal.run(command.text);
}

/** The command that the argument points at, the one at the cursor, else one that the user picks. */
async function commandFor(
  title: string,
  argument: unknown,
  guides: GuideDocuments,
): Promise<GuideCommand | undefined> {
  const [uri, line] = [textOf(argument, 'guide'), numberOf(argument, 'line')];
  if (uri !== undefined && line !== undefined) return guides.commandAt(uri, line);
  const active = guides.active();
  if (active === undefined) {
    void notify('info', t('Open a push guide first.'));
    return undefined;
  }
  const { commands } = active.guide;
  const atCursor = commands.find((command) => command.line === active.line);
  if (atCursor !== undefined) return atCursor;
  const items = commands.map((command) => ({ label: command.text, value: command }));
  return pickOne(title, t('Choose a command'), items);
}
