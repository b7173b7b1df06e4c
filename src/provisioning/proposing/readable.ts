import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import type { Fact } from '../observed/observed';

/** The value of what a proposal can't do without; throws FailureError (`propose.unreadable`) where it isn't known. */
export function readable<T>(what: 'registry' | 'cluster' | 'network', fact: Fact<T>): T {
  if (fact.state === 'known') return fact.value;
  const why = fact.state === 'unreadable' ? fact.reason : t('It doesn’t exist.');
  throw new FailureError({
    code: 'propose.unreadable',
    kind: fact.state === 'unreadable' ? 'auth' : 'user',
    message: t`The ${nouns[what]} couldn’t be read: ${why}`,
    nextAction: t`Get permission to read the ${nouns[what]}${missing(fact)}, or choose another one.`,
  });
}

const nouns = { registry: t('registry'), cluster: t('cluster'), network: t('network') } as const;

function missing(fact: Fact<unknown>): string {
  if (fact.state !== 'unreadable' || fact.missingAction === undefined) return '';
  return fact.scope === undefined
    ? ` (${fact.missingAction})`
    : t` (${fact.missingAction} on ${nameOf(fact.scope)})`;
}
