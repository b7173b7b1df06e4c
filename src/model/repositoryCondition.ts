/**
 * Conditions of role assignments that say which repositories of a registry are meant (Microsoft Learn, "Azure role assignment
 * condition format and syntax" and "Azure attribute-based access control repository permissions in Azure Container
 * Registry").
 */

import { covers } from './patterns';

/** True or false as the condition says; undefined where that hangs on something that isn't known, or isn't understood. */
export type Verdict = boolean | undefined;

/** What the condition is asked about. */
export interface Request {
  /** E.g. `Microsoft.ContainerRegistry/registries/repositories/content/read`. */
  readonly action: string;
  /** E.g. `shop/web`; undefined where the request doesn't name one. */
  readonly repository?: string;
}

/** Whether a condition lets an action through at a repository. Never throws. */
export function conditionAllows(condition: string, request: Request): Verdict {
  const tokens = tokensOf(condition);
  if (tokens === undefined) return undefined;
  const rest = [...tokens];
  const verdict = anyOf(rest, request, 0);
  return rest.length === 0 ? verdict?.value : undefined;
}

type Token =
  | { readonly kind: 'or' | 'and' | 'not' | 'open' | 'close' }
  | { readonly kind: 'action'; readonly pattern: string }
  | ({ readonly kind: 'comparison'; readonly attribute: string; readonly quantifier: string } & Comparison);

interface Comparison {
  readonly operator: string;
  readonly values: readonly string[];
}

/** Azure refuses conditions that are longer than 8 KB. */
const longest = 8 * 1024;
const deepest = 100;

const symbols = {
  '||': 'or',
  or: 'or',
  '&&': 'and',
  and: 'and',
  '!': 'not',
  not: 'not',
  '(': 'open',
  ')': 'close',
} as const;
const symbol = /\s*(\|\||&&|!|\(|\)|(?:OR|AND|NOT)\b)/iy;
const actionMatch = /\s*(?:Sub)?(?:Action|Operation)Matches\s*\{\s*'([^']*)'\s*\}/iy;
const comparison = /\s*@([A-Za-z]+\[[^\]]*\])\s*(?:(For\w+):)?(\w+)\s*('[^']*'|"[^"]*"|\{[^}]*\}|[\w-]+)/iy;

/** Undefined where it holds something else than a condition. */
function tokensOf(text: string): readonly Token[] | undefined {
  if (text.length > longest) return undefined;
  const tokens: Token[] = [];
  let from = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (found !== null) from = pattern.lastIndex;
    return found;
  };
  while (text.slice(from).trim() !== '') {
    const sign = match(symbol);
    if (sign !== null) {
      tokens.push({ kind: symbols[(sign[1] ?? '').toLowerCase() as keyof typeof symbols] });
      continue;
    }
    const action = match(actionMatch);
    if (action !== null) {
      tokens.push({ kind: 'action', pattern: action[1] ?? '' });
      continue;
    }
    const [found, attribute = '', quantifier = '', operator = '', values = ''] = match(comparison) ?? [];
    if (found === undefined) return undefined;
    tokens.push({ kind: 'comparison', attribute, quantifier, operator, values: valuesOf(values) });
  }
  return tokens;
}

function valuesOf(text: string): readonly string[] {
  const quoted = [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
  return quoted.length > 0 ? quoted : [text];
}

/** Undefined where the tokens that are left are no expression; takes away those that are. */
interface Parsed {
  readonly value: Verdict;
}

function anyOf(rest: Token[], request: Request, depth: number): Parsed | undefined {
  return joined(rest, 'or', () => allOf(rest, request, depth), either);
}

function allOf(rest: Token[], request: Request, depth: number): Parsed | undefined {
  return joined(rest, 'and', () => single(rest, request, depth), both);
}

function joined(
  rest: Token[],
  kind: 'or' | 'and',
  next: () => Parsed | undefined,
  join: (one: Verdict, other: Verdict) => Verdict,
): Parsed | undefined {
  let found = next();
  while (found !== undefined && rest[0]?.kind === kind) {
    rest.shift();
    const other = next();
    found = other && { value: join(found.value, other.value) };
  }
  return found;
}

function single(rest: Token[], request: Request, depth: number): Parsed | undefined {
  const token = rest.shift();
  if (token === undefined || depth > deepest) return undefined;
  switch (token.kind) {
    case 'not': {
      const inner = single(rest, request, depth + 1);
      return inner && { value: inner.value === undefined ? undefined : !inner.value };
    }
    case 'open': {
      const inner = anyOf(rest, request, depth + 1);
      return rest.shift()?.kind === 'close' ? inner : undefined;
    }
    case 'action':
      return { value: covers([token.pattern], request.action) };
    case 'comparison':
      return {
        value:
          isRepository(token.attribute) && request.repository !== undefined
            ? compared(request.repository, token)
            : undefined,
      };
    default:
      return undefined;
  }
}

function either(one: Verdict, other: Verdict): Verdict {
  if (one === true || other === true) return true;
  return one === undefined || other === undefined ? undefined : false;
}

function both(one: Verdict, other: Verdict): Verdict {
  if (one === false || other === false) return false;
  return one === undefined || other === undefined ? undefined : true;
}

function isRepository(attribute: string): boolean {
  return /^Request\[\s*Microsoft\.ContainerRegistry\/registries\/repositories:name\s*\]$/i.test(attribute);
}

/** A repository has one name: of the quantifiers only whether any or all values have to fit makes a difference. */
function compared(
  name: string,
  { quantifier, operator, values }: Comparison & { readonly quantifier: string },
): Verdict {
  const [, not, kind = '', ignoresCase] =
    /^String(Not)?(Equals|StartsWith|Like)(IgnoreCase)?$/i.exec(operator) ?? [];
  if (!/^(For(Any|All)Of(Any|All)Values)?$/i.test(quantifier)) return undefined;
  const holds = (value: string): Verdict => {
    const [one, other] =
      ignoresCase === undefined ? [name, value] : [name.toLowerCase(), value.toLowerCase()];
    switch (kind.toLowerCase()) {
      case 'equals':
        return (one === other) !== (not !== undefined);
      case 'startswith':
        return one.startsWith(other) !== (not !== undefined);
      case 'like':
        // `?` stands for one character; names of repositories have no capitals, which `covers` would not tell apart.
        if (other.includes('?')) return undefined;
        return (other === other.toLowerCase() && covers([other], one)) !== (not !== undefined);
      default:
        return undefined;
    }
  };
  return values.map(holds).reduce(/AllValues$/i.test(quantifier) ? both : either);
}
