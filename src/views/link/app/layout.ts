/** Where the parts and wires of the drawing lie: one arrangement for wide windows, one for narrow ones. */
import { t } from '@vscode/l10n';
import type { PairDrawingView, PartId, WireId } from '../protocol/drawing';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Wire {
  readonly path: string;
  /** Where the icon of the state sits. */
  readonly at: readonly [number, number];
  readonly label: string;
  /** Where the label starts, or ends, or has its middle. */
  readonly labelAt: readonly [number, number, 'start' | 'middle' | 'end'];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where these are if they are drawn; the same of wires. */
  readonly parts: Readonly<Partial<Record<PartId, Box>>>;
  readonly wires: Readonly<Partial<Record<WireId, Wire>>>;
}

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

const wide: Layout = {
  width: 760,
  height: 292,
  parts: {
    registryNetwork: box(214, 98, 212, 130),
    clusterNetwork: box(540, 98, 212, 130),
    registry: box(8, 144, 138, 62),
    endpoint: box(230, 144, 180, 62),
    zone: box(384, 8, 198, 62),
    cluster: box(556, 144, 180, 62),
  },
  wires: {
    access: { path: 'M146 175H230', at: [180, 175], label: t('connection'), labelAt: [180, 157, 'middle'] },
    zoneGroup: { path: 'M400 144V70', at: [400, 84], label: t('records'), labelAt: [415, 88, 'start'] },
    registryZoneLink: {
      path: 'M314 98V39H384',
      at: [314, 62],
      label: t('VNet link'),
      labelAt: [302, 66, 'end'],
    },
    clusterZoneLink: {
      path: 'M652 98V39H582',
      at: [652, 62],
      label: t('VNet link'),
      labelAt: [666, 66, 'start'],
    },
    peering: { path: 'M426 175H540', at: [483, 175], label: t('peering'), labelAt: [483, 157, 'middle'] },
    role: {
      path: 'M646 206V266H77V206',
      at: [366, 266],
      label: t('pull role'),
      labelAt: [366, 286, 'middle'],
    },
  },
};

const narrow: Layout = {
  width: 360,
  height: 500,
  parts: {
    registryNetwork: box(44, 104, 220, 128),
    clusterNetwork: box(44, 364, 220, 128),
    registry: box(58, 8, 180, 60),
    endpoint: box(58, 150, 180, 62),
    zone: box(176, 264, 180, 62),
    cluster: box(58, 408, 180, 62),
  },
  wires: {
    access: { path: 'M148 68V150', at: [148, 86], label: t('connection'), labelAt: [162, 90, 'start'] },
    zoneGroup: { path: 'M196 212V264', at: [196, 246], label: t('records'), labelAt: [184, 258, 'end'] },
    registryZoneLink: {
      path: 'M264 166H330V264',
      at: [330, 214],
      label: t('VNet link'),
      labelAt: [318, 246, 'end'],
    },
    clusterZoneLink: {
      path: 'M264 426H330V326',
      at: [330, 376],
      label: t('VNet link'),
      labelAt: [318, 348, 'end'],
    },
    peering: { path: 'M90 232V364', at: [90, 296], label: t('peering'), labelAt: [104, 300, 'start'] },
    role: { path: 'M58 441H20V38H58', at: [20, 246], label: t('role'), labelAt: [32, 250, 'start'] },
  },
};

/** The endpoint is in the cluster's own network: one network holds both. */
const sharedWide: Layout = {
  ...wide,
  parts: { ...wide.parts, clusterNetwork: box(214, 98, 538, 130) },
};

const sharedNarrow: Layout = {
  width: 360,
  height: 450,
  parts: {
    ...narrow.parts,
    clusterNetwork: box(44, 104, 220, 228),
    cluster: box(58, 254, 180, 62),
    zone: box(58, 384, 220, 60),
  },
  wires: {
    ...narrow.wires,
    zoneGroup: {
      path: 'M238 181H312V414H278',
      at: [312, 290],
      label: t('records'),
      labelAt: [300, 268, 'end'],
    },
    clusterZoneLink: {
      path: 'M120 332V384',
      at: [120, 358],
      label: t('VNet link'),
      labelAt: [134, 362, 'start'],
    },
    role: { path: 'M58 285H20V38H58', at: [20, 166], label: t('role'), labelAt: [8, 146, 'start'] },
  },
};

const publicWide: Layout = {
  width: 760,
  height: 150,
  parts: {
    clusterNetwork: box(500, 8, 212, 130),
    registry: box(48, 54, 180, 62),
    cluster: box(516, 54, 180, 62),
  },
  wires: {
    role: { path: 'M516 85H228', at: [364, 85], label: t('pull role'), labelAt: [364, 67, 'middle'] },
  },
};

const publicNarrow: Layout = {
  width: 360,
  height: 260,
  parts: {
    registry: box(90, 8, 180, 60),
    clusterNetwork: box(70, 130, 220, 124),
    cluster: box(90, 176, 180, 62),
  },
  wires: {
    role: { path: 'M180 68V176', at: [180, 98], label: t('pull role'), labelAt: [196, 102, 'start'] },
  },
};

export function layouts(topology: PairDrawingView['topology']): {
  readonly wide: Layout;
  readonly narrow: Layout;
} {
  switch (topology) {
    case 'peered':
      return { wide, narrow };
    case 'shared':
      return { wide: sharedWide, narrow: sharedNarrow };
    case 'public':
      return { wide: publicWide, narrow: publicNarrow };
  }
}
