/** Networks, endpoint, zone and what ties them together, as a small picture; the table says the same in words. */
import { t } from '@vscode/l10n';
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from '../../ui/html';
import { actionWords, stateWords } from '../../planForm/app/stepWords';
import type {
  PlanView as AnyPlanView,
  ProgressView,
  StepActionView,
  StepState,
} from '../../planForm/protocol/plan';
import { iconAt } from '../../webview/app/icons';
import type { DrawingView, LaneView, PartId, PartView, WireId } from '../protocol/drawing';
import { lanesNarrow, lanesWide, type LaneBox } from './lanes';
import { layouts, type Box, type Layout, type Wire } from './layout';

type PlanView = AnyPlanView<DrawingView>;
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

interface Sheet extends Layout {
  readonly lanes?: readonly LaneBox[];
}

export function drawing(plan: PlanView, progress: ProgressView | undefined): TemplateResult | typeof nothing {
  const drawn = plan.drawing;
  if (drawn === undefined) return nothing;
  const { wide, narrow } = sheets(drawn);
  const words = describe(plan, drawn, progress);
  return html`<figure class="drawing">
    ${picture(plan, drawn, progress, wide, 'wide', words)}
    ${picture(plan, drawn, progress, narrow, 'narrow', words)}
    <figcaption>${legend(plan, drawn, progress)}</figcaption>
  </figure>`;
}

function sheets(drawn: DrawingView): { readonly wide: Sheet; readonly narrow: Sheet } {
  return drawn.topology === 'lanes'
    ? { wide: lanesWide(drawn), narrow: lanesNarrow(drawn) }
    : layouts(drawn.topology);
}

function picture(
  plan: PlanView,
  drawn: DrawingView,
  progress: ProgressView | undefined,
  layout: Sheet,
  name: string,
  words: string,
): TemplateResult {
  const { parts, wires } = drawn;
  const lanes = drawn.topology === 'lanes' ? drawn.lanes : [];
  return html`<svg
    class="picture picture-${name}"
    viewBox="0 0 ${layout.width} ${layout.height}"
    role="img"
    aria-label=${words}
  >
    ${partOrder.map((id) => containers.has(id) && drawPart(id, parts[id], layout.parts[id]))}
    ${lanes.map((lane, index) => drawLane(lane, layout.lanes?.[index]))}
    ${wireOrder.map((id) => drawWire(wires[id], layout.wires[id]))}
    ${partOrder.map((id) => !containers.has(id) && drawPart(id, parts[id], layout.parts[id]))}
  </svg>`;

  function drawPart(
    id: PartId,
    part: PartView | undefined,
    place: Box | undefined,
  ): SVGTemplateResult | typeof nothing {
    if (part === undefined || place === undefined) return nothing;
    const look = looksOf(plan, part.steps, progress);
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

  function drawLane(lane: LaneView, place: LaneBox | undefined): SVGTemplateResult | typeof nothing {
    if (place === undefined) return nothing;
    const { x, y, width, height } = place;
    const look = looksOf(
      plan,
      lane.items.flatMap(({ steps }) => steps),
      progress,
    );
    const letters = Math.floor((width - 30) / 6.6);
    const title = shorten(lane.title, Math.min(34, letters));
    return svg`<g class="wire lane-wire look-${look}"><path d=${place.path} /></g>
      <g class="part lane look-${look}">
        <title>${`${lane.title} ${lane.detail}: ${wordOf(look)}`}</title>
        <rect x=${x} y=${y} width=${width} height=${height} rx="4" />
        <text class="name" x=${x + 10} y=${y + 17}>${title}</text>
        <text class="detail" x=${x + 10} y=${y + 32}>${shorten(lane.detail, letters + 4)}</text>
      </g>
      ${lane.items.map(({ label, steps }, index) => {
        const at = place.items[index];
        if (at === undefined) return nothing;
        const item = looksOf(plan, steps, progress);
        return svg`<g class="lane-item look-${item}">
          <title>${`${label}: ${wordOf(item)}`}</title>
          ${iconAt(item, at[0], at[1])}
          <text class="detail" x=${at[0] + 11} y=${at[1] + 4}>${label}</text>
        </g>`;
      })}`;
  }

  function drawWire(part: PartView | undefined, wire: Wire | undefined): SVGTemplateResult | typeof nothing {
    if (part === undefined || wire === undefined) return nothing;
    const look = looksOf(plan, part.steps, progress);
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
function looksOf(plan: PlanView, stepIds: readonly string[], progress: ProgressView | undefined): Look {
  const steps = plan.steps.filter((step) => stepIds.includes(step.id));
  const lost = steps.map(({ id }) => progress?.steps[id]?.state);
  for (const state of ['missing', 'notInEffect'] as const) if (lost.includes(state)) return state;
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

function describe(plan: PlanView, drawn: DrawingView, progress: ProgressView | undefined): string {
  const word = (steps: readonly string[]) => wordOf(looksOf(plan, steps, progress)).toLowerCase();
  const all = [...Object.values(drawn.parts), ...Object.values(drawn.wires)];
  const lanes = drawn.topology === 'lanes' ? drawn.lanes : [];
  const said = [
    ...all.map((part) => `${part.kind} ${part.name}, ${word(part.steps)}`),
    ...lanes.map(
      ({ title, items }) =>
        `${title}: ${items.map(({ label, steps }) => `${label} ${word(steps)}`).join(', ')}`,
    ),
  ];
  return t`Diagram of the link: ${said.join('; ')}. The table below has the same information.`;
}

function legend(plan: PlanView, drawn: DrawingView, progress: ProgressView | undefined): TemplateResult {
  const parts = [...Object.values(drawn.parts), ...Object.values(drawn.wires)];
  const items = drawn.topology === 'lanes' ? drawn.lanes.flatMap((lane) => lane.items) : [];
  const looks = [...new Set([...parts, ...items].map(({ steps }) => looksOf(plan, steps, progress)))];
  return html`${looks.map(
    (look) =>
      html`<span class="key look-${look}"
        ><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${iconAt(look, 8, 8)}</svg
        >${wordOf(look)}</span
      >`,
  )}`;
}

/** Names differ in their beginnings and ends, so the middle goes. */
function shorten(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const start = Math.ceil((letters - 1) / 2);
  return `${text.slice(0, start)}…${text.slice(text.length - (letters - 1 - start))}`;
}
