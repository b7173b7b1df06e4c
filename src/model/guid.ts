import { v5 } from 'uuid';

/** Random, but never to be changed: another one would give every role assignment another name. */
const namespace = 'b5a5d1b4-3f5c-4f6e-9c58-0f2a4b1f7f3d';

/** Whether the text has the form of the ids that the directory gives: hexadecimal digits in groups of 8-4-4-4-12. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/**
 * The name (a GUID) of the assignment of a role to a principal at a scope. The same three give the same name, however
 * they are spelled, so that assigning again overwrites instead of failing with RoleAssignmentExists.
 */
export function roleAssignmentName(scope: string, principalId: string, roleId: string): string {
  return v5([scope, principalId, roleId].join('|').toLowerCase(), namespace);
}
