/** Commands that are sent to a terminal: a name gets there only if it means the same, unquoted, to every shell. */
import { t } from '@vscode/l10n';
import { quotedPath, type Shell } from '../../manifests/kubectl';
import { controlCharacter } from '../../model/controlCharacters';
import { FailureError } from '../../model/failure';

/** No dash in front: it would be taken for an option. */
const harmless = /^[A-Za-z0-9_/.:][A-Za-z0-9_/.:-]*$/;

/** A word of a command. Throws a FailureError for one that a shell could take for something else. */
export function word(text: string): string {
  if (harmless.test(text)) return text;
  throw new FailureError({
    code: 'pushGuide.unsafeName',
    kind: 'user',
    message: t`${JSON.stringify(text)} has characters that a terminal could interpret as a command.`,
    nextAction: t('Push with another tool, or use a resource with another name.'),
  });
}

/** A path as an argument for the shell; undefined where it can't be given to it safely. */
export function path(text: string, shell: Shell): string | undefined {
  if (controlCharacter.test(text)) return undefined;
  if (!/^(?:\/|\\\\|[a-z]:[\\/])/i.test(text)) return undefined;
  return quotedPath(text, shell);
}
