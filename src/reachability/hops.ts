/** What is said of the way of a pull: hop by hop, with what it was seen by. */
import { t } from '@vscode/l10n';
import type { Fact } from '../provisioning/observed/observed';

/** `cluster`: whether any node runs. `layers…` are the same questions for the host that layers come from. */
export type HopName =
  'cluster' | 'name' | 'way' | 'door' | 'identity' | 'layersName' | 'layersWay' | 'layersDoor';

export interface Evidence {
  readonly resourceId: string;
  /** A property of the resource, as Azure names it. */
  readonly property: string;
  readonly found: string;
  readonly needed: string;
}

export interface Hop {
  readonly hop: HopName;
  /** `unknown`: something that decides it wasn't read, or isn't for Resource Manager to tell. */
  readonly state: 'ok' | 'broken' | 'unknown';
  /** Why, in a sentence. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** It is broken if the network's DNS servers forward to Azure's, which nobody can see: unknown, therefore. */
  readonly brokenIfForwarded?: true;
  /** Where it is unknown: what would have to be read, and the right that is missing for it, where one is. */
  readonly unread?: { readonly what: string; readonly missingAction?: string; readonly scope?: string };
}

/** What a part of a hop comes to. */
export type Finding = Omit<Hop, 'hop'>;

export const ok = (message: string, ...evidence: Evidence[]): Finding => ({
  state: 'ok',
  message,
  evidence,
});

export const broken = (message: string, ...evidence: Evidence[]): Finding => ({
  state: 'broken',
  message,
  evidence,
});

export const unknown = (message: string, unread?: Hop['unread'], ...evidence: Evidence[]): Finding => ({
  state: 'unknown',
  message,
  evidence,
  ...(unread && { unread }),
});

/**
 * Of several ways a node goes one, and nobody can tell which: what all of them come to, else unknown. `words` says of what
 * there are several: “Of 10.2.0.4, 10.2.0.5 not all lead to the registry”.
 */
export function oneOf(ways: readonly Finding[], words: string): Finding {
  const [first] = ways;
  if (first === undefined) return unknown(t('No address is known.'));
  if (ways.every(({ state }) => state === first.state)) return worst(ways) ?? first;
  const bad = ways.find(({ state }) => state !== 'ok');
  return unknown(`${words}: ${bad?.message ?? ''}`, undefined, ...(bad?.evidence ?? []));
}

/** What would have to be read of a fact that isn't known, and with which right where that is told. */
export function toRead(what: string, fact: Fact<unknown>): NonNullable<Hop['unread']> {
  if (fact.state !== 'unreadable') return { what };
  const { missingAction, scope } = fact;
  return {
    what,
    ...(missingAction === undefined ? {} : { missingAction }),
    ...(scope === undefined ? {} : { scope }),
  };
}

/** Of several that all have to hold: a broken one, else one that is unknown, else the last. */
export function worst(findings: readonly [...(Finding | undefined)[], Finding]): Finding;
export function worst(findings: readonly (Finding | undefined)[]): Finding | undefined;
export function worst(findings: readonly (Finding | undefined)[]): Finding | undefined {
  return (
    findings.find((finding) => finding?.state === 'broken') ??
    findings.find((finding) => finding?.state === 'unknown') ??
    findings.findLast((finding) => finding !== undefined)
  );
}
