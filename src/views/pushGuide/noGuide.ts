import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import { shownText } from '../../model/shownText';

/** The page instead of a guide that can't be made; Markdown. */
export function noGuide({ message, nextAction }: Failure): string {
  // Indented it is no markup, and is read as it is written.
  return `# ${t('Push Guide')}\n\n    ${shownText(message)}\n    ${shownText(nextAction)}\n`;
}
