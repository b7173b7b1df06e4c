import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Observed, Region } from '../../../src/provisioning/observed/observed';
import type { Filled } from '../../../src/views/createRegistry/draft';
import { keptOf, restoreEdits, takeEdit } from '../../../src/views/createRegistry/edits';
import { fieldsOf, firstProposal } from '../../../src/views/createRegistry/proposals';
import type { FieldId } from '../../../src/views/createRegistry/protocol/fields';
import { sectionsOf } from '../../../src/views/createRegistry/sections';
import { specOf } from '../../../src/views/createRegistry/specOf';
import { errorsOf } from '../../../src/views/planForm/fields';
import { sharedScope, type FieldView } from '../../../src/views/planForm/protocol/fields';
import { cluster as shop, known, sharedNetwork, unlinked } from '../../support/linkForm/fakeAzure';

const subscription = { id: '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4', name: 'Contoso Apps', tenantId: 't' };
const scope = `/subscriptions/${subscription.id}`;
const hub = sharedNetwork;
const hubId = hub.id;

const region = (name: string, displayName: string, hasZones: boolean): Region => ({
  name,
  displayName,
  hasZones,
  geography: 'Europe',
});

const inventory: Inventory = {
  registries: [],
  clusters: [],
  networks: [hub],
  endpoints: [],
  zoneLinks: [],
  roleAssignments: [],
};

const nothingThere: Observed = {
  ...unlinked,
  registry: { state: 'absent' },
  clusters: {},
  networks: {},
  roleAssignments: {},
};

function filled(observed: Observed = nothingThere, from: Inventory = inventory): Filled {
  const context = {
    subscription,
    hostSuffix: 'azurecr.io',
    subscriptions: [subscription],
    inventory: from,
    groups: [{ id: `${scope}/resourceGroups/rg-there`, location: 'swedencentral' }],
    regions: [
      region('northeurope', 'North Europe', true),
      region('swedencentral', 'Sweden Central', true),
      region('westeurope', 'West Europe', true),
      region('westindia', 'West India', false),
    ],
    found: undefined,
    preferred: {},
    observed,
  };
  return { context: { ...context, first: firstProposal(context) }, edits: {} };
}

function edited(form: Filled, ...edits: readonly (readonly [FieldId, string, string?])[]): Filled {
  return edits.reduce((sofar, [field, value, at = sharedScope]) => {
    const next = takeEdit(sofar, { scope: at, field, value });
    assert.ok(next, `${field} = ${value} isn't taken`);
    return next;
  }, form);
}

function field(form: Filled, id: FieldId, at: string = sharedScope): FieldView | undefined {
  return sectionsOf(form, undefined)
    .flatMap(({ fields }) => fields)
    .find((one) => one.id === id && one.scope === at);
}

