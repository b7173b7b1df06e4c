/** A diagnosis as the browser side shows it. */
import { t } from '@vscode/l10n';
import { firstBroken } from '../../diagnosis/diagnose';
import type { Confidence, Diagnosis, Finding, Severity } from '../../diagnosis/finding';
import { hopsFound, partsOf } from '../../diagnosis/partsOf';
import { plansOf, type RepairPlan, type Shared, sharedFindings } from '../../diagnosis/repairs';
import { pairIn } from '../../diagnosis/scope';
import { nameOf, parseId, type Pair } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { problemOf } from '../planForm/problems';
import type { PartyView } from '../verify/protocol';
import { type DiagnoseForm, pairsAtOnce } from './diagnoseForm';
import type {
  DiagnosePage,
  DiagnoseView,
  FindingView,
  HopView,
  PairView,
  PathView,
  RepairView,
  WayPart,
} from './protocol';

export const hopLabels: Readonly<Record<WayPart, string>> = {
  cluster: t('Nodes'),
  name: t('Name resolution'),
  way: t('Network path'),
  door: t('Network access of the registry'),
  identity: t('Pull permission'),
  layersName: t('Name resolution for layers'),
  layersWay: t('Network path for layers'),
  layersDoor: t('Network access for layers'),
};

export const severityWords: Readonly<Record<Severity, string>> = {
  broken: t('Broken'),
  willBreak: t('Will break'),
  worthKnowing: t('Information'),
};

const confidenceWords: Readonly<Record<Confidence, string>> = {
  proved: t('Confirmed by Azure'),
  suggested: t('Suggested by Azure'),
  cantTell: t('Unknown'),
};

const stateWords: Readonly<Record<Diagnosis['state'], string>> = {
  ok: t('The nodes can pull'),
  broken: t('The nodes can’t pull'),
  unknown: t('It’s unknown whether the nodes can pull'),
};

export function titleOf({ start }: DiagnoseForm): string {
  const { registryId, clusterId, subscriptionName, subscriptionId = '' } = start;
  const pair = pairIn(start);
  if (pair !== undefined) return t`Diagnose ${nameOf(pair.registryId)} from ${nameOf(pair.clusterId)}`;
  const id = registryId ?? clusterId;
  return t`Diagnose ${id === undefined ? (subscriptionName ?? subscriptionId) : nameOf(id)}`;
}

export function viewOf(form: DiagnoseForm, emulatorName: string | undefined): DiagnoseView {
  const { registryId, clusterId, subscriptionId, told } = form.start;
  return {
    title: titleOf(form),
    emulatorName,
    parties: [
      ...(clusterId === undefined ? [] : [{ kind: t('AKS cluster'), party: party(clusterId) }]),
      ...(registryId === undefined ? [] : [{ kind: t('Container registry'), party: party(registryId) }]),
      ...(subscriptionId === undefined
        ? []
        : [
            {
              kind: t('Subscription'),
              party: {
                id: subscriptionId,
                name: form.start.subscriptionName ?? subscriptionId,
                detail: t('Its clusters, and its registries with all clusters that pull from them'),
              },
            },
          ]),
    ],
    told: told?.message,
    pods: form.pods?.view,
    page: pageOf(form),
  };
}

function party(id: string): PartyView {
  return { id, name: nameOf(id), detail: parseId(id)?.resourceGroup ?? '' };
}

function pageOf({ state, start }: DiagnoseForm): DiagnosePage {
  const { told } = start;
  const isOfOne = pairIn(start) !== undefined;
  switch (state.phase) {
    case 'reading':
      return {
        phase: 'reading',
        words: isOfOne || state.of < 2 ? undefined : t`${state.read} of ${state.of} pairs`,
      };
    case 'failed':
      return { phase: 'failed', problem: problemOf(state.failure, t('Try again')) };
    case 'done': {
      const { diagnoses, left, isReading } = state;
      const [first] = diagnoses;
      const at = diagnoses.map((each) => each.at).sort()[0] ?? '';
      const looked = t`Checked at ${at.slice(0, 19).replace('T', ' ')} UTC. Nothing was changed.`;
      const shared = sharedFindings(diagnoses).toSorted((a, b) => rankOf(a) - rankOf(b));
      return {
        phase: 'done',
        ...(isOfOne && first !== undefined
          ? { state: first.state, words: stateWords[first.state] }
          : summaryOf(diagnoses)),
        looked: at === '' ? t('Nothing was changed.') : looked,
        isReading,
        repairs: plansOf(broken(shared).flatMap(({ repairs }) => repairs)).map(repairView),
        left: leftWords(broken(shared).filter(({ repairs }) => repairs.length === 0).length),
        findings: shared.map((each) => findingView(each, isOfOne)),
        paths: isOfOne && first !== undefined ? pathsOf(first, told?.part) : [],
        pairs: isOfOne ? [] : diagnoses.toSorted((a, b) => worst(a) - worst(b)).map(pairView),
        more:
          left.length === 0
            ? undefined
            : t`Diagnose ${Math.min(left.length, pairsAtOnce)} more of ${left.length} pairs`,
      };
    }
  }
}

/** What was found, worst first; of equals the order of the way of a pull stays. */
function rankOf({ finding }: Shared): number {
  return ['broken', 'willBreak', 'worthKnowing'].indexOf(finding.severity);
}

const worst = ({ state }: Diagnosis) => ['broken', 'unknown', 'ok'].indexOf(state);

