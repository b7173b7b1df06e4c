import assert from 'node:assert/strict';
import type { Observed } from '../../../src/provisioning/observed/observed';
import type { Filled as CreateFilled } from '../../../src/views/createRegistry/draft';
import { takeEdit as takeCreateEdit } from '../../../src/views/createRegistry/edits';
import { firstProposal } from '../../../src/views/createRegistry/proposals';
import { sectionsOf as createSections } from '../../../src/views/createRegistry/sections';
import { specOf as createSpec } from '../../../src/views/createRegistry/specOf';
import { draftOf, type Filled as LinkFilled } from '../../../src/views/link/draft';
import { takeEdit as takeLinkEdit } from '../../../src/views/link/edits';
import { proposals } from '../../../src/views/link/proposals';
import { sectionsOf as linkSections } from '../../../src/views/link/sections';
import { specOf as linkSpec } from '../../../src/views/link/specOf';
import type { PathsFilled } from '../../../src/views/makePrivate/filled';
import { aloneSpec, editPaths, pathsSections } from '../../../src/views/makePrivate/pathsStage';
import { withLinked } from '../../../src/views/makePrivate/proposal';
import { placeFieldIds } from '../../../src/views/place/protocol/fields';
import { sharedScope, type FieldView, type SectionView } from '../../../src/views/planForm/protocol/fields';
import {
  cluster,
  facts,
  ids,
  inventory,
  known,
  registry,
  sharedNetwork,
  subscriptions,
  unlinked,
} from '../../support/linkForm/fakeAzure';

/** The registry of the fake estate, as it is, or as it would be made. */
const estate: Observed = { ...unlinked, networks: { ...unlinked.networks, ...facts(sharedNetwork) } };
const [subscription] = subscriptions;
assert.ok(subscription !== undefined);

/** Members of the registry's side that don't depend on clusters. */
type Side = Partial<Record<'network' | 'subnet' | 'endpoint' | 'dns' | 'zone', unknown>>;

interface Form {
  readonly sections: readonly SectionView[];
  /** The registry's side of the spec that the fields stand for. */
  readonly side: Side | undefined;
  edit(field: string, value: string): Form;
}

function linkForm(filled: LinkFilled): Form {
  return {
    sections: linkSections(draftOf(filled), filled.context),
    get side() {
      const access = linkSpec(filled).links[0]?.access;
      return access?.mode === 'private' ? access : undefined;
    },
    edit: (field, value) => {
      const after = takeLinkEdit(filled, { scope: sharedScope, field, value });
      assert.ok(after, `${field} = ${value}`);
      return linkForm(after);
    },
  };
}

function privateForm(filled: PathsFilled): Form {
  return {
    sections: pathsSections(filled),
    get side() {
      return aloneSpec(filled).side;
    },
    edit: (field, value) => {
      const after = editPaths(filled, { scope: sharedScope, field, value });
      assert.ok(after, `${field} = ${value}`);
      return privateForm(after);
    },
  };
}

function createForm(filled: CreateFilled): Form {
  return {
    sections: createSections(filled, undefined),
    get side() {
      return createSpec(filled).side;
    },
    edit: (field, value) => {
      const after = takeCreateEdit(filled, { scope: sharedScope, field, value });
      assert.ok(after, `${field} = ${value}`);
      return createForm(after);
    },
  };
}

function linking(): Form {
  const { draft, placements } = proposals(estate, { mode: 'private' });
  const context = { registry, clusters: [cluster], observed: estate, inventory, subscriptions, placements };
  return linkForm({ context, proposed: draft, edits: {} });
}

function makingPrivate(): Form {
  const observed = {
    settings: { state: 'absent' as const },
    link: estate,
    pullers: { assignments: known([]), clusters: known([]), names: {} },
  };
  const ground = { stage: 'endpoint' as const, observed, world: { inventory, subscriptions }, preferred: {} };
  return privateForm(withLinked(ground, []));
}

function creating(): Form {
  const context = {
    subscription: subscription!,
    hostSuffix: 'azurecr.io',
    subscriptions,
    inventory: { ...inventory, registries: [] },
    groups: undefined,
    regions: [],
    found: undefined,
    preferred: {},
    observed: { ...estate, registry: { state: 'absent' as const }, clusters: {} },
  };
  const filled = { context: { ...context, first: firstProposal(context) }, edits: {} };
  return createForm(filled).edit('name', registry.name).edit('groupName', 'rg-registry-weu');
}

