import type { Clock } from '../arm/clock';
import { Estate, type ArmResource } from '../estate';

interface Change {
  readonly at: number;
  readonly id: string;
  readonly resource: ArmResource | undefined;
}

/** The estate as it was some time ago, but never longer ago than since this was made. */
export class GraphLag {
  private readonly past = new Estate();
  private changes: Change[] = [];

  constructor(
    estate: Estate,
    private readonly clock: Clock,
    /** Left out: it stays as it was. */
    private readonly seconds?: number,
  ) {
    for (const resource of estate.all()) this.past.put(resource);
  }

  record(id: string, resource: ArmResource | undefined): void {
    if (this.seconds !== undefined) this.changes.push({ at: this.clock.now(), id, resource });
  }

  view(): Estate {
    const until = this.clock.now() - (this.seconds ?? 0) * 1000;
    const known = this.changes.filter((change) => change.at <= until);
    this.changes = this.changes.filter((change) => change.at > until);
    for (const { id, resource } of known) {
      if (resource === undefined) this.past.delete(id);
      else this.past.put(resource);
    }
    return this.past;
  }
}
