/** Small drawings; each state and action has a shape of its own, so that colour is never all that tells them apart. */
import { svg, type SVGTemplateResult } from 'lit-html';
import type { StepActionView, StepState } from '../protocol';

/** Paths in a box of 16 × 16, drawn as strokes. */
const paths: Readonly<Record<StepActionView | StepState | 'warning' | 'error', string>> = {
  create: 'M8 3v10M3 8h10',
  update: 'M2.5 9.5c1.8-4 3.7-4 5.5-1.5s3.7 2.500 5.5-1.500',
  reuse: 'M3 6h10M3 10h10',
  delete: 'M3 8h10',
  waiting: 'M8 3.500a4.500 4.500 0 1 0 .01 0',
  running: 'M8 2.500a5.500 5.500 0 1 1-5.500 5.500',
  done: 'M3 8.500l3.500 3.500L13 4.500',
  failed: 'M4 4l8 8M12 4l-8 8',
  notStarted: 'M4 12L12 4',
  warning: 'M8 2.500L14.500 13.500H1.500zM8 6.500v3.500M8 11.500v.5',
  error: 'M8 1.800a6.200 6.200 0 1 0 .01 0M8 4.500v4.500M8 11v.5',
};

export type IconName = keyof typeof paths;

/** An icon inside an SVG, its centre at (x, y). */
export function iconAt(name: IconName, x: number, y: number): SVGTemplateResult {
  return svg`<g class="icon icon-${name}" transform="translate(${x - 8} ${y - 8})"><path d=${paths[name]} /></g>`;
}

/** An icon among text; the words beside it say the same, so screen readers skip it. */
export function icon(name: IconName): SVGTemplateResult {
  return svg`<svg class="icon icon-${name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${paths[name]} /></svg>`;
}
