import { contains, parsedRange } from './addressRange';

/** Things with address ranges: those that hold an address are found by its prefixes, however many there are. */
export class RangeIndex<T> {
  /** By IP version and length of the prefix, then by the first address. */
  readonly #byPrefix = new Map<string, { readonly bits: bigint; readonly byStart: Map<bigint, number[]> }>();
  readonly #known = new Map<string, readonly T[]>();

  constructor(
    private readonly items: readonly T[],
    private readonly rangesOf: (item: T) => readonly string[],
  ) {
    for (const [place, item] of items.entries()) {
      for (const range of rangesOf(item)) this.#add(range, place);
    }
  }

  /** Those whose ranges hold an address, or all of a range, in the order given; none for what is neither. */
  holding(address: string): readonly T[] {
    const known = this.#known.get(address) ?? this.#find(address);
    this.#known.set(address, known);
    return known;
  }

  #add(range: string, place: number): void {
    const parsed = parsedRange(range);
    if (parsed === undefined) return;
    const { version, prefix, start } = parsed;
    const key = `${version}/${prefix}`;
    const bits = BigInt((version === 4 ? 32 : 128) - prefix);
    const { byStart } = this.#byPrefix.get(key) ?? { byStart: new Map<bigint, number[]>() };
    const places = byStart.get(start >> bits);
    if (places) places.push(place);
    else byStart.set(start >> bits, [place]);
    this.#byPrefix.set(key, { bits, byStart });
  }

  #find(address: string): readonly T[] {
    const parsed = parsedRange(address);
    if (parsed === undefined) return [];
    const { version, start, end } = parsed;
    // A range may lie in several of a thing's together.
    if (start !== end) return this.items.filter((item) => contains(this.rangesOf(item), address));
    const places = [...this.#byPrefix].flatMap(([key, { bits, byStart }]) =>
      key.startsWith(`${version}/`) ? (byStart.get(start >> bits) ?? []) : [],
    );
    return [...new Set(places)]
      .toSorted((a, b) => a - b)
      .flatMap((place) => this.items.slice(place, place + 1));
  }
}
