/** Where things lie in the drawing of several clusters: what they share at one side, a lane for each at the other. */
import type { LanesDrawingView, PartId } from '../protocol/plan';
import type { Box, Layout } from './layout';

export interface LaneBox extends Box {
  /** From what the lane hangs on to the lane. */
  readonly path: string;
  /** Where each item's icon is; its label follows. */
  readonly items: readonly (readonly [number, number])[];
}

export interface LanesLayout extends Layout {
  readonly lanes: readonly LaneBox[];
}

const laneHeight = 62;
const laneGap = 10;

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

export function lanesWide({ parts, lanes }: LanesDrawingView): LanesLayout {
  const hasShared = parts.endpoint !== undefined;
  const places: Partial<Record<PartId, Box>> = {
    registry: box(8, 34, 138, 62),
    registryNetwork: box(196, 8, 206, 106),
    endpoint: box(209, 34, 180, 58),
    zone: box(209, 146, 180, 60),
  };
  const x = hasShared ? 466 : 300;
  const width = 752 - x;
  const sharedLanes = lanes.filter(({ path }) => path === 'shared').length;
  const besides = hasShared ? Math.max(sharedLanes * (laneHeight + laneGap), parts.zone ? 226 : 130) : 8;
  let [nextShared, nextOther] = [8, hasShared ? besides : 8];
  const boxes = lanes.map((lane): LaneBox => {
    const shared = lane.path === 'shared';
    const y = shared ? nextShared : nextOther;
    if (shared) nextShared += laneHeight + laneGap;
    else nextOther += laneHeight + laneGap;
    const middle = y + laneHeight / 2;
    return {
      ...box(x, y, width, laneHeight),
      // Shared lanes hang on the endpoint's network; the others on the registry itself.
      path: shared ? `M402 61H434V${middle}H${x}` : `M77 96V${middle}H${x}`,
      items: lane.items.map((_, item) => [x + 18 + item * 92, y + 47] as const),
    };
  });
  const end = Math.max(
    ...boxes.map(({ y, height }) => y + height),
    hasShared ? 114 : 96,
    parts.zone ? 206 : 0,
  );
  return {
    width: 760,
    height: end + 10,
    parts: places,
    wires: {
      access: { path: 'M146 63H209', at: [171, 63], label: '', labelAt: [0, 0, 'start'] },
      zoneGroup: { path: 'M340 92V146', at: [340, 131], label: 'records', labelAt: [354, 135, 'start'] },
      registryZoneLink: {
        path: 'M230 114V146',
        at: [230, 131],
        label: 'zone link',
        labelAt: [218, 135, 'end'],
      },
    },
    lanes: boxes,
  };
}

export function lanesNarrow({ parts, lanes }: LanesDrawingView): LanesLayout {
  const hasShared = parts.endpoint !== undefined;
  const places: Partial<Record<PartId, Box>> = {
    registry: box(44, 8, 180, 60),
    registryNetwork: box(44, 108, 220, 106),
    endpoint: box(58, 134, 180, 58),
    zone: box(58, 250, 180, 60),
  };
  const top = hasShared ? (parts.zone ? 334 : 238) : 100;
  const boxes = lanes.map((lane, index): LaneBox => {
    const y = top + index * (laneHeight + laneGap);
    const middle = y + laneHeight / 2;
    return {
      ...box(44, y, 308, laneHeight),
      path: lane.path === 'shared' ? `M44 161H28V${middle}H44` : `M44 38H12V${middle}H44`,
      items: lane.items.map((_, item) => [62 + item * 98, y + 47] as const),
    };
  });
  return {
    width: 360,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) + 8,
    parts: places,
    wires: {
      access: { path: 'M134 68V134', at: [134, 88], label: 'connection', labelAt: [148, 92, 'start'] },
      zoneGroup: { path: 'M196 192V250', at: [196, 232], label: 'records', labelAt: [210, 236, 'start'] },
      registryZoneLink: {
        path: 'M100 214V250',
        at: [100, 232],
        label: 'zone link',
        labelAt: [114, 236, 'start'],
      },
    },
    lanes: boxes,
  };
}
