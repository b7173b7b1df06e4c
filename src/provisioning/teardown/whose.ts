/** Whose a thing is: the one answer for everything that deletes. */
import { t } from '@vscode/l10n';
import { idKey } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { Made, Records } from '../journal/records';
import { matches } from '../plan/matching';
import { keepsMark, operationOfResource } from '../plan/ownership';
import type { StepKind } from '../plan/plan';

export type Ownership =
  /** A journal of this computer says that the extension made this very thing. */
  | { readonly kind: 'recorded' }
  /** It bears the mark of an operation of which there is no journal here: a colleague's, or copied. */
  | { readonly kind: 'marked'; readonly operationId: string }
  /** Nothing says who made it; `copied` is the mark of an operation whose journal doesn't know it. */
  | { readonly kind: 'unmarked'; readonly copied?: string };

/** A mark is a label that anybody can write, and proves nothing without a journal that names the thing. */
export function ownershipOf(
  kind: StepKind,
  resourceId: string,
  resource: JsonObject | undefined,
  { made, operations }: Records,
): Ownership {
  if (resource === undefined) return { kind: 'unmarked' };
  const recorded = made.get(idKey(resourceId));
  if (recorded && otherThanMade(kind, recorded, resource) === undefined) return { kind: 'recorded' };
  const operationId = operationOfResource(resource);
  if (operationId === undefined) return { kind: 'unmarked' };
  return operations.has(operationId)
    ? { kind: 'unmarked', copied: operationId }
    : { kind: 'marked', operationId };
}

/**
 * Why a thing isn't what an operation made, in words; undefined if it is. Where Azure keeps a mark it has to be there, so
 * that others can take a thing over by taking the mark off. A mark can be copied to what was made later under the
 * same name, so the identity has to be the one of then as well, or where Azure gives none, all that was sent.
 */
export function otherThanMade(
  kind: StepKind,
  { operationId, sent, identity }: Omit<Made, 'title'>,
  resource: JsonObject,
): string | undefined {
  const isMarked = keepsMark(kind);
  if (isMarked && operationOfResource(resource) !== idKey(operationId)) {
    return t('it doesn’t have this operation’s tag');
  }
  const hasIdentity = identity !== undefined && Object.keys(identity).length > 0;
  if (hasIdentity && !matches(identity, resource)) return t('others created it again');
  if (hasIdentity && isMarked) return undefined;
  return matches(sent, resource) ? undefined : t('it differs from what this operation created');
}
