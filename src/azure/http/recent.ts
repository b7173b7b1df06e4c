import { idKey } from '../../model/armId';

/** Milliseconds for which Resource Graph may not know of a change: it says minutes, and mostly needs seconds. */
const LAG = 10 * 60_000;

/** More than one operation writes; a list that grows would cost a request each. */
const MOST = 60;

/** Registries and networks that a body refers to, or something in them. */
const CHANGED_ALONG =
  /\/subscriptions\/[^"\\/]+\/resourceGroups\/[^"\\/]+\/providers\/Microsoft\.(?:ContainerRegistry\/registries|Network\/virtualNetworks)\/[^"\\/]+/gi;

/** Ids of what was written, or read by its id, so lately that Resource Graph may tell an older state of it. */
export class RecentIds {
  private readonly written = new Map<string, Noted>();
  private readonly read = new Map<string, Noted>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * A write began or ended. It changes more than its own resource: a subnet its network, an endpoint the connections of
   * the registry, a peering the state of the one on the other side. So what it is in and what its body names count, too.
   */
  noteWrite(resourceId: string, body?: unknown): void {
    const named = body === undefined ? [] : (JSON.stringify(body).match(CHANGED_ALONG) ?? []);
    for (const id of [...withContainers(resourceId), ...named]) this.note(this.written, id);
  }

  noteRead(resourceId: string): void {
    this.note(this.read, resourceId);
  }

  /** Of what was written lately; with `read`, also of what was only read. The newest last. */
  ids({ read }: { readonly read: boolean }): readonly string[] {
    const since = this.now() - LAG;
    const noted = [...(read ? this.read : []), ...this.written].filter(([, { at }]) => at >= since);
    return [...new Map(noted.map(([key, { id }]) => [key, id])).values()];
  }

  private note(notes: Map<string, Noted>, id: string): void {
    const key = idKey(id);
    notes.delete(key);
    notes.set(key, { id, at: this.now() });
    for (const oldest of notes.keys()) {
      if (notes.size <= MOST) break;
      notes.delete(oldest);
    }
  }
}

interface Noted {
  readonly id: string;
  readonly at: number;
}

/** A resource and the resources that it is part of, outermost first: `…/virtualNetworks/v`, `…/virtualNetworks/v/subnets/s`. */
function withContainers(id: string): readonly string[] {
  const [, scope = '', provider = '', path = ''] = /^(.*)(\/providers\/[^/]+)\/(.*)$/i.exec(id) ?? [];
  const segments = path.split('/').filter((segment) => segment !== '');
  return Array.from(
    { length: Math.floor(segments.length / 2) },
    (_, index) => `${scope}${provider}/${segments.slice(0, 2 * index + 2).join('/')}`,
  );
}
