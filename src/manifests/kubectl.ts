/** The kubectl command for a file, quoted for the shell that it will be pasted into. Nothing is run here. */
import { t } from '@vscode/l10n';
import { controlCharacter } from '../model/controlCharacters';

export type Shell = 'posix' | 'powerShell' | 'cmd' | 'unknown';

export type KubectlCommand =
  | { readonly command: string }
  /** Why there is no command that is safe to paste, in a sentence. */
  | { readonly problem: string };

const posixShells = /^(?:ba|z|da|k|mk|a|fi|)sh$/;

/** Takes the path of the user's shell, as VS Code knows it. */
export function shellOf(executable: string): Shell {
  const name = (executable.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '');
  if (posixShells.test(name)) return 'posix';
  if (/^(?:pwsh|powershell)(?:-preview)?$/.test(name)) return 'powerShell';
  return name === 'cmd' ? 'cmd' : 'unknown';
}

/**
 * The shell that a command will be pasted into. A window on another machine has terminals there, whatever shell the extension
 * knows of: what is quoted for one shell could be a command to another, so that it counts as unknown.
 */
export function userShell({
  shell,
  remoteName,
}: {
  readonly shell: string;
  readonly remoteName: string | undefined;
}): Shell {
  return remoteName === undefined ? shellOf(shell) : 'unknown';
}

/** Means the same without quotes to every shell. */
const plain = /^[\w./:-]+$/;

/** Where a command goes; what is left out is as kubectl is set. */
export interface KubectlTarget {
  readonly context?: string;
  readonly namespace?: string;
}

/**
 * `kubectl apply -f …` for a file. The path must be absolute: so it can't be taken for an option, a URL or the
 * standard input, and holds in any folder.
 */
export function kubectlApply(
  path: string,
  shell: Shell,
  { context, namespace }: KubectlTarget = {},
): KubectlCommand {
  const flags = [
    ...(context === undefined ? [] : [`--context ${context}`]),
    ...(namespace === undefined ? [] : [`--namespace ${namespace}`]),
  ];
  // Names of clusters and namespaces need no quotes; anything else isn't one.
  if ([context, namespace].some((name) => name !== undefined && !/^[\w-]+$/.test(name)))
    return { problem: t('The cluster or namespace has an invalid name.') };
  const apply = ['kubectl', ...flags, 'apply'].join(' ');
  if (controlCharacter.test(path)) return { problem: t('The file’s path contains control characters.') };
  if (!/^(?:\/|\\\\|[a-z]:[\\/])/i.test(path)) return { problem: t('The file’s path isn’t absolute.') };
  const file = quotedPath(path, shell);
  if (file === undefined) {
    const who =
      shell === 'unknown' ? t('can’t be passed to every shell') : t('can’t be passed to this shell');
    return { problem: t`The file’s path contains characters that ${who} safely.` };
  }
  // kubectl reads -f as a list of comma-separated values, in which double quotes have a meaning, too.
  if (!/[,"]/.test(path)) return { command: `${apply} -f ${file}` };
  if (shell === 'powerShell') return { problem: t('The file’s path contains a comma or a quotation mark.') };
  return { command: `${apply} -f - < ${file}` };
}

/** A path as an argument; undefined where the shell can't be given it safely. Control characters are the caller's to refuse. */
export function quotedPath(path: string, shell: Shell): string | undefined {
  switch (shell) {
    case 'posix': {
      // Windows takes slashes, too, and a shell such as Git Bash doesn't read anything into them.
      const file = /^[a-z]:\\/i.test(path) ? path.replaceAll('\\', '/') : path;
      // The backslash outside of the quotes, because fish reads one inside of them.
      return plain.test(file) ? file : `'${file.replace(/['\\]/g, String.raw`'\$&'`)}'`;
    }
    case 'powerShell':
      // PowerShell takes typographic quotation marks for straight ones.
      return plain.test(path) ? path : `'${path.replace(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      // Inside of quotes only %VARIABLES% (and, if switched on, !VARIABLES!) are read.
      if (/["%!]/.test(path)) return undefined;
      return plain.test(path.replaceAll('\\', '/')) ? path : `"${path}"`;
    case 'unknown':
      return plain.test(path) ? path : undefined;
  }
}
