import { ArmError } from '../../arm/errors';

export interface AuthorizationFilter {
  readonly atScope?: boolean;
  readonly principalId?: string;
  readonly assignedTo?: string;
  readonly roleName?: string;
  readonly type?: string;
}

const CLAUSES: readonly (readonly [RegExp, (value: string) => AuthorizationFilter])[] = [
  [/^atScope\(\)$/i, () => ({ atScope: true })],
  [/^atScopeAndBelow\(\)$/i, () => ({ atScope: false })],
  [/^assignedTo\('([^']*)'\)$/i, (assignedTo) => ({ assignedTo })],
  [/^principalId\s+eq\s+'([^']*)'$/i, (principalId) => ({ principalId })],
  [/^roleName\s+eq\s+'([^']*)'$/i, (roleName) => ({ roleName })],
  [/^type\s+eq\s+'([^']*)'$/i, (type) => ({ type })],
];

/** Reads `$filter` of role assignments and definitions; a clause that Azure doesn't know is refused. */
export function readFilter(text: string | null): AuthorizationFilter {
  if (text === null || text.trim() === '') return {};
  const clauses = text.trim().split(/\s+and\s+/i);
  return clauses
    .map((clause) => readClause(clause.trim().replace(/^\((.*)\)$/, '$1')))
    .reduce((all, clause) => ({ ...all, ...clause }), {});
}

function readClause(clause: string): AuthorizationFilter {
  for (const [pattern, read] of CLAUSES) {
    const match = pattern.exec(clause);
    if (match !== null) return read(match[1] ?? '');
  }
  throw new ArmError(
    400,
    'UnsupportedQuery',
    `The filter '${clause}' is not supported. Supported filters are 'atScope()', 'assignedTo()', 'principalId eq', 'roleName eq' and 'type eq'.`,
  );
}
