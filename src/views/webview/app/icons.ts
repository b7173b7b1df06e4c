/** Small drawings; each state and action has a shape of its own, so that colour is never all that tells them apart. */
import { svg, type SVGTemplateResult } from '../../ui/html';

/** Paths in a box of 16 × 16, drawn as strokes. */
const paths = {
  create: 'M8 3v10M3 8h10',
  update: 'M2.5 9.5c1.8-4 3.7-4 5.5-1.5s3.7 2.5 5.5-1.5',
  reuse: 'M3 6h10M3 10h10',
  delete: 'M3 8h10',
  waiting: 'M8 3.5a4.5 4.5 0 1 0 .01 0',
  running: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  done: 'M3 8.5l3.5 3.5L13 4.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  notStarted: 'M4 12L12 4',
  missing: 'M8 3v6.5M8 12v1',
  notInEffect: 'M8 3v6.5M8 12v1',
  opened: 'M4 6l4 4 4-4',
  closed: 'M6 4l4 4-4 4',
  warning: 'M8 2.5L14.5 13.5H1.5zM8 6.5v3.5M8 11.5v.5',
  info: 'M8 1.8a6.2 6.2 0 1 0 .01 0M8 7.5v4M8 4.6v.4',
  error: 'M8 1.8a6.2 6.2 0 1 0 .01 0M8 4.5v4.5M8 11v.5',
} as const;

export type IconName = keyof typeof paths;

/** An icon inside an SVG, its centre at (x, y). */
export function iconAt(name: IconName, x: number, y: number): SVGTemplateResult {
  return svg`<g class="icon icon-${name}" transform="translate(${x - 8} ${y - 8})"><path d=${paths[name]} /></g>`;
}

/** An icon among text; the words beside it say the same, so screen readers skip it. */
export function icon(name: IconName): SVGTemplateResult {
  return svg`<svg class="icon icon-${name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${paths[name]} /></svg>`;
}
