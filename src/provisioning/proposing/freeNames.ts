/** Names by pattern that nothing else has: neither in Azure nor in the same proposal. */
import { childId, groupIdOf, idKey, nameOf, sameId } from '../../model/armId';
import { memoized, memoizedOf } from '../../model/memoized';
import { proposeName, type NameKind } from '../../model/names';
import { factOf, known, knownValues } from '../observed/lookup';
import type { Observed, ObservedThing } from '../observed/observed';

type Values = Readonly<Record<string, string>>;

export class FreeNames {
  /** Ids that this proposal has given away, with what for: the same purpose gets the same name again. */
  readonly #given = new Map<string, string>();

  constructor(
    private readonly observed: Observed,
    private readonly before?: FreeNames,
    /** Nothing that is there is taken up, whoever made it. */
    readonly anew = false,
  ) {}

  /** For something else that may be proposed: it finds given what these have, and these don't have what it gives. */
  instead(): FreeNames {
    return new FreeNames(this.observed, this);
  }

  /**
   * Id of a thing in a group: the first by the pattern that doesn't exist yet, or that an earlier operation of this
   * extension has left there. `purpose` tells apart what must not share a name.
   */
  inGroup(
    kind: NameKind,
    pattern: string,
    values: Values,
    purpose: string,
    idOf: (name: string) => string,
    takeUp: (id: string) => boolean = () => false,
  ): string {
    return this.#first(kind, pattern, values, purpose, idOf, (id) => {
      const thing = this.#thing(id);
      if (this.anew) return thing === undefined && !namesSeen(this.observed).has(idKey(nameOf(id)));
      return thing === undefined || thing.madeBy !== undefined || takeUp(id);
    });
  }

  /** Name of a child of a network or a zone: free there, or what is there already for the same purpose. */
  child(
    kind: NameKind,
    pattern: string,
    values: Values,
    parentId: string,
    type: string,
    purpose: string,
  ): string {
    const taken = childrenOf(this.observed)(idKey(parentId));
    const id = this.#first(
      kind,
      pattern,
      values,
      `${type} ${purpose}`,
      (name) => childId(parentId, type, name),
      (candidate) => !taken.has(idKey(candidate)),
    );
    return id.slice(childId(parentId, type, '').length);
  }

  #first(
    kind: NameKind,
    pattern: string,
    values: Values,
    purpose: string,
    idOf: (name: string) => string,
    isFree: (id: string) => boolean,
  ): string {
    // Comes to an end, as every number makes another name.
    for (let number = 1; ; number += 1) {
      const name = proposeName(kind, pattern, values, number);
      const id = idOf(name);
      const given = this.#givenFor(idKey(id));
      if (given === undefined ? isFree(id) : given === purpose) {
        this.#given.set(idKey(id), purpose);
        return id;
      }
    }
  }

  #thing(id: string): ObservedThing | undefined {
    const contents = known(factOf(this.observed.groupContents ?? {}, groupIdOf(id))) ?? [];
    return contents.find((thing) => sameId(thing.id, id));
  }

  #givenFor(key: string): string | undefined {
    return this.#given.get(key) ?? (this.before === undefined ? undefined : this.before.#givenFor(key));
  }
}

/** Keys of what is in a network or a zone, by its key. */
const childrenOf = memoizedOf(({ networks, zones }: Observed) => {
  const parents = [
    ...knownValues(networks).map(({ id, peerings, subnets }) => ({
      id,
      children: [...peerings, ...subnets],
    })),
    ...knownValues(zones).map(({ id, links }) => ({ id, children: links })),
  ];
  const byKey = new Map(parents.map(({ id, children }) => [idKey(id), children]));
  return memoized((parent: string) => new Set((byKey.get(parent) ?? []).map(({ id }) => idKey(id))));
});

/** Names of networks and endpoints, also of those that can't be read, in whatever group: a new one is told from them. */
const namesSeen = memoizedOf(({ networks, endpoints }: Observed) => {
  const facts = [...Object.entries(networks), ...Object.entries(endpoints)];
  return new Set(facts.flatMap(([id, { state }]) => (state === 'absent' ? [] : [idKey(nameOf(id))])));
});
