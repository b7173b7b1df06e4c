/** The one place where what a plan says against itself is made: hazards, and the blockers that several families share. */
import { t } from '@vscode/l10n';
import { distinctIds, idKey, nameOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import type { Fact } from '../observed/observed';
import { fingerprint } from './fingerprint';
import type { Blocker, Hazard } from './plan';
import { standingOf } from './standing';

export interface HazardParts {
  readonly code: string;
  /** Ids, or other texts, of what it is about besides those who are affected. */
  readonly about: readonly string[];
  /** Names of those who would be affected; left out for costs. */
  readonly affected?: readonly string[];
  readonly message: string;
  /** What would avoid it, where something would. */
  readonly mitigation?: string | undefined;
  /** What has to be typed before the plan is applied. */
  readonly typed?: string;
}

/**
 * A hazard whose id stands for all that is shown of it: an acknowledgement holds only for what was read. The affected
 * are in alphabetical order, each once.
 */
export function hazard({ code, about, affected = [], message, mitigation, typed }: HazardParts): Hazard {
  const names = [...new Set(affected)].toSorted();
  const things = [...new Set(about.map(idKey))].toSorted();
  const shown = [things, names, message, mitigation ?? '', typed ?? ''];
  return {
    code,
    id: `${code}:${fingerprint(shown).slice(0, 16)}`,
    message,
    about: things,
    affected: names,
    mitigation,
    ...(typed === undefined ? {} : { typed }),
  };
}

/** Each once, also where several clusters or rules meet it. */
export function distinctHazards(hazards: readonly Hazard[]): Hazard[] {
  return [...new Map(hazards.map((one) => [one.id, one])).values()];
}

/** What has to be typed before a plan with these hazards is applied; undefined if nothing. */
export function wordToType({ hazards }: { readonly hazards: readonly Hazard[] }): string | undefined {
  return hazards.find(({ typed }) => typed !== undefined)?.typed;
}

/** Each once: several clusters meet the same one, which is about what it is about for each of them. */
export function distinctBlockers(blockers: readonly Blocker[]): Blocker[] {
  const same = groupBy(blockers, ({ code, message }) => `${code} ${message}`);
  return [...same.values()].flatMap((all) => {
    const [first] = all;
    const resourceIds = distinctIds(all.flatMap((one) => one.resourceIds));
    return first === undefined ? [] : [{ ...first, resourceIds }];
  });
}

/**
 * A blocker for a fact that Azure didn't tell; none for one that is known or absent. `what` names the thing with its
 * kind, e.g. "Registry contoso"; `consequence` is what nobody can say because of it, e.g. "who would be locked out".
 */
export function unread(
  what: string,
  id: string,
  fact: Fact<unknown>,
  { code = 'factUnreadable', consequence }: { readonly code?: string; readonly consequence?: string } = {},
): Blocker[] {
  if (fact.state !== 'unreadable') return [];
  const { reason, missingAction, scope } = fact;
  const so = consequence === undefined ? '' : t`, so it’s unknown ${consequence}`;
  return [
    {
      code,
      message: t`${what} couldn’t be read${so}: ${reason}`,
      wayOut:
        missingAction === undefined
          ? t('Refresh. If the problem persists, check the connection and your permissions.')
          : t`Ask for a role with ${missingAction} on ${scope ?? id}.`,
      resourceIds: [id],
    },
  ];
}

/** A blocker for something that is absent where the plan needs it; none for any other fact. `what` as in `unread`. */
export function gone(what: string, id: string, fact: Fact<unknown>): Blocker[] {
  if (fact.state !== 'absent') return [];
  return [
    {
      code: 'namedThingMissing',
      message: t`${what} doesn’t exist or was deleted.`,
      wayOut: t('Refresh, then choose another one.'),
      resourceIds: [id],
    },
  ];
}

/** Blockers for a fact without which nothing can be planned: absent and unreadable alike. `what` as in `unread`. */
export function needed(
  what: string,
  id: string,
  fact: Fact<unknown>,
  options: { readonly code?: string; readonly consequence?: string } = {},
): Blocker[] {
  return [...gone(what, id, fact), ...unread(what, id, fact, options)];
}

/** A blocker for a registry on which Azure is at work, or on which its last operation failed. */
export function registryNotReady(registryId: string, provisioningState: string): Blocker[] {
  if (standingOf(provisioningState) === 'ready') return [];
  return [
    {
      code: 'registryNotReady',
      message: t`Registry ${nameOf(registryId)} is in the state ${provisioningState}.`,
      wayOut: t('Wait until Azure finishes the operation on it, or repair it if the operation failed.'),
      resourceIds: [registryId],
    },
  ];
}

/** A blocker for a registry whose SKU lacks a feature: `what` as in "private endpoints need"; `wayOut` is a sentence. */
export function notPremium(
  { id, sku }: { readonly id: string; readonly sku: string },
  what: string,
  wayOut: string,
): Blocker[] {
  if (sku === 'Premium') return [];
  return [
    {
      code: 'notPremium',
      message: t`Registry ${nameOf(id)} has SKU ${sku}; ${what} Premium.`,
      wayOut,
      resourceIds: [id],
    },
  ];
}
