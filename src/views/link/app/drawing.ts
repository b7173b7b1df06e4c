/** Networks, endpoint, zone and what ties them together, as a small picture; the table says the same in words. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit-html';
import type {
  PartId,
  PartView,
  PlanView,
  ProgressView,
  StepActionView,
  StepState,
  WireId,
} from '../protocol';
import { iconAt } from './icons';
import { layouts, type Box, type Layout, type Wire } from './layout';
import { actionWords, stateWords } from './words';

type Look = StepActionView | StepState;

/** Wires first, so that boxes lie over their ends; networks before what is in them. */
const partOrder: readonly PartId[] = [
  'registryNetwork',
  'clusterNetwork',
  'registry',
  'zone',
  'endpoint',
  'cluster',
];
const wireOrder: readonly WireId[] = [
  'access',
  'zoneGroup',
  'registryZoneLink',
  'clusterZoneLink',
  'peering',
  'role',
];
const containers: ReadonlySet<PartId> = new Set(['registryNetwork', 'clusterNetwork']);

export function drawing(plan: PlanView, progress: ProgressView | undefined): TemplateResult {
  const { wide, narrow } = layouts(plan.drawing.topology);
  const words = describe(plan, progress);
  return html`<figure class="drawing">
    ${picture(plan, progress, wide, 'wide', words)} ${picture(plan, progress, narrow, 'narrow', words)}
    <figcaption>${legend(plan, progress)}</figcaption>
  </figure>`;
}

function picture(
  plan: PlanView,
  progress: ProgressView | undefined,
  layout: Layout,
  name: string,
  words: string,
): TemplateResult {
  const { parts, wires } = plan.drawing;
  return html`<svg
    class="picture picture-${name}"
    viewBox="0 0 ${layout.width} ${layout.height}"
    role="img"
    aria-label=${words}
  >
    ${partOrder.map((id) => containers.has(id) && drawPart(id, parts[id], layout.parts[id]))}
    ${wireOrder.map((id) => drawWire(wires[id], layout.wires[id]))}
    ${partOrder.map((id) => !containers.has(id) && drawPart(id, parts[id], layout.parts[id]))}
  </svg>`;

  function drawPart(
    id: PartId,
    part: PartView | undefined,
    place: Box | undefined,
  ): SVGTemplateResult | typeof nothing {
    if (part === undefined || place === undefined) return nothing;
    const look = lookOf(plan, part, progress);
    const letters = Math.floor((place.width - 40) / 7);
    return svg`<g class="part ${containers.has(id) ? 'container' : ''} look-${look}">
      <title>${`${part.kind} ${part.name}: ${wordOf(look)}`}</title>
      <rect x=${place.x} y=${place.y} width=${place.width} height=${place.height} rx="4" />
      <text class="kind" x=${place.x + 10} y=${place.y + 16}>${part.kind}</text>
      <text class="name" x=${place.x + 10} y=${place.y + 33}>${shorten(part.name, letters + 3)}</text>
      <text class="detail" x=${place.x + 10} y=${containers.has(id) ? place.y + place.height - 8 : place.y + 51}>${shorten(part.detail, letters + 4)}</text>
      ${iconAt(look, place.x + place.width - 14, place.y + 14)}
    </g>`;
  }

  function drawWire(part: PartView | undefined, wire: Wire | undefined): SVGTemplateResult | typeof nothing {
    if (part === undefined || wire === undefined) return nothing;
    const look = lookOf(plan, part, progress);
    const [x, y] = wire.at;
    const [labelX, labelY, anchor] = wire.labelAt;
    return svg`<g class="wire look-${look}">
      <title>${`${part.kind}: ${wordOf(look)}`}</title>
      <path d=${wire.path} />
      <circle cx=${x} cy=${y} r="11" />
      ${iconAt(look, x, y)}
      <text class="detail" text-anchor=${anchor} x=${labelX} y=${labelY}>${wire.label}</text>
    </g>`;
  }
}

/** One look for a thing that several steps make: the worst, then the most active, counts. */
export function lookOf(plan: PlanView, part: PartView, progress: ProgressView | undefined): Look {
  const steps = plan.steps.filter((step) => part.steps.includes(step.id));
  const changing = steps.filter((step) => step.action !== 'reuse');
  const first = changing[0];
  if (first === undefined) return 'reuse';
  if (progress === undefined) return first.action;
  const states = changing.map((step) => progress.steps[step.id]?.state ?? 'waiting');
  for (const state of ['failed', 'running', 'notStarted'] as const) if (states.includes(state)) return state;
  if (states.every((state) => state === 'done')) return 'done';
  return states.includes('done') ? 'running' : 'waiting';
}

function wordOf(look: Look): string {
  return look in stateWords ? stateWords[look as StepState] : actionWords[look as StepActionView];
}

function describe(plan: PlanView, progress: ProgressView | undefined): string {
  const all = [...Object.values(plan.drawing.parts), ...Object.values(plan.drawing.wires)];
  const said = all.map(
    (part) => `${part.kind} ${part.name}, ${wordOf(lookOf(plan, part, progress)).toLowerCase()}`,
  );
  return `Drawing of the link: ${said.join('; ')}. The table below says the same.`;
}

function legend(plan: PlanView, progress: ProgressView | undefined): TemplateResult {
  const all = [...Object.values(plan.drawing.parts), ...Object.values(plan.drawing.wires)];
  const looks = [...new Set(all.map((part) => lookOf(plan, part, progress)))];
  return html`${looks.map(
    (look) =>
      html`<span class="key look-${look}"
        ><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${iconAt(look, 8, 8)}</svg
        >${wordOf(look)}</span
      >`,
  )}`;
}

/** Names differ in their beginnings and ends, so the middle goes. */
export function shorten(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const start = Math.ceil((letters - 1) / 2);
  return `${text.slice(0, start)}…${text.slice(text.length - (letters - 1 - start))}`;
}
