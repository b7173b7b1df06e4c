/**
 * Why the nodes of a cluster can't pull from a registry, what will keep them from it, and what is to be done: the model's
 * hops, explained by rules. Pure: it says nothing that the observation doesn't.
 */
import { t } from '@vscode/l10n';
import { idKey } from '../model/armId';
import { groupBy } from '../model/groupBy';
import {
  type Fact,
  factOf,
  known,
  type Observed,
  reachAfterLink,
  type SpecOf,
  worldOf,
} from '../provisioning';
import { toRead, type Hop, type HopName } from '../reachability/hops';
import { reachOf, type PoolReach, type Reach } from '../reachability/reach';
import type { Diagnosis, Finding, Severity } from './finding';
import type { Explanation, FactRule, HopFamily, HopRule, SeenHop, Subject } from './rule';
import { factRules, hopRules } from './rules';
import { sources } from './sources';

/** Of a pull, as far as one thing makes sense without the other: a name that leads nowhere has no way. */
const order: readonly HopName[] = [
  'cluster',
  ...(['name', 'layersName', 'way', 'layersWay', 'door', 'layersDoor', 'identity'] as const),
];

const families: Readonly<Record<HopName, HopFamily>> = {
  // The model has none; a cluster without nodes is found by a rule of its own.
  cluster: 'identity',
  name: 'name',
  layersName: 'name',
  way: 'way',
  layersWay: 'way',
  door: 'door',
  layersDoor: 'door',
  identity: 'identity',
};

/** What a diagnosis is asked for besides the pair. */
export interface Asked {
  /** That is pulled, e.g. `shop/web`: what a condition of a role says is told for it alone. */
  readonly repository?: string;
  /** A link that was proposed for the cluster: where it would take a cause away, it is offered. */
  readonly wish?: SpecOf<'link'>;
}

/** Diagnoses one cluster of an observation. */
export function diagnose(observed: Observed, clusterId: string, { repository, wish }: Asked = {}): Diagnosis {
  const [registry, cluster] = [known(observed.registry), known(factOf(observed.clusters, clusterId))];
  const { at } = observed;
  if (registry === undefined || cluster === undefined) {
    const findings = [
      ...unseen('registry', observed.registry),
      ...unseen('cluster', factOf(observed.clusters, clusterId)),
    ];
    return { registryId: '', clusterId, at, state: 'unknown', pools: [], findings };
  }
  const world = worldOf(observed);
  const reach = reachOf(world, registry, cluster, repository);
  const subject = { observed, world, registry, cluster, reach };
  const then = wish && reachAfterLink(wish, observed)?.[0];
  const findings = [
    ...ofHops(subject).map((finding) => withLink(finding, reach, then, wish)),
    ...factRules.flatMap((rule) =>
      rule.find(subject).map((said) => {
        const isGone = then !== undefined && said.isGone?.(then) === true && !breaksMore(reach, then);
        const finding = ofFact(rule, said);
        return isGone && wish !== undefined
          ? { ...finding, repair: { kind: 'link' as const, spec: wish } }
          : finding;
      }),
    ),
  ];
  const { state, pools, registryId } = reach;
  const isStopped = findings.some(({ hops, severity }) => hops.includes('cluster') && severity === 'broken');
  return {
    registryId,
    clusterId,
    at,
    state: isStopped ? 'broken' : state,
    pools,
    findings: sorted(findings),
  };
}

/** The first broken thing that a pull meets; undefined where nothing is known to be broken. */
export function firstBroken({ findings }: Diagnosis): Finding | undefined {
  return findings.find(({ severity }) => severity === 'broken');
}

/** Whether a link is worth being read for: something on the way isn't ok, or won't be for long. */
export function mayNeedLink({ state, findings }: Diagnosis): boolean {
  return state !== 'ok' || findings.some(({ severity }) => severity === 'willBreak');
}

interface Explained {
  readonly rule: HopRule;
  readonly said: Explanation;
  readonly hop: SeenHop;
}

/** Hops with one cause at one thing are one finding: that of the login server and of layers, and of all pools. */
function ofHops(subject: Subject): readonly Finding[] {
  const explained = subject.reach.pools
    .flatMap((pool) => pool.hops.filter(({ state }) => state !== 'ok').map((hop) => seenHop(hop, pool)))
    .map((hop) => explain(hop, subject));
  const same = groupBy(explained, ({ rule, said, hop }) => idOf(rule.id, said.evidence ?? hop.hop.evidence));
  return [...same].map(([id, group]) => merged(id, group, subject));
}

function seenHop(hop: Hop, pool: PoolReach): SeenHop {
  const route = hop.hop.startsWith('layers') ? pool.layersRoute : pool.route;
  return { hop, family: families[hop.hop], route, pool, seen: hop.evidence[0] };
}

