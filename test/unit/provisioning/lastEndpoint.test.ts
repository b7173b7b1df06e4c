import assert from 'node:assert/strict';
import { wordToType } from '../../../src/provisioning/plan/findings';
import { idKey } from '../../../src/model/armId';
import type { JsonObject } from '../../../src/model/json';
import type { Fact, Observed } from '../../../src/provisioning/observed/observed';
import type { Step } from '../../../src/provisioning/plan/plan';
import { deleteStep } from '../../../src/provisioning/plan/stepBuilder';
import { lastEndpointDangers, type Endangered } from '../../../src/provisioning/teardown/lastEndpoint';
import { assignment, ids, knownAs, unreadable } from '../../support/observed';
import { pullingOver, reachablePair, registryJson, type AccessMode } from '../../support/publicAccess';

const request = { method: 'DELETE', apiVersion: '', body: {} } as const;
const deletion = (kind: Step['kind'], resourceId: string) =>
  deleteStep(
    { kind: 'impossible', why: '' },
    { id: kind, kind, title: kind, resourceId, reason: '', request, guard: { expected: {} } },
  );
const endpointGoes = [deletion('endpoint', ids.endpoint)];
const roleGoes = deletion('roleAssignment', assignment().id);

const linked = reachablePair();

/** The linked cluster pulls, by its role on the registry. */
function endangered(
  registry: Fact<JsonObject>,
  { link = linked, canSee = true }: { link?: Observed; canSee?: boolean } = {},
): Endangered {
  const { pullers } = pullingOver(link);
  const seen = canSee ? pullers : { ...pullers, assignments: unreadable() };
  return { registryId: ids.registry, registry, access: { settings: registry, pullers: seen, link } };
}

const of = (mode: AccessMode) => endangered(knownAs(registryJson(mode)));
const shown = ({ hazards, blockers }: ReturnType<typeof lastEndpointDangers>) => [
  hazards.map(({ code, affected }) => [code, ...affected]),
  blockers.map(({ code }) => code),
];
const warning = (...clusters: string[]) => [['deletesLastEndpoint', ...[...clusters, 'contoso'].toSorted()]];

describe('the last private endpoint of a registry', () => {
  it('of a closed one is not deleted while a cluster pulls over it that keeps its role', () => {
    const dangers = lastEndpointDangers(of('off'), endpointGoes);
    assert.deepEqual(shown(dangers), [warning('aks-shop'), ['lastEndpointOfClosedRegistry']]);
    assert.match(
      dangers.blockers[0]!.message,
      /public network access is disabled\. aks-shop could no longer pull/,
    );
    assert.match(dangers.blockers[0]!.wayOut, /Enable public network access first/);
  });

  it('may go with the role, or where the cluster is meant to lose it; the registry’s name is typed', () => {
    const withRole = lastEndpointDangers(of('off'), [...endpointGoes, roleGoes]);
    assert.deepEqual(shown(withRole), [warning(), []]);
    const meant = lastEndpointDangers(of('off'), endpointGoes, { meant: [ids.cluster.toUpperCase()] });
    assert.deepEqual(shown(meant), [warning('aks-shop'), []]);
    assert.equal(wordToType(meant), 'contoso');
    assert.notEqual(meant.hazards[0]!.id, withRole.hazards[0]!.id, 'agreed to for other affected');
  });

  it('of one with chosen addresses may go: its clusters may come by one of these', () => {
    const dangers = lastEndpointDangers(of('ranges'), endpointGoes);
    assert.deepEqual(shown(dangers), [warning('aks-shop'), []]);
    assert.match(dangers.hazards[0]!.message, /allows only selected IP addresses/);
  });

  it('of an open one takes nobody’s pull away, and is told where that is asked for', () => {
    assert.deepEqual(shown(lastEndpointDangers(of('on'), endpointGoes)), [[], []]);
    const told = lastEndpointDangers(of('on'), endpointGoes, { saysOpen: true });
    assert.match(told.hazards[0]!.message, /All clients pull over its public address/);
  });

  it('says what can’t be read, and never takes it for nobody', () => {
    const blind = lastEndpointDangers(
      endangered(knownAs(registryJson('off')), { canSee: false }),
      endpointGoes,
    );
    assert.match(blind.hazards[0]!.message, /The clients that pull from it couldn’t be read/);
    const unread = lastEndpointDangers(endangered(unreadable()), endpointGoes);
    assert.match(unread.hazards[0]!.message, /^Can’t read .* Pulls from it may no longer be possible/);
    const zones = { ...linked.zones, [idKey(ids.zone)]: unreadable() };
    const unsure = lastEndpointDangers(
      endangered(knownAs(registryJson('off')), { link: { ...linked, zones } }),
      endpointGoes,
    );
    assert.deepEqual(shown(unsure), [warning('aks-shop'), []]);
  });

  for (const [what, value, deletions] of [
    [
      'another endpoint stays',
      endangered(knownAs(registryJson('off', [ids.endpoint, '/other']))),
      endpointGoes,
    ],
    ['it isn’t approved', endangered(knownAs(registryJson('off', [ids.endpoint], 'Pending'))), endpointGoes],
    ['it is kept', of('off'), [roleGoes]],
    ['it is kept, and the registry can’t be read', endangered(unreadable()), [roleGoes]],
    ['the registry goes too', of('off'), [...endpointGoes, deletion('registry', ids.registry)]],
    ['the registry is gone', endangered({ state: 'absent' }), endpointGoes],
  ] as const) {
    it(`is none where ${what}`, () => {
      assert.deepEqual(shown(lastEndpointDangers(value, deletions)), [[], []]);
    });
  }
});
