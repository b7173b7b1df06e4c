/** Ids as references: to blocks of the files where they make the thing, else to data sources that look it up. */
import { groupIdOf, idKey, nameOf, parentId, subscriptionKeyOf } from '../../model/armId';
import { identifier, isIdMember, partsOfId } from '../model';
import { type Item, Reference, type Value } from './hcl';

export interface DataSource {
  readonly id: string;
  /** E.g. `azurerm_subnet`. */
  readonly type: string;
  readonly name: string;
  readonly items: readonly Item[];
}

interface Lookup {
  readonly type: string;
  readonly items: (id: string, references: References) => readonly Item[];
}

const inGroup = (id: string): Item[] => [
  { argument: 'name', value: nameOf(id) },
  { argument: 'resource_group_name', value: nameOf(groupIdOf(id)) },
];

/** Data sources of azurerm, by the type of what they look up. */
const lookups: Readonly<Record<string, Lookup>> = {
  'microsoft.containerregistry/registries': { type: 'azurerm_container_registry', items: inGroup },
  'microsoft.network/virtualnetworks': { type: 'azurerm_virtual_network', items: inGroup },
  'microsoft.network/privatednszones': { type: 'azurerm_private_dns_zone', items: inGroup },
  'microsoft.network/virtualnetworks/subnets': {
    type: 'azurerm_subnet',
    items: (id, references) => [
      { argument: 'name', value: nameOf(id) },
      { argument: 'virtual_network_name', value: references.name(parentId(id)) },
      { argument: 'resource_group_name', value: references.groupName(id) },
    ],
  },
};

/** How things of an id's type are looked up, if they are. */
function lookupOf(id: string): Lookup | undefined {
  const type = partsOfId(id).type.toLowerCase();
  return Object.hasOwn(lookups, type) ? lookups[type] : undefined;
}

export class References {
  readonly #made = new Map<string, { readonly address: string; readonly isAzurerm: boolean }>();
  readonly #looked = new Map<string, DataSource>();
  readonly #names = new Set<string>();
  #used = new Set<string>();

  /** Says which block makes a thing. */
  made(id: string, address: string, isAzurerm: boolean): void {
    this.#made.set(idKey(id), { address, isAzurerm });
  }

  /** The data sources that were needed, in the order in which they were. */
  get dataSources(): readonly DataSource[] {
    return [...this.#looked.values()];
  }

  /** What `read` gives, and the addresses of blocks that it refers to. */
  during<T>(read: () => T): { readonly value: T; readonly used: ReadonlySet<string> } {
    const before = this.#used;
    this.#used = new Set();
    const value = read();
    const used = this.#used;
    this.#used = before;
    return { value, used };
  }

  id(id: string): Value {
    return this.#attribute(id, 'id') ?? id;
  }

  name(id: string): Value {
    return this.#attribute(id, 'name') ?? nameOf(id);
  }

  /** The name of the group that a thing is, or comes, into; for a part of something else that thing's. */
  groupName(id: string): Value {
    const group = groupIdOf(id);
    const made = this.#made.get(idKey(group));
    if (made !== undefined) return this.#use(made.address, 'name');
    const { parent } = partsOfId(id);
    const home = this.#made.get(idKey(parent));
    if (home?.isAzurerm === true) return this.#use(home.address, 'resource_group_name');
    if (lookupOf(parent) === undefined || home !== undefined) return nameOf(group);
    return this.#attribute(parent, 'resource_group_name') ?? nameOf(group);
  }

  /** A text that is the id of something where its member's name says so; tags and descriptions are only texts. */
  text(text: string, member: string): Value {
    return isIdMember(member) && /^\/subscriptions\/[^/]+\/./i.test(text) ? this.id(text) : text;
  }

  #attribute(id: string, attribute: string): Reference | undefined {
    const made = this.#made.get(idKey(id));
    if (made !== undefined) return this.#use(made.address, attribute);
    const lookup = lookupOf(id);
    if (lookup === undefined) return undefined;
    const known = this.#looked.get(idKey(id)) ?? this.#look(id, lookup);
    return new Reference(`data.${known.type}.${known.name}.${attribute}`);
  }

  #use(address: string, attribute: string): Reference {
    this.#used.add(address);
    return new Reference(`${address}.${attribute}`);
  }

  #look(id: string, { type, items }: Lookup): DataSource {
    const base = identifier(nameOf(id));
    const places = [base, `${identifier(nameOf(groupIdOf(id)))}_${base}`];
    const all = [...places, `${identifier(subscriptionKeyOf(id))}_${places[1] ?? base}`];
    let name = all.find((one) => !this.#names.has(`${type}.${one}`)) ?? base;
    for (let number = 2; this.#names.has(`${type}.${name}`); number += 1) name = `${base}_${number}`;
    this.#names.add(`${type}.${name}`);
    const found = { id, type, name, items: items(id, this) };
    this.#looked.set(idKey(id), found);
    return found;
  }
}