function explain(hop: SeenHop, subject: Subject): Explained {
  for (const rule of hopRules) {
    const said = rule.explain(hop, subject);
    if (said !== undefined) return { rule, said, hop };
  }
  // Each family ends with a rule that takes everything.
  throw new Error(`No rule explains the result of ${hop.hop.hop}.`);
}

function idOf(rule: string, evidence: Explanation['evidence']): string {
  return [rule, idKey(evidence?.[0]?.resourceId ?? '')].join(' ');
}

function merged(id: string, group: readonly Explained[], { reach }: Subject): Finding {
  // There is at least one: groups are made of what is in them.
  const [{ rule, said, hop }] = group as [Explained, ...Explained[]];
  const isBroken = group.some(({ hop: each }) => each.hop.state === 'broken');
  const pools = [...new Set(group.map(({ hop: each }) => each.pool.name))];
  const evidence = group.flatMap((each) => each.said.evidence ?? each.hop.hop.evidence);
  const hops = new Set(group.map(({ hop: each }) => each.hop.hop));
  return {
    id,
    rule: rule.id,
    severity: said.severity ?? (isBroken ? 'broken' : 'worthKnowing'),
    confidence: isBroken ? 'proved' : (said.confidence ?? 'cantTell'),
    hops: order.filter((name) => hops.has(name)),
    pools: pools.length === reach.pools.length ? [] : pools,
    message: said.message,
    evidence: [
      ...new Map(evidence.map((each) => [`${idKey(each.resourceId)} ${each.property}`, each])).values(),
    ],
    ask: isBroken ? undefined : (said.ask ?? hop.hop.unread),
    source: rule.source,
    repair: said.repair,
    instructions: said.instructions,
  };
}

function ofFact(rule: FactRule, said: Explanation): Finding {
  const { evidence = [], severity = 'worthKnowing', confidence = 'proved' } = said;
  return {
    id: idOf(rule.id, evidence),
    rule: rule.id,
    severity,
    confidence,
    hops: rule.id.startsWith('cluster.') && severity === 'broken' ? ['cluster'] : [],
    pools: [],
    message: said.message,
    evidence,
    ask: said.ask,
    source: rule.source,
    repair: said.repair,
    instructions: said.instructions,
  };
}

/** The link is a repair where it makes the hops of a finding well, and breaks none that wasn't broken. */
function withLink(
  finding: Finding,
  before: Reach,
  then: Reach | undefined,
  wish: SpecOf<'link'> | undefined,
): Finding {
  if (then === undefined || wish === undefined) return finding;
  const isWell = then.pools.every(({ hops }) =>
    hops.every(({ hop, state }) => !finding.hops.includes(hop) || state === 'ok'),
  );
  if (!isWell || breaksMore(before, then)) return finding;
  return { ...finding, repair: { kind: 'link', spec: wish } };
}

function breaksMore(before: Reach, then: Reach): boolean {
  const was = brokenHops(before);
  return [...brokenHops(then)].some((hop) => !was.has(hop));
}

function brokenHops({ pools }: Reach): ReadonlySet<HopName> {
  const hops = pools.flatMap((pool) => pool.hops).filter(({ state }) => state === 'broken');
  return new Set(hops.map(({ hop }) => hop));
}

const severities: readonly Severity[] = ['broken', 'willBreak', 'worthKnowing'];

function sorted(findings: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity, hops: [first] }: Finding) =>
    severities.indexOf(severity) * 100 + (first === undefined ? 99 : order.indexOf(first));
  return findings.toSorted((a, b) => rank(a) - rank(b));
}

const unseenWords = {
  registry: {
    thing: t('the registry'),
    gone: t('The registry doesn’t exist or was deleted.'),
    unread: (why: string) => t`The registry can’t be read: ${why}`,
  },
  cluster: {
    thing: t('the cluster'),
    gone: t('The cluster doesn’t exist or was deleted.'),
    unread: (why: string) => t`The cluster can’t be read: ${why}`,
  },
} as const;

/** A registry or cluster of which nothing is known: nothing is said to be broken. */
function unseen(what: 'registry' | 'cluster', fact: Fact<{ readonly id: string }>): readonly Finding[] {
  if (fact.state === 'known') return [];
  const isGone = fact.state === 'absent';
  const words = unseenWords[what];
  const message = isGone ? words.gone : words.unread(fact.reason);
  return [
    {
      id: `${what}.unread`,
      rule: `${what}.${isGone ? 'gone' : 'unread'}`,
      severity: isGone ? 'broken' : 'worthKnowing',
      confidence: isGone ? 'proved' : 'cantTell',
      hops: [],
      pools: [],
      message,
      evidence: [],
      ask: isGone ? undefined : toRead(words.thing, fact),
      source: sources.pullFails,
      repair: undefined,
      instructions: undefined,
    },
  ];
}
