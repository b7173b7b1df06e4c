/** Which registry is to be linked to which clusters, and the page on which that is chosen. */
import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import { sameId } from '../../model/armId';
import type { Choosing, Taken } from '../planForm/formKind';
import { problemOf } from '../planForm/problems';
import type { Phase } from '../planForm/protocol';
import type { Filled } from './draft';
import { keptOf } from './edits';
import type { LinkTypes } from './linkTypes';
import { clustersOf, registriesOf, type World } from './parties';
import type { ChoosingView, Parties } from './protocol';
import type { ChoosingMessage, Side } from './protocol/messages';

export class LinkChoosing implements Choosing<LinkTypes> {
  /** What is offered; undefined until it is read. */
  world: World | undefined;
  #parties: Parties;
  /** The list of clusters is open, and those that are ticked aren't final. */
  #ticking: boolean;
  readonly #filters: Record<Side, string> = { registry: '', cluster: '' };

  constructor(
    private readonly read: (signal: AbortSignal) => Promise<World>,
    { registryId, clusterIds }: Parties,
    phase: Phase | undefined,
  ) {
    this.#parties = partiesOf(registryId, clusterIds);
    this.#ticking = clusterIds.length === 0 || phase === 'choosing';
  }

  get parties(): Parties {
    return this.#parties;
  }

  /** Both sides, once they are chosen. */
  get pairs(): Required<Parties> | undefined {
    const { registryId, clusterIds } = this.#parties;
    if (registryId === undefined || clusterIds.length === 0 || this.#ticking) return undefined;
    return { registryId, clusterIds };
  }

  get over(): boolean {
    return this.pairs !== undefined;
  }

  async list(signal: AbortSignal): Promise<void> {
    this.world = await this.read(signal);
  }

  view(failure: Failure | undefined): ChoosingView {
    const { world } = this;
    const sides: readonly Side[] = [
      ...(this.#parties.registryId === undefined ? ['registry' as const] : []),
      ...(this.#ticking ? ['cluster' as const] : []),
    ];
    const offer = <V>(side: Side, of: (world: World, parties: Parties, filter: string) => V) =>
      world && sides.includes(side) ? of(world, this.#parties, this.#filters[side]) : undefined;
    return {
      phase: 'choosing',
      sides,
      registries: offer('registry', registriesOf),
      clusters: offer('cluster', clustersOf),
      problem: failure && problemOf(failure, t('Try again')),
    };
  }

  take(message: ChoosingMessage, phase: Phase, filled: Filled | undefined): Taken | undefined {
    switch (message.type) {
      case 'filter':
        this.#filters[message.side] = message.text;
        return phase === 'choosing' ? { then: 'show' } : undefined;
      case 'choose':
        return phase === 'choosing' ? this.#choose(message.id) : undefined;
      case 'tick':
        return phase === 'choosing' && this.#ticking ? this.#tick(message.id, message.ticked) : undefined;
      case 'continue':
        return phase === 'choosing' && this.#parties.clusterIds.length > 0 ? this.#endTicking() : undefined;
      case 'chooseAgain':
        return ['choosing', 'observing', 'editing', 'plan'].includes(phase)
          ? this.#chooseAgain(message.side, filled)
          : undefined;
      default:
        return unreachable(message);
    }
  }

  #choose(id: string): Taken | undefined {
    // Only what was offered can be chosen.
    const chosen = this.world?.inventory.registries.find((registry) => sameId(registry.id, id));
    if (chosen === undefined) return undefined;
    this.#parties = partiesOf(chosen.id, this.#parties.clusterIds);
    return { then: this.#ticking ? 'show' : 'begin' };
  }

  #tick(id: string, ticked: boolean): Taken | undefined {
    const { registryId, clusterIds } = this.#parties;
    const cluster = this.world?.inventory.clusters.find((one) => sameId(one.id, id));
    if (cluster === undefined) return undefined;
    const others = clusterIds.filter((one) => !sameId(one, id));
    this.#parties = partiesOf(registryId, ticked ? [...others, cluster.id] : others);
    return { then: 'show' };
  }

  #endTicking(): Taken {
    this.#ticking = false;
    return { then: this.#parties.registryId === undefined ? 'show' : 'begin' };
  }

  #chooseAgain(side: Side, filled: Filled | undefined): Taken {
    const { clusterIds } = this.#parties;
    if (side === 'registry') {
      this.#parties = partiesOf(undefined, clusterIds);
      return { then: 'refill', draft: undefined };
    }
    this.#ticking = true;
    // What the user changed holds for other clusters, too; what was proposed is proposed anew.
    return { then: 'refill', draft: filled && keptOf(filled, 'changes') };
  }
}

function partiesOf(registryId: string | undefined, clusterIds: readonly string[]): Parties {
  return { ...(registryId === undefined ? {} : { registryId }), clusterIds };
}

function unreachable(value: never): never {
  throw new Error(`Not foreseen: ${JSON.stringify(value)}`);
}
