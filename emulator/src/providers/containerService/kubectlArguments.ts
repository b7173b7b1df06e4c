export interface Arguments {
  readonly names: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** Options with a value; the short ones stand for the long ones. */
const VALUED = [
  'image',
  'restart',
  'image-pull-policy',
  'namespace',
  'overrides',
  'labels',
  'output',
  'field-selector',
  'sort-by',
  'timeout',
  'grace-period',
  'request-timeout',
  'override-type',
  'selector',
];
const SWITCHES = ['all-namespaces', 'ignore-not-found', 'wait', 'now', 'force', 'command', 'quiet'];
const SHORT: Readonly<Record<string, string>> = { n: 'namespace', o: 'output', A: 'all-namespaces' };

/** Takes the words of a kubectl command apart; a text instead says what in them is not known. */
export function parseArguments(words: readonly string[]): Arguments | string {
  const names: string[] = [];
  const options: Record<string, string> = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    // What follows is the pod's own command, which a pull test never gets to.
    if (word === '--') break;
    const [, dashes = '', name = '', value] = /^(--?)([a-z-]+|A)(?:=(.*))?$/s.exec(word) ?? [];
    if (dashes === '') {
      if (word.startsWith('-')) return `unknown flag: ${word}`;
      names.push(word);
      continue;
    }
    // For `run` it is short for other labels than for the rest, where it selects.
    const short = name === 'l' ? (names[0] === 'run' ? 'labels' : 'selector') : SHORT[name];
    const option = dashes === '-' ? short : name;
    if (option !== undefined && SWITCHES.includes(option)) {
      options[option] = value ?? 'true';
    } else if (option !== undefined && VALUED.includes(option)) {
      const given = value ?? rest.shift();
      if (given === undefined) return `flag needs an argument: ${word}`;
      options[option] = given;
    } else return `unknown flag: ${word}`;
  }
  return { names, options };
}
