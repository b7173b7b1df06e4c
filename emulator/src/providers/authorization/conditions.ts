import { matches as fitsPattern } from './access';

/**
 * Conditions of role assignments, in Azure's language for them (documentation of the format of conditions): comparisons of
 * attributes, `ActionMatches`, and `NOT`, `AND`, `OR` in words or signs. What can't be read is no condition that holds.
 */
export interface Asked {
  readonly action: string;
  /** Values of an attribute, such as `Request`, `Microsoft.Authorization/roleAssignments:PrincipalType`. */
  readonly attribute: (source: string, name: string) => readonly string[];
}

/** Whether a condition holds for what is asked. */
export function conditionHolds(condition: string, asked: Asked): boolean {
  try {
    const parser = new Parser(condition, asked);
    return parser.whole();
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}

const TOKEN =
  /\s*(?:(\|\||OR\b)|(&&|AND\b)|(!|NOT\b)|(\()|(\))|((?:Sub)?(?:Operation|Action)Matches)\s*\{\s*'([^']*)'\s*\}|@(\w+)\[([^\]]+)\]\s*(?:(For\w+):)?(\w+)\s*(\{[^}]*\}|'[^']*'|"[^"]*"|[\w-]+))/iy;

class Parser {
  private token: RegExpExecArray | null = null;

  constructor(
    private readonly text: string,
    private readonly asked: Asked,
  ) {
    TOKEN.lastIndex = 0;
    this.next();
  }

  whole(): boolean {
    const value = this.either();
    if (this.token !== null) throw new SyntaxError('more than a condition');
    return value;
  }

  /** A group of the token that is next. */
  private part(index: number): string | undefined {
    return this.token?.[index];
  }

  private next(): void {
    const from = TOKEN.lastIndex;
    this.token = TOKEN.exec(this.text);
    if (this.token === null && this.text.slice(from).trim() !== '') throw new SyntaxError('not understood');
  }

  private either(): boolean {
    let value = this.both();
    while (this.part(1) !== undefined) {
      this.next();
      const other = this.both();
      value = value || other;
    }
    return value;
  }

  private both(): boolean {
    let value = this.single();
    while (this.part(2) !== undefined) {
      this.next();
      const other = this.single();
      value = value && other;
    }
    return value;
  }

  private single(): boolean {
    const [
      ,
      ,
      ,
      not,
      open,
      ,
      matches,
      pattern = '',
      source = '',
      name = '',
      quantifier,
      operator = '',
      value = '',
    ] = this.token ?? [];
    if (this.token === null) throw new SyntaxError('it ends too early');
    this.next();
    if (not !== undefined) return !this.single();
    if (open !== undefined) {
      const inner = this.either();
      if (this.part(5) === undefined) throw new SyntaxError('a parenthesis stays open');
      this.next();
      return inner;
    }
    if (matches !== undefined) {
      return fitsPattern(pattern, this.asked.action);
    }
    if (operator === '') throw new SyntaxError('a comparison is missing');
    return compare(this.asked.attribute(source, name), { quantifier, operator, wanted: valuesOf(value) });
  }
}

function valuesOf(text: string): string[] {
  return text
    .replace(/^\{|\}$/g, '')
    .split(',')
    .map((item) => item.trim().replace(/^['"]|['"]$/g, ''));
}

/** Without a quantifier one value is compared with one; an attribute that there is not fits nothing. */
function compare(
  values: readonly string[],
  {
    quantifier = 'ForAnyOfAnyValues',
    operator,
    wanted,
  }: { quantifier: string | undefined; operator: string; wanted: string[] },
): boolean {
  const [, outer = '', inner = ''] = /^For(Any|All)Of(Any|All)Values$/i.exec(quantifier) ?? [];
  const fits = (value: string): boolean =>
    /all/i.test(inner)
      ? wanted.every((other) => holds(operator, value, other))
      : wanted.some((other) => holds(operator, value, other));
  if (values.length === 0) return false;
  return /all/i.test(outer) ? values.every(fits) : values.some(fits);
}

const comparisons: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  equals: (value, wanted) => value === wanted,
  startswith: (value, wanted) => value.startsWith(wanted),
  like: (value, wanted) => fitsPattern(wanted, value),
};

function holds(operator: string, value: string, wanted: string): boolean {
  const [, kind = '', not, name = '', ignoresCase] =
    /^(String|Guid|Bool|Numeric)(Not)?(Equals|StartsWith|Like)(IgnoreCase)?$/i.exec(operator) ?? [];
  const comparison = comparisons[name.toLowerCase()];
  if (comparison === undefined) throw new SyntaxError(`${operator} is not known`);
  const isExact = /^string$/i.test(kind) && ignoresCase === undefined;
  const [one, other] = isExact ? [value, wanted] : [value.toLowerCase(), wanted.toLowerCase()];
  return comparison(one, other) !== (not !== undefined);
}
