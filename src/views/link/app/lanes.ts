/** Where things lie in the drawing of several clusters: what they share at one side, a lane for each at the other. */
import { t } from '@vscode/l10n';
import type { LanesDrawingView, PartId } from '../protocol/drawing';
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
    registry: box(8, 54, 138, 62),
    registryNetwork: box(196, 8, 206, 130),
    endpoint: box(209, 54, 180, 62),
    zone: box(209, 172, 180, 62),
  };
  const x = hasShared ? 466 : 300;
  const width = 752 - x;
  const sharedLanes = lanes.filter(({ path }) => path === 'shared').length;
  const besides = hasShared ? Math.max(8 + sharedLanes * (laneHeight + laneGap), parts.zone ? 250 : 154) : 8;
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
      path: shared ? `M402 85H434V${middle}H${x}` : `M77 116V${middle}H${x}`,
      items: lane.items.map((_, item) => [x + 18 + item * 92, y + 47] as const),
    };
  });
  const end = Math.max(
    ...boxes.map(({ y, height }) => y + height),
    hasShared ? 138 : 116,
    parts.zone ? 234 : 0,
  );
  return {
    width: 760,
    height: end + 10,
    parts: places,
    wires: {
      access: { path: 'M146 85H209', at: [171, 85], label: '', labelAt: [0, 0, 'start'] },
      zoneGroup: { path: 'M340 116V172', at: [340, 155], label: t('records'), labelAt: [354, 159, 'start'] },
      registryZoneLink: {
        path: 'M230 138V172',
        at: [230, 155],
        label: t('VNet link'),
        labelAt: [216, 159, 'end'],
      },
    },
    lanes: boxes,
  };
}

export function lanesNarrow({ parts, lanes }: LanesDrawingView): LanesLayout {
  const hasShared = parts.endpoint !== undefined;
  const places: Partial<Record<PartId, Box>> = {
    registry: box(44, 8, 180, 60),
    registryNetwork: box(44, 104, 220, 128),
    endpoint: box(58, 150, 180, 62),
    zone: box(58, 268, 180, 62),
  };
  const top = hasShared ? (parts.zone ? 354 : 256) : 100;
  const boxes = lanes.map((lane, index): LaneBox => {
    const y = top + index * (laneHeight + laneGap);
    const middle = y + laneHeight / 2;
    return {
      ...box(44, y, 308, laneHeight),
      path: lane.path === 'shared' ? `M44 168H28V${middle}H44` : `M44 38H12V${middle}H44`,
      items: lane.items.map((_, item) => [62 + item * 98, y + 47] as const),
    };
  });
  return {
    width: 360,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) + 8,
    parts: places,
    wires: {
      access: { path: 'M214 68V150', at: [214, 86], label: t('connection'), labelAt: [228, 90, 'start'] },
      zoneGroup: { path: 'M196 212V268', at: [196, 250], label: t('records'), labelAt: [210, 254, 'start'] },
      registryZoneLink: {
        path: 'M100 232V268',
        at: [100, 250],
        label: t('VNet link'),
        labelAt: [114, 254, 'start'],
      },
    },
    lanes: boxes,
  };
}