const forms: readonly (readonly [string, () => Form])[] = [
  ['Link to AKS', linking],
  ['Make Private', makingPrivate],
  ['Create Private Registry', creating],
];

const placeIds = new Set<string>(placeFieldIds);

function placeFieldsOf({ sections }: Form): readonly FieldView[] {
  return sections.flatMap(({ fields }) => fields).filter(({ id }) => placeIds.has(id));
}

/** What a field is and offers, without what is said of clusters, which only two of the forms know. */
function offered({ sections }: Form): unknown {
  return sections
    .flatMap((section) => section.fields.map((field) => ({ section, field })))
    .filter(({ field }) => placeIds.has(field.id))
    .map(({ section, field }) => ({
      section: section.title,
      group: section.group,
      id: field.id,
      kind: field.kind,
      label: field.label,
      // The network of the cluster is a choice of its own in the form that has one.
      options:
        'options' in field
          ? field.options
              .filter(({ value }) => value !== ids.clusterNetwork)
              .map(({ value, label }) => [value, label])
          : undefined,
    }));
}

/** Choices that lead to other fields. */
const ways: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['as it is proposed', []],
  ['in a network that is there', [['network', ids.sharedNetwork]]],
  [
    'in a new subnet of it',
    [
      ['network', ids.sharedNetwork],
      ['subnet', 'new'],
    ],
  ],
  ['with names left to a central team', [['dns', 'central']]],
  ['with the owner’s approval', [['approval', 'manual']]],
];

describe('where a private endpoint goes', () => {
  for (const [way, edits] of ways) {
    it(`is asked by the same fields with the same choices in every form, ${way}`, () => {
      const all = forms.map(([, make]) =>
        edits.reduce((form, [field, value]) => form.edit(field, value), make()),
      );
      const [first, ...others] = all.map(offered);
      assert.ok(placeFieldsOf(all[0]!).length >= 5);
      for (const other of others) assert.deepEqual(other, first);
    });

    it(`means the same in every form, ${way}`, () => {
      const sides = forms.map(([, make]) => {
        const form = edits.reduce((sofar, [field, value]) => sofar.edit(field, value), make());
        return typed(form).side;
      });
      const [first, ...others] = sides.map((side) => {
        const { network, subnet, endpoint, dns, zone } = side ?? {};
        return { network, subnet, endpoint, dns, zone };
      });
      assert.ok(first?.network !== undefined);
      for (const other of others) assert.deepEqual(other, first);
    });
  }

  for (const [name, make] of forms) {
    it(`proposes a new subnet beside those that are there: ${name}`, () => {
      const form = make().edit('network', ids.sharedNetwork).edit('subnet', 'new');
      const value = (id: string) => {
        const field = placeFieldsOf(form).find((one) => one.id === id);
        return field !== undefined && 'value' in field ? [field.value, field.error] : [];
      };
      assert.deepEqual(value('subnetName'), ['snet-private-endpoints-2', undefined]);
      assert.deepEqual(value('subnetPrefix'), ['10.60.0.64/27', undefined]);
    });
  }

  it('has no field that isn’t shown in any of them', () => {
    for (const [name, make] of forms) {
      const seen = ways.flatMap(([, edits]) =>
        placeFieldsOf(edits.reduce((form, [field, value]) => form.edit(field, value), make())),
      );
      const missing = placeFieldIds.filter(
        (id) => id !== 'endpoint' && !seen.some((field) => field.id === id),
      );
      assert.deepEqual(missing, [], name);
    }
  });
});

/** With the same in every field that takes text, because each form proposes its own names and ranges. */
function typed(form: Form): Form {
  const values: Readonly<Record<string, string>> = {
    endpointName: 'pe-mine',
    endpointGroup: 'rg-mine',
    networkName: 'vnet-mine',
    networkGroup: 'rg-mine',
    networkPrefix: '10.99.0.0/26',
    subnetName: 'snet-mine',
    subnetPrefix: '10.60.3.0/27',
    zoneGroup: 'rg-dns',
    requestMessage: 'Please approve.',
  };
  return placeFieldsOf(form)
    .filter(({ kind, id }) => kind === 'text' && values[id] !== undefined)
    .reduce((sofar, { id }) => sofar.edit(id, values[id] ?? ''), form);
}
