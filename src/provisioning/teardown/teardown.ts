/** Deletions: which of the wanted ones are safe, and in what order they go. */
import { t } from '@vscode/l10n';
import { idKey, nameOf } from '../../model/armId';
import type { Step, StepKind } from '../plan/plan';
import { toDelete } from '../plan/guarding';
import { deleteStep, reuseStep } from '../plan/stepBuilder';
import { goingAlong } from './alongWith';
import type { Candidate } from './candidate';
import { mustFollow } from './order';
import { factOf, known } from '../observed/lookup';
import type { Present } from '../observed/present';

export interface Teardown {
  readonly deletions: readonly Step[];
  /** Containers that are left, each with the reason. */
  readonly kept: readonly Step[];
}

const again = t('This deletion can’t be undone.');

/**
 * Pure. Containers in which something else lives are kept, and so is the group that they are in. `leaving` are ids of
 * what goes without a deletion of its own, such as the records of a zone that is taken out of a zone group.
 */
export function teardown(
  candidates: readonly Candidate[],
  present: Present,
  leaving: readonly string[] = [],
): Teardown {
  const kept: Step[] = [];
  let going = candidates.filter(({ kind }) => !isContainer(kind));
  // Each level holds those before it.
  for (const level of [['endpoint'], ['network', 'zone', 'registry'], ['resourceGroup']] as const) {
    const free = candidates.filter((container) => {
      if (!(level as readonly StepKind[]).includes(container.kind)) return false;
      const reason = reasonToKeep(container, going, present, leaving);
      if (reason !== undefined) kept.push(keptStep(container, reason));
      return reason === undefined;
    });
    going = [...going, ...free];
  }
  return { deletions: going.map((candidate) => deletion(candidate, going, present)), kept };
}

export function keptStep(
  { stepId: id, kind, title, resourceId }: Pick<Candidate, 'stepId' | 'kind' | 'title' | 'resourceId'>,
  reason: string,
): Step {
  return reuseStep({ id, kind, title, resourceId, reason });
}

/** What holds others' things, which would go with it: by its zone group others give an endpoint names of their own. */
export function isContainer(kind: StepKind): boolean {
  return containers.includes(kind);
}

const containers: readonly StepKind[] = ['resourceGroup', 'network', 'zone', 'registry', 'endpoint'];

function reasonToKeep(
  container: Candidate,
  going: readonly Candidate[],
  present: Present,
  leaving: readonly string[],
): string | undefined {
  const contents = factOf(present.contents, container.resourceId);
  if (contents.state === 'absent') return undefined;
  if (contents.state === 'unreadable') return t`Kept, because its contents can’t be read. ${contents.reason}`;
  const along = goingAlong(going, present);
  const own = new Set([...(container.madeWith ?? []), ...leaving].map(idKey));
  const foreign = contents.value.filter((id) => !own.has(idKey(id)) && !along(id));
  return foreign.length === 0
    ? undefined
    : t`Kept, because it contains other resources (${foreign.map(readable).join(', ')}).`;
}

/** Type and name, which together tell a reader what it is. */
function readable(id: string): string {
  return id.split('/').slice(-2).join(' ') || nameOf(id);
}

function deletion(candidate: Candidate, going: readonly Candidate[], present: Present): Step {
  const { stepId, kind, title, resourceId, apiVersion, reason, expected, holds, madeWith = [] } = candidate;
  const resource = known(factOf(present.resources, resourceId));
  const guard = resource === undefined ? { expected } : toDelete(kind, resource, expected);
  return deleteStep(
    { kind: 'impossible', why: again },
    {
      id: stepId,
      kind,
      title,
      resourceId,
      reason,
      request: { method: 'DELETE', apiVersion, body: {} },
      holds,
      dependsOn: going.filter((other) => mustFollow(candidate, other)).map((other) => other.stepId),
      guard: { ...guard, ...(isContainer(kind) ? { contents: { allowed: [...madeWith] } } : {}) },
    },
  );
}
