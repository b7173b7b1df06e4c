/** A body read member by member, so that nothing of it is left out unseen: `rest` names what nobody took. */
import { asObject, ownMember, type Json, type JsonObject } from '../model/json';

export class Reading {
  readonly #taken = new Map<string, readonly Reading[]>();

  constructor(private readonly body: JsonObject) {}

  text(name: string): string | undefined {
    return this.#take(name, (value) => (typeof value === 'string' ? value : undefined));
  }

  flag(name: string): boolean | undefined {
    return this.#take(name, (value) => (typeof value === 'boolean' ? value : undefined));
  }

  texts(name: string): readonly string[] | undefined {
    return this.#take(name, (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? (value as readonly string[])
        : undefined,
    );
  }

  /** Names with texts, such as tags. */
  named(name: string): Readonly<Record<string, string>> | undefined {
    return this.#take(name, (value) => {
      const entries = Object.entries(asObject(value));
      const isPlain = entries.length > 0 && entries.every(([, item]) => typeof item === 'string');
      return isPlain ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
    });
  }

  /** One of two words, as a flag; undefined for any other. */
  either(name: string, on: string, off: string): boolean | undefined {
    return this.#take(name, (value) => (value === on ? true : value === off ? false : undefined));
  }

  /** Taken if it is what the format has anyway: one of the values. */
  implied(name: string, ...values: readonly Json[]): void {
    const texts = values.map((value) => JSON.stringify(value));
    this.#take(name, (is) => (texts.includes(JSON.stringify(is)) ? true : undefined));
  }

  number(name: string): number | undefined {
    return this.#take(name, (value) => (typeof value === 'number' ? value : undefined));
  }

  /** Empty where there is none; the same whenever it is asked for. */
  object(name: string): Reading {
    const [known] = this.#taken.get(name) ?? [];
    if (known !== undefined) return known;
    const value = ownMember(this.body, name);
    const inner = new Reading(asObject(value));
    if (isObject(value)) this.#taken.set(name, [inner]);
    return inner;
  }

  objects(name: string): readonly Reading[] {
    const value = ownMember(this.body, name);
    if (!Array.isArray(value) || !(value as readonly Json[]).every(isObject)) return [];
    const inner = (value as readonly Json[]).map((item) => new Reading(asObject(item)));
    this.#taken.set(name, inner);
    return inner;
  }

  /** Paths of members that nobody took. */
  rest(): string[] {
    return Object.keys(this.body).flatMap((name) => {
      const inner = this.#taken.get(name);
      return inner === undefined
        ? [name]
        : inner.flatMap((one) => one.rest().map((path) => `${name}.${path}`));
    });
  }

  #take<T>(name: string, read: (value: Json) => T | undefined): T | undefined {
    const value = ownMember(this.body, name);
    const taken = value === undefined ? undefined : read(value);
    if (taken !== undefined) this.#taken.set(name, []);
    return taken;
  }
}

function isObject(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
