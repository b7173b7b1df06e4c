/** A part of a link: whose it is, who needs it, and whether it is ticked to begin with. */
import { apiVersions } from '../../../model/apiVersions';
import { idKey, nameOf } from '../../../model/armId';
import { asObject, type JsonObject } from '../../../model/json';
import { operationOf, operationTag, ownedDescription } from '../../plan/ownership';
import { factOf } from '../../observed/lookup';
import type { Present } from '../../observed/present';
import type { Candidate } from '../candidate';
import type { ExistingLink } from './link';
import type { Need, Others } from './others';

export interface Part extends Candidate {
  /** `pair`: only this pair's, unless somebody else is found. `shared`: serves every cluster of the registry. */
  readonly serves: 'pair' | 'shared';
  /** By its mark, by a journal of this computer, or by nothing: then it is somebody's until the user says so. */
  readonly ownership: 'marked' | 'recorded' | 'unmarked';
  /** Why it can't go, in a sentence. */
  readonly keep: Need;
  /** What speaks against it without ruling it out. */
  readonly caution: Need;
  /** Names of clusters that may come to harm by what the caution says. */
  readonly endangered?: readonly string[];
  /** The part whose deletion takes this one along. */
  readonly goesWith?: string;
}

export interface PartsInput {
  readonly link: ExistingLink;
  readonly others: Others;
  readonly present: Present;
  /** Keys of ids that journals of this computer say were made by the extension. */
  readonly recorded: ReadonlySet<string>;
}

/** Ticked before the user has said anything: only the pair's own, provably made by the extension, needed by nobody. */
export function tickedByDefault({ serves, ownership, keep, caution }: Part): boolean {
  return serves === 'pair' && ownership !== 'unmarked' && keep === undefined && caution === undefined;
}

export type Draft = Omit<Part, 'stepId' | 'reason' | 'ownership' | 'expected' | 'holds'> & {
  /** What tells it from another one under the same id, if it bears no mark. */
  readonly identifying: JsonObject;
  readonly holds?: readonly string[];
  /** Id of the thing whose mark counts for this one, too. */
  readonly markedBy?: string;
};

/** The part with its ownership, and what its guard expects. */
export function part({ present, recorded }: PartsInput, draft: Draft): Part {
  const { identifying, markedBy, ...rest } = draft;
  const mark = markOf(present, rest.resourceId);
  const marked = mark !== undefined || (markedBy !== undefined && markOf(present, markedBy) !== undefined);
  const isRecorded = recorded.has(idKey(rest.resourceId));
  const ownership = marked ? 'marked' : isRecorded ? 'recorded' : 'unmarked';
  const reasons = {
    marked: 'This extension made it.',
    recorded: 'This extension made it, as a journal on this computer says.',
    unmarked: 'It bears no mark of this extension, and you ticked it.',
  };
  return {
    ...rest,
    stepId: `delete.${rest.kind}:${nameOf(rest.resourceId)}`,
    holds: rest.holds ?? [],
    ownership,
    reason: reasons[ownership],
    expected: { ...identifying, ...mark },
  };
}

/** The mark as it stands on the thing. */
function markOf(present: Present, id: string): JsonObject | undefined {
  const fact = factOf(present.resources, id);
  if (fact.state !== 'known') return undefined;
  const tag = asObject(fact.value['tags'])[operationTag];
  if (typeof tag === 'string') return { tags: { [operationTag]: tag } };
  const { description } = asObject(fact.value['properties']);
  const operation = typeof description === 'string' ? operationOf({ description }) : undefined;
  return operation === undefined ? undefined : { properties: { description: ownedDescription(operation) } };
}

/** A link of a network to a zone. */
export function linkPart(
  input: PartsInput,
  { id, networkId }: { readonly id: string; readonly networkId: string },
  zoneName: string,
  serves: Part['serves'],
  keep: Need,
  caution: Need,
): Part {
  return part(input, {
    kind: 'zoneLink',
    resourceId: id,
    apiVersion: apiVersions.privateDns,
    title: `Link of ${nameOf(networkId)} to ${zoneName}`,
    identifying: { properties: { virtualNetwork: { id: networkId } } },
    serves,
    keep,
    caution,
  });
}
