/** What of the estate couldn't be read: whatever isn't found in it may be there, and nobody may say that it isn't. */
import { t } from '@vscode/l10n';
import { nameOf, sameId, subscriptionKeyOf, subscriptionScope } from '../model/armId';
import { FailureError } from '../model/failure';
import type { AccountDirectory, Inventory, Subscription } from '../provisioning';

interface Listed {
  readonly inventory: Pick<Inventory, 'unread'>;
  readonly subscriptions: readonly Pick<Subscription, 'id' | 'name'>[];
  readonly accountDirectories?: readonly AccountDirectory[];
}

/** Names of the directories and subscriptions of which something couldn't be read; empty where everything was. */
export function gapNames(listed: Listed): readonly string[] {
  const { named, hasNameless } = gapsIn(listed);
  return hasNameless ? [...named, t('some resources')] : named;
}

/** A sentence for a list of the estate's resources; undefined where everything was read. */
export function gapWords(listed: Listed): string | undefined {
  const { named, hasNameless } = gapsIn(listed);
  if (named.length === 0) return hasNameless ? t('Not everything could be read.') : undefined;
  const names = named.slice(0, mostNames).join(', ');
  const more = named.length - mostNames;
  return more > 0
    ? t`Not everything could be read in ${names} and ${more} more.`
    : t`Not everything could be read in ${names}.`;
}

/** `hasNameless`: Azure didn't say of all where it is. */
function gapsIn({ inventory: { unread = [] }, subscriptions, accountDirectories = [] }: Listed): {
  readonly named: readonly string[];
  readonly hasNameless: boolean;
} {
  const names = new Map(subscriptions.map(({ id, name }) => [id.toLowerCase(), name]));
  // Hidden are those that the user doesn't want, and accounts that were never signed in for this.
  const directories = accountDirectories.flatMap(({ failure, name, isHidden }) =>
    failure === undefined || isHidden === true ? [] : [name],
  );
  const keys = unread.map(({ id }) => subscriptionKeyOf(id));
  const places = keys.flatMap((key) => (key === '' ? [] : [names.get(key) ?? key]));
  return { named: [...new Set([...directories, ...places])], hasNameless: keys.includes('') };
}

const mostNames = 3;

/** For a resource that somebody named and that the inventory doesn't have: it isn't there, or couldn't be read. */
export function notFound({ unread = [] }: Pick<Inventory, 'unread'>, resourceId: string): FailureError {
  const scope = subscriptionScope(subscriptionKeyOf(resourceId));
  const gap = unread.find(({ id }) => id === '' || sameId(id, scope) || sameId(id, resourceId));
  if (gap !== undefined) {
    const name = nameOf(resourceId);
    return new FailureError({
      ...gap.failure,
      message: t`It’s unknown whether ${name} is there: ${gap.failure.message}`,
      resourceId,
    });
  }
  return new FailureError({
    code: 'estate.notFound',
    kind: 'user',
    message: t`${nameOf(resourceId)} isn’t in the selected subscriptions.`,
    nextAction: t('Select its subscription, or refresh. Azure Resource Graph can be a few minutes behind.'),
    resourceId,
  });
}