function broken(shared: readonly Shared[]): readonly Shared[] {
  return shared.filter(({ finding }) => finding.severity === 'broken');
}

function summaryOf(diagnoses: readonly Diagnosis[]): {
  readonly state: HopView['state'];
  readonly words: string;
} {
  const [count, bad, open] = [
    diagnoses.length,
    diagnoses.filter(({ state }) => state === 'broken').length,
    diagnoses.filter(({ state }) => state === 'unknown').length,
  ];
  if (count === 0) return { state: 'ok', words: t('No cluster pulls from a registry here') };
  if (bad > 0) return { state: 'broken', words: t`${bad} of ${count} pairs can’t pull` };
  if (open > 0) return { state: 'unknown', words: t`${open} of ${count} pairs are unknown` };
  return { state: 'ok', words: count === 1 ? t('The pair can pull') : t`All ${count} pairs can pull` };
}

function leftWords(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1
    ? t`${count} finding is for others to repair. See the instructions for it.`
    : t`${count} findings are for others to repair. See the instructions for them.`;
}

function pairView(diagnosis: Diagnosis): PairView {
  const { registryId, clusterId, state, findings } = diagnosis;
  const first = firstBroken(diagnosis) ?? findings[0];
  const message = state === 'ok' ? stateWords.ok : (first?.message ?? stateWords[state]);
  return { registryId, clusterId, label: pairWords(diagnosis), state, message };
}

function pairWords({ registryId, clusterId }: Pair): string {
  return `${nameOf(clusterId)} → ${nameOf(registryId)}`;
}

/** Pools that go the same way are shown as one. */
function pathsOf({ pools, findings }: Diagnosis, told: WayPart | undefined): readonly PathView[] {
  const nodes = findings.find(({ hops, severity }) => severity === 'broken' && hops.includes('cluster'));
  const first: HopView = {
    part: 'cluster',
    label: hopLabels.cluster,
    state: nodes === undefined ? 'ok' : 'broken',
    message: nodes?.message ?? t('The cluster runs, and a pool has nodes.'),
    isTold: told === 'cluster',
  };
  const found = pools.map((pool) => ({ ...pool, hops: hopsFound(pool, findings) }));
  const same = groupBy(found, ({ hops }) => JSON.stringify(hops));
  return [...same.values()].map((group) => ({
    title: `${group.length === 1 ? t('Pool') : t('Pools')} ${group.map(({ name }) => name).join(', ')}`,
    hops: [
      first,
      ...(group[0]?.hops ?? []).map(({ hop, state, message }) => ({
        part: hop,
        label: hopLabels[hop],
        state,
        message,
        isTold: told === hop,
      })),
    ],
  }));
}

function findingView({ id, finding, pairs, repairs }: Shared, isOfOne: boolean): FindingView {
  const { rule, severity, confidence, message, evidence, source, instructions } = finding;
  const [plan] = plansOf(repairs);
  return {
    id,
    rule,
    severity,
    severityWords: severityWords[severity],
    confidenceWords: confidenceWords[confidence],
    where: whereOf(finding),
    pairs: isOfOne ? [] : pairs.map(pairWords),
    message,
    evidence: evidence.map((each) => ({ ...each, name: nameOf(each.resourceId) })),
    ask: askOf(finding),
    source,
    repairLabel: plan && repairLabels[plan.kind],
    instructions,
  };
}

function whereOf(finding: Finding): string {
  const [part] = partsOf(finding);
  if (part === undefined) return '';
  const { pools } = finding;
  return pools.length === 0 ? hopLabels[part] : t`${hopLabels[part]} · pools ${pools.join(', ')}`;
}

function askOf({ ask }: Finding): string | undefined {
  if (ask === undefined) return undefined;
  const { what, missingAction, scope } = ask;
  const about = what.startsWith('/') ? nameOf(what) : what;
  return missingAction === undefined
    ? about
    : scope === undefined
      ? t`${about}: you don’t have ${missingAction}`
      : t`${about}: you don’t have ${missingAction} on ${nameOf(scope)}`;
}

const repairLabels: Readonly<Record<RepairPlan['kind'], string>> = {
  link: t('Link to AKS…'),
  attach: t('Attach…'),
  approval: t('Approve…'),
};

function repairView(plan: RepairPlan): RepairView {
  const { kind, registryId, clusterIds, connectionId } = plan;
  const of =
    kind === 'approval' && connectionId !== undefined
      ? t`${nameOf(connectionId)} of ${nameOf(registryId)}`
      : t`${nameOf(registryId)} and ${clusterIds.map(nameOf).join(', ')}`;
  return { id: repairId(plan), label: repairLabels[kind], of };
}

function repairId({ kind, registryId, clusterIds, connectionId }: RepairPlan): string {
  return [kind, connectionId ?? registryId, clusterIds[0] ?? ''].join(' ');
}

/** What a message of the page means by an id: a finding's plan, or one of those for all. */
export function planById({ state }: DiagnoseForm, id: string): RepairPlan | undefined {
  if (state.phase !== 'done') return undefined;
  const shared = sharedFindings(state.diagnoses);
  const [own] = plansOf(shared.find((each) => each.id === id)?.repairs ?? []);
  const all = plansOf(broken(shared).flatMap(({ repairs }) => repairs));
  return own ?? all.find((plan) => repairId(plan) === id);
}
