import type { ArmResource, Estate } from '../../estate';
import { kubectl } from './kubectl';
import { getent, nslookup } from './nslookup';
import type { Output, Program } from './program';

const programs: Readonly<Record<string, Program>> = {
  kubectl,
  nslookup,
  getent,
  echo: (_, args) => ({ exitCode: 0, logs: `${args.join(' ')}\n` }),
};

/**
 * Runs a command line as the pod of AKS's run-command would: programs after one another, joined by `;`, `&&` or `||`.
 * Nothing else of a shell is understood: what would be expanded, redirected or piped is refused, so that a command
 * that was put together carelessly is noticed here and not in a real cluster.
 */
export function runShell(estate: Estate, cluster: ArmResource, line: string, now: string): Output {
  const steps = parseLine(line);
  if (typeof steps === 'string') return { exitCode: 2, logs: `sh: syntax error: ${steps}\n` };
  let exitCode = 0;
  let logs = '';
  for (const { joint, words } of steps) {
    if ((joint === '&&' && exitCode !== 0) || (joint === '||' && exitCode === 0)) continue;
    const [name = '', ...args] = words;
    const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
    const output = program?.({ estate, cluster, now }, args) ?? {
      exitCode: 127,
      logs: `sh: ${name}: command not found (the emulator knows ${Object.keys(programs).join(', ')})\n`,
    };
    exitCode = output.exitCode;
    logs += output.logs;
  }
  return { exitCode, logs };
}

interface Step {
  readonly joint: ';' | '&&' | '||';
  readonly words: string[];
}

const SPECIAL = /[$`|&;<>()*?[\]{}~#!\\\n\r]/;

/** Takes a line apart into words; a text instead says what in it is not understood. */
export function parseLine(line: string): Step[] | string {
  const steps: Step[] = [];
  let joint: Step['joint'] = ';';
  let words: string[] = [];
  const finish = (next: Step['joint']): string | undefined => {
    if (words.length === 0) return `nothing stands before '${next}'`;
    steps.push({ joint, words });
    joint = next;
    words = [];
    return undefined;
  };
  for (let rest = line.trim(); rest !== ''; rest = rest.trimStart()) {
    const [operator] = /^(&&|\|\||;)/.exec(rest) ?? [];
    if (operator === '&&' || operator === '||' || operator === ';') {
      const problem = finish(operator);
      if (problem !== undefined) return problem;
      rest = rest.slice(operator.length);
      continue;
    }
    const word = nextWord(rest);
    if (typeof word === 'string') return word;
    words.push(word.text);
    rest = rest.slice(word.length);
  }
  if (words.length > 0) steps.push({ joint, words });
  return steps.length === 0 ? 'the command is empty' : steps;
}

function nextWord(rest: string): { text: string; length: number } | string {
  let text = '';
  let length = 0;
  while (length < rest.length) {
    const [piece, single, double, plain] =
      /^(?:'([^']*)'|"([^"$`\\]*)"|([^\s'"]))/.exec(rest.slice(length)) ?? [];
    if (piece === undefined) break;
    if (plain !== undefined && /[;&|]/.test(plain)) break;
    if (plain !== undefined && SPECIAL.test(plain)) return `'${plain}' is not understood`;
    text += single ?? double ?? plain ?? '';
    length += piece.length;
  }
  return length === 0 ? `'${rest.slice(0, 1)}' is not understood` : { text, length };
}
