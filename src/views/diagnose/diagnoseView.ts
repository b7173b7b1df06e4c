/** A diagnosis as the browser side shows it. */
import type { Confidence, Diagnosis, Finding, Severity } from '../../diagnosis/finding';
import { nameOf, parseId } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { problemOf } from '../planForm/problems';
import type { PartyView } from '../verify/protocol';
import type { DiagnoseForm } from './diagnoseForm';
import type { DiagnosePage, DiagnoseView, FindingView, HopView, PathView, WayPart } from './protocol';

const labels: Readonly<Record<WayPart, string>> = {
  cluster: 'Nodes that run',
  name: 'Name of the registry',
  way: 'Way to its address',
  door: 'Registry lets nodes in',
  identity: 'Identity may pull',
  layersName: 'Name of where layers come from',
  layersWay: 'Way to the layers',
  layersDoor: 'Nodes let in for layers',
};

const severityWords: Readonly<Record<Severity, string>> = {
  broken: 'Broken',
  willBreak: 'Will break',
  worthKnowing: 'Worth knowing',
};

const confidenceWords: Readonly<Record<Confidence, string>> = {
  proved: 'Azure’s state proves it',
  suggested: 'Azure’s state suggests it',
  cantTell: 'Can’t be told',
};

const stateWords: Readonly<Record<Diagnosis['state'], string>> = {
  ok: 'The nodes can pull',
  broken: 'The nodes can’t pull',
  unknown: 'Whether the nodes can pull can’t be told',
};

export function titleOf({ start: { registryId, clusterId } }: DiagnoseForm): string {
  return `Diagnose ${nameOf(registryId)} from ${nameOf(clusterId)}`;
}

export function viewOf(form: DiagnoseForm, emulatorName: string | undefined): DiagnoseView {
  const { registryId, clusterId, told } = form.start;
  return {
    title: titleOf(form),
    emulatorName,
    registry: party(registryId),
    cluster: party(clusterId),
    told: told?.message,
    page: pageOf(form),
  };
}

function party(id: string): PartyView {
  return { id, name: nameOf(id), detail: parseId(id)?.resourceGroup ?? '' };
}

function pageOf({ state, start: { told } }: DiagnoseForm): DiagnosePage {
  switch (state.phase) {
    case 'reading':
      return state;
    case 'failed':
      return { phase: 'failed', problem: problemOf(state.failure, 'Try again') };
    case 'done': {
      const { diagnosis, isReading } = state;
      return {
        phase: 'done',
        state: diagnosis.state,
        words: stateWords[diagnosis.state],
        looked: `Looked at ${diagnosis.at.slice(0, 19).replace('T', ' ')} UTC. Nothing was changed.`,
        isReading,
        paths: pathsOf(diagnosis, told?.part),
        findings: diagnosis.findings.map(findingView),
      };
    }
  }
}

/** Pools that go the same way are shown as one. */
function pathsOf({ pools, findings }: Diagnosis, told: WayPart | undefined): readonly PathView[] {
  const nodes = findings.find(({ hops, severity }) => severity === 'broken' && hops.includes('cluster'));
  const first: HopView = {
    part: 'cluster',
    label: labels.cluster,
    state: nodes === undefined ? 'ok' : 'broken',
    message: nodes?.message ?? 'The cluster runs, and a pool has nodes.',
    isTold: told === 'cluster',
  };
  const same = groupBy(pools, ({ hops }) => JSON.stringify(hops));
  return [...same.values()].map((group) => ({
    title: `${group.length === 1 ? 'Pool' : 'Pools'} ${group.map(({ name }) => name).join(', ')}`,
    hops: [
      first,
      ...(group[0]?.hops ?? []).map(({ hop, state, message }) => ({
        part: hop,
        label: labels[hop],
        state,
        message,
        isTold: told === hop,
      })),
    ],
  }));
}

function findingView(finding: Finding): FindingView {
  const { id, rule, severity, confidence, message, evidence, source, instructions } = finding;
  return {
    id,
    rule,
    severity,
    severityWords: severityWords[severity],
    confidenceWords: confidenceWords[confidence],
    where: whereOf(finding),
    message,
    evidence: evidence.map((each) => ({ ...each, name: nameOf(each.resourceId) })),
    ask: askOf(finding),
    source,
    repairLabel: repairLabel(finding),
    instructions,
  };
}

function whereOf({ hops, pools }: Finding): string {
  const [first] = hops;
  if (first === undefined) return '';
  return pools.length === 0 ? labels[first] : `${labels[first]} · pools ${pools.join(', ')}`;
}

function askOf({ ask }: Finding): string | undefined {
  if (ask === undefined) return undefined;
  const { what, missingAction, scope } = ask;
  const about = what.startsWith('/') ? nameOf(what) : what;
  return missingAction === undefined
    ? about
    : `${about}: you lack ${missingAction}${scope === undefined ? '' : ` on ${nameOf(scope)}`}`;
}

function repairLabel({ repair }: Finding): string | undefined {
  if (repair === undefined) return undefined;
  return isRoleAlone(repair) ? 'Attach…' : 'Link to AKS…';
}

/** The plan gives a role and nothing else. */
export function isRoleAlone({ spec }: NonNullable<Finding['repair']>): boolean {
  return spec.links.every(({ access }) => access.mode === 'public');
}