describe('the fields of a new registry', () => {
  it('are filled without an error, in the region that is used most', () => {
    const form = filled();
    assert.equal(errorsOf(sectionsOf(form, undefined)), 0);
    const { name, location, groupName, networkName, endpointName } = fieldsOf(form);
    assert.deepEqual(
      [name, location, groupName, networkName, endpointName],
      ['contosoappsacr', 'westeurope', 'rg-contosoappsacr', 'vnet-contosoappsacr', 'pe-contosoappsacr'],
    );
  });

  it('follow the name, but for what the user has changed, and the range stays', () => {
    const before = fieldsOf(filled());
    const form = edited(filled(), ['endpointName', 'pe-mine'], ['name', 'fabrikam']);
    const after = fieldsOf(form);
    assert.deepEqual(
      [after.groupName, after.networkName, after.endpointName, after.networkPrefix],
      ['rg-fabrikam', 'vnet-fabrikam', 'pe-mine', before.networkPrefix],
    );
  });

  for (const typed of ['', ' ', 'a/b', '../x', 'x'.repeat(300), '\u202e']) {
    it(`keep what is typed, ${JSON.stringify(typed.slice(0, 10))} too, and plan nothing else for it`, () => {
      const texts = sectionsOf(filled(), undefined).flatMap(({ fields }) =>
        fields.filter(({ kind }) => kind === 'text'),
      );
      assert.ok(texts.length >= 5);
      for (const { id, scope: at } of texts) {
        const form = edited(filled(), [id as FieldId, typed, at]);
        const shown = field(form, id as FieldId, at);
        assert.equal(shown !== undefined && 'value' in shown ? shown.value : undefined, typed, id);
        if (/[Nn]ame$/.test(id)) assert.ok(errorsOf(sectionsOf(form, undefined)) > 0, id);
      }
    });
  }

  it('take the region of a group that is there', () => {
    const form = edited(filled(), ['group', `${scope}/resourceGroups/rg-there`]);
    assert.equal(fieldsOf(form).location, 'swedencentral');
    assert.equal(field(form, 'groupName'), undefined);
    assert.match(specOf(form).registry.id, /\/resourceGroups\/rg-there\/providers\//);
  });

  it('offer zone redundancy where there are zones only', () => {
    assert.equal(field(filled(), 'zoneRedundancy')?.kind, 'check');
    const india = edited(filled(), ['location', 'westindia']);
    assert.equal(field(india, 'zoneRedundancy')?.kind, 'fact');
    const { registry } = specOf(india);
    assert.ok(registry.kind === 'new' && !registry.zoneRedundancy);
  });

  it('add replicas one by one, take them out again, and refuse the home region', () => {
    const two = edited(filled(), ['addReplica', 'northeurope'], ['addReplica', 'westindia']);
    const { registry } = specOf(two);
    assert.deepEqual(registry.kind === 'new' && registry.replicas, [
      { location: 'northeurope', zoneRedundancy: true },
      { location: 'westindia', zoneRedundancy: false },
    ]);
    assert.equal(takeEdit(two, { scope: sharedScope, field: 'addReplica', value: 'northeurope' }), undefined);
    const one = edited(two, ['replica', 'false', 'northeurope']);
    assert.equal(fieldsOf(one).replicas, 'westindia');
    const home = edited(one, ['location', 'westindia']);
    assert.match(field(home, 'replica', 'westindia')?.error ?? '', /registry’s own region/);
  });

  it('leave DNS to a central team', () => {
    const form = edited(filled(), ['dns', 'central']);
    assert.equal(field(form, 'zone'), undefined);
    assert.equal(specOf(form).side?.dns, 'central');
  });

  it('propose a subnet of a network once that is read, and drop what was typed for another', () => {
    const typed = edited(filled(), ['subnetName', 'snet-mine'], ['network', hubId]);
    const read = {
      ...typed,
      context: { ...typed.context, observed: { ...nothingThere, networks: { [idKey(hubId)]: known(hub) } } },
    };
    const fields = fieldsOf(read);
    assert.notEqual(fields.subnetName, 'snet-mine');
    const { side } = specOf(read);
    assert.deepEqual([side?.network.onAbsent, side?.network.location], ['refuse', 'westeurope']);
    assert.deepEqual(
      sectionsOf(read, undefined).flatMap((one) =>
        one.fields.flatMap(({ id, error }) => (error === undefined ? [] : [[id, error]])),
      ),
      [],
    );
  });

  it('keep the new subnet of a chosen network while the registry or its group is named', () => {
    const there: Observed = { ...nothingThere, networks: { [idKey(hubId)]: known(hub) } };
    const chosen = edited(filled(there), ['network', hubId], ['subnet', 'new']);
    for (const typed of [
      chosen,
      edited(chosen, ['name', 'c']),
      edited(chosen, ['name', '']),
      edited(chosen, ['name', '../x']),
      edited(chosen, ['groupName', '']),
      edited(chosen, ['name', 'con'], ['groupName', 'rg.']),
    ]) {
      const { subnetName, subnetPrefix } = fieldsOf(typed);
      assert.deepEqual([subnetName, subnetPrefix], ['snet-private-endpoints-2', '10.60.0.64/27']);
      assert.equal(field(typed, 'subnetPrefix')?.error, undefined);
    }
  });

  it('say when a range overlaps with a network, without refusing it', () => {
    const form = edited(filled(), ['networkPrefix', '10.60.2.0/26'], ['subnetPrefix', '10.60.2.0/27']);
    const range = field(form, 'networkPrefix');
    assert.equal(range?.error, undefined);
    assert.match(range?.note?.text ?? '', /Overlaps with vnet-services-weu/);
  });

  it('say when a range is that of services or pods of a cluster that is there', () => {
    const cluster = { ...shop, serviceCidrs: ['172.16.0.0/16'], podCidrs: ['10.244.0.0/16'] };
    const form = filled(nothingThere, { ...inventory, clusters: [cluster] });
    for (const [typed, expected] of [
      ['172.16.0.0/24', /service range of aks-prod/],
      ['10.244.1.0/24', /pod range of aks-prod/],
    ] as const) {
      const range = field(edited(form, ['networkPrefix', typed]), 'networkPrefix');
      assert.equal(range?.error, undefined);
      assert.match(range?.note?.text ?? '', expected);
    }
    assert.equal(field(edited(form, ['networkPrefix', '10.77.0.0/24']), 'networkPrefix')?.note, undefined);
  });

  it('come back with what the user changed, and follow settings and name in everything else', () => {
    const kept = keptOf(edited(filled(), ['endpointName', 'pe-mine'], ['groupName', 'rg-mine']), 'changes');
    const { context } = filled();
    const later = {
      ...context,
      preferred: { names: { network: 'net-{registry}' }, tags: { owner: 'platform' } },
    };
    const back = edited(restoreEdits({ context: later, edits: {} }, kept), ['name', 'zzz12345']);
    const { endpointName, groupName, networkName, tags } = fieldsOf(back);
    assert.deepEqual(
      [endpointName, groupName, networkName, tags],
      ['pe-mine', 'rg-mine', 'net-zzz12345', 'owner=platform'],
    );
  });

  it('are the same registry again after a reload, whatever would be proposed by then', () => {
    const form = edited(
      filled(),
      ['name', 'fabrikam'],
      ['publicAccess', 'Enabled'],
      ['permissions', 'abac'],
      ['addReplica', 'northeurope'],
      ['tags', 'owner=platform'],
    );
    const taken = { ...filled().context, subscription: { ...subscription, name: 'Renamed' } };
    assert.deepEqual(
      specOf(restoreEdits({ context: taken, edits: {} }, keptOf(form, 'changes'))),
      specOf(form),
    );
  });

  const refused: readonly (readonly [FieldId, string])[] = [
    ['sku', 'Basic'],
    ['adminUser', 'true'],
    ['replicas', 'northeurope,mars'],
    ['location', 'mars'],
    ['network', '/subscriptions/x'],
    ['permissions', 'none'],
  ];
  for (const [id, value] of refused) {
    it(`take no ${id} = ${value}`, () => {
      assert.equal(takeEdit(filled(), { scope: sharedScope, field: id, value }), undefined);
    });
  }
});

describe('what Azure says of the name', () => {
  const named = (state: Parameters<typeof sectionsOf>[1]) =>
    sectionsOf(filled(), state)
      .flatMap(({ fields }) => fields)
      .find(({ id }) => id === 'name');

  it('is an error when the name is taken', () => {
    const answer = { available: false, reason: 'taken', message: 'in use' } as const;
    assert.match(named({ state: 'answered', answer })?.error ?? '', /already in use.*Choose another/);
  });

  it('is repeated in Azure’s words when it is refused for something else', () => {
    const answer = { available: false, reason: 'other', message: 'Reserved.' } as const;
    assert.match(named({ state: 'answered', answer })?.error ?? '', /Reserved\./);
  });

  it('is no error when the registry is there because making it was interrupted', () => {
    const form = filled();
    const found = specOf(form).registry.id;
    const answer = { available: false, reason: 'taken', message: 'in use' } as const;
    const sections = sectionsOf(
      { ...form, context: { ...form.context, found } },
      { state: 'answered', answer },
    );
    assert.equal(errorsOf(sections), 0);
    assert.match(sections[0]?.fields[0]?.note?.text ?? '', /already has a registry with this name/);
  });

  it('is said while it is asked, and when it could not be', () => {
    assert.equal(named({ state: 'asking' })?.note?.state, 'asking');
    const unknown = named({ state: 'unknown', reason: 'No network.' });
    assert.deepEqual([unknown?.error, unknown?.note?.state], [undefined, 'unknown']);
  });
});
