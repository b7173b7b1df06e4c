import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json';
import type { Made, Records } from '../../../src/provisioning/journal/records';
import {
  operationOf,
  operationTag,
  ownedDescription,
  ownedTags,
} from '../../../src/provisioning/plan/ownership';
import type { StepKind } from '../../../src/provisioning/plan/plan';
import { ownershipOf } from '../../../src/provisioning/teardown/whose';

const [ours, theirs] = ['0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11', '1c1e5d52-6c2f-4d6c-9d38-0a6f5c1c7a22'];
const id = '/things/One';

const records = (made: Partial<Made> | undefined): Records => ({
  made: new Map(
    made === undefined
      ? []
      : [
          [
            '/things/one',
            { operationId: ours, title: 'Link', sent: {}, identity: undefined, ...made } satisfies Made,
          ],
        ],
  ),
  deleted: new Map(),
  operations: new Set([ours]),
});

describe('whose a thing is', () => {
  const tagged = (mark: string, more: JsonObject = {}): JsonObject => ({
    tags: { [operationTag]: mark },
    ...more,
  });
  const guid = (resourceGuid: string): JsonObject => ({ properties: { resourceGuid } });
  const recorded = { kind: 'recorded' };
  const unmarked = { kind: 'unmarked' };
  const cases: readonly [
    what: string,
    kind: StepKind,
    resource: JsonObject | undefined,
    made: Partial<Made> | undefined,
    expected: object,
  ][] = [
    ['a journal and the mark', 'network', tagged(ours), {}, recorded],
    [
      'a journal, the mark and the identity',
      'network',
      tagged(ours, guid('g')),
      { identity: guid('g') },
      recorded,
    ],
    [
      'a mark in capitals',
      'network',
      { tags: { [operationTag.toUpperCase()]: ours.toUpperCase() } },
      {},
      recorded,
    ],
    ['a journal, and the mark taken off', 'network', guid('g'), { identity: guid('g') }, unmarked],
    [
      'a journal and a copied mark on what was made later',
      'network',
      tagged(ours, guid('h')),
      { identity: guid('g') },
      { kind: 'unmarked', copied: ours },
    ],
    [
      'a journal and the mark, but not as it was sent, where Azure gives no identity',
      'zoneLink',
      tagged(ours, { properties: { virtualNetwork: { id: '/other' } } }),
      { sent: { properties: { virtualNetwork: { id: '/n' } } } },
      { kind: 'unmarked', copied: ours },
    ],
    ['a mark that no journal names', 'network', tagged(ours), undefined, { kind: 'unmarked', copied: ours }],
    [
      'a mark without a journal here',
      'network',
      tagged(theirs),
      undefined,
      { kind: 'marked', operationId: theirs },
    ],
    ['a mark that is no id', 'network', tagged('hello, I am copied'), undefined, unmarked],
    ['nothing', 'network', {}, undefined, unmarked],
    ['what can’t be read', 'network', undefined, {}, unmarked],
    [
      'the description of a role assignment',
      'roleAssignment',
      { properties: { description: ownedDescription(ours) } },
      {},
      recorded,
    ],
    [
      'a description that only begins like one',
      'roleAssignment',
      { properties: { description: ownedDescription('please keep') } },
      {},
      unmarked,
    ],
    ['a peering in a journal', 'peering', guid('g'), { identity: guid('g') }, recorded],
    ['a peering made later under its name', 'peering', guid('h'), { identity: guid('g') }, unmarked],
    [
      'a peering that others have set otherwise',
      'peering',
      { properties: { allowForwardedTraffic: true } },
      { sent: { properties: { allowForwardedTraffic: false } } },
      unmarked,
    ],
    ['a peering without a journal', 'peering', guid('g'), undefined, unmarked],
  ];
  for (const [what, kind, resource, made, expected] of cases) {
    it(`${what}: ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(ownershipOf(kind, id, resource, records(made)), expected);
    });
  }

  it('no tag of the user’s passes for the mark', () => {
    const tags = { team: 'shop', 'ACR-Private-Link-Operation': theirs };
    assert.deepEqual(ownedTags({ tags }, ours), { team: 'shop', [operationTag]: ours });
    assert.equal(operationOf({ tags: { 'Acr-Private-Link-Operation': theirs } }), theirs);
  });
});
