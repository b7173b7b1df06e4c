/** Who made what in a walk, apart from journals and marks: what is made is written down when Azure has it. */
import type { Estate } from '../../../emulator/src/estate';
import { idKey, isAtOrBelow } from '../../../src/model/armId';
import type { AzureWriter } from '../../../src/provisioning/ports';

const somebodyElse = 'somebody else';

export class Ledger {
  /** Id of the operation that made it, by the key of the thing's id. */
  readonly #makers = new Map<string, string>();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(private readonly estate: Estate) {}

  /** Who made something that is there; undefined for what was there before the walk. */
  makerOf(id: string): string | undefined {
    this.#forgetGone();
    return this.#makers.get(idKey(id));
  }

  /** Ids of what an operation made and is there. */
  madeBy(operationId: string): readonly string[] {
    this.#forgetGone();
    return [...this.#makers].flatMap(([id, maker]) => (maker === operationId ? [id] : []));
  }

  /** Ids of what any operation made and is there. */
  get ours(): readonly string[] {
    this.#forgetGone();
    return [...this.#makers].flatMap(([id, maker]) => (maker === somebodyElse ? [] : [id]));
  }

  /** The writer of an operation. */
  write(operationId: () => string, write: AzureWriter['write']): AzureWriter['write'] {
    return async (resourceId, request, ...rest) => {
      const isNew = request.method === 'PUT' && this.estate.get(resourceId) === undefined;
      const writing = write(resourceId, request, ...rest);
      this.#underWay.add(writing);
      try {
        const outcome = await writing;
        if (outcome.ok && request.method === 'DELETE') this.#forget(resourceId);
        return outcome;
      } finally {
        this.#underWay.delete(writing);
        if (isNew && this.estate.get(resourceId) !== undefined)
          this.#makers.set(idKey(resourceId), operationId());
      }
    };
  }

  /** Resolves when what was sent has come to its end, also where nobody hears of it any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** Somebody else has deleted or made something. */
  byOthers(id: string): void {
    this.#forget(id);
    if (this.estate.get(id) !== undefined) this.#makers.set(idKey(id), somebodyElse);
  }

  #forget(id: string): void {
    for (const key of [...this.#makers.keys()]) if (isAtOrBelow(key, id)) this.#makers.delete(key);
  }

  #forgetGone(): void {
    for (const key of [...this.#makers.keys()])
      if (this.estate.get(key) === undefined) this.#makers.delete(key);
  }
}
