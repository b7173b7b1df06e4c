/** A part of a link: whose it is, who needs it, and whether it is ticked to begin with. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../../model/apiVersions';
import { nameOf } from '../../../model/armId';
import { asObject, type JsonObject } from '../../../model/json';
import type { Records } from '../../journal/records';
import { together } from '../../plan/guarding';
import { markIn, operationOf, operationTag } from '../../plan/ownership';
import { factOf, known } from '../../observed/lookup';
import type { Present } from '../../observed/present';
import type { Candidate } from '../candidate';
import { ownershipOf, type Ownership } from '../whose';
import type { ExistingLink } from './link';
import type { Need, Others } from './others';

export interface Part extends Candidate {
  /** `pair`: only this pair's, unless somebody else is found. `shared`: serves every cluster of the registry. */
  readonly serves: 'pair' | 'shared';
  /** What no journal of this computer names is somebody's until the user says so. */
  readonly ownership: Ownership;
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
  readonly records: Records;
}

/** Ticked before the user has said anything: only the pair's own, provably made by the extension, needed by nobody. */
export function tickedByDefault({ serves, ownership, keep, caution }: Part): boolean {
  return serves === 'pair' && ownership.kind === 'recorded' && keep === undefined && caution === undefined;
}

export type Draft = Omit<Part, 'stepId' | 'reason' | 'ownership' | 'expected' | 'holds'> & {
  /** What tells it from another one under the same id, if it bears no mark. */
  readonly identifying: JsonObject;
  readonly holds?: readonly string[];
};

/** The part with its ownership, and what its guard expects. */
export function part({ present, records }: PartsInput, draft: Draft): Part {
  const { identifying, ...rest } = draft;
  const { kind, resourceId } = rest;
  const resource = known(factOf(present.resources, resourceId));
  const ownership = ownershipOf(kind, resourceId, resource, records);
  return {
    ...rest,
    stepId: `delete.${kind}:${nameOf(resourceId)}`,
    holds: rest.holds ?? [],
    ownership,
    reason: reasonFor(ownership),
    expected: together(identifying, markOn(resource ?? {})),
  };
}

function reasonFor(ownership: Ownership): string {
  switch (ownership.kind) {
    case 'recorded':
      return t('Created by this extension (according to the journal on this computer).');
    case 'marked':
      return t`It ${marksWords(ownership)}. You selected it.`;
    case 'unmarked':
      return ownership.copied === undefined
        ? t('Not created by this extension. You selected it.')
        : t`It ${marksWords(ownership)}. You selected it.`;
  }
}

/** What a mark says that no journal confirms: "bears the mark of …". */
export function marksWords(ownership: Exclude<Ownership, { kind: 'recorded' }>): string {
  if (ownership.kind === 'marked') {
    return t`has the tag of operation ${ownership.operationId}, which has no journal on this computer`;
  }
  return ownership.copied === undefined
    ? t('wasn’t created by this extension')
    : t`has the tag of operation ${ownership.copied}, whose journal shows that it didn’t create this resource`;
}

/** The mark as it stands on the thing. */
function markOn(resource: JsonObject): JsonObject {
  const tag = markIn(asObject(resource['tags']));
  if (tag !== undefined) return { tags: { [operationTag]: tag } };
  const { description } = asObject(resource['properties']);
  const isMark = typeof description === 'string' && operationOf({ description }) !== undefined;
  return isMark ? { properties: { description } } : {};
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
    title: t`Virtual network link: ${nameOf(networkId)} → ${zoneName}`,
    identifying: { properties: { virtualNetwork: { id: networkId } } },
    serves,
    keep,
    caution,
  });
}
