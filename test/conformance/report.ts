import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { undescribed } from './checking/exceptions';
import type { Counted, TrafficCheck } from './checking/trafficCheck';
import type { Outcome } from './examples/replay';

/** What became of one of Microsoft's examples. */
export interface ExampleLine {
  readonly name: string;
  readonly outcome: Outcome;
  readonly why?: string;
}

/** Writes what was checked, what was found, and what was let pass, as Markdown. */
export function writeReport(
  file: string,
  check: TrafficCheck,
  examples: readonly ExampleLine[],
  missing: readonly string[],
): void {
  const { coverage, findings } = check;
  const sections = [
    '# Conformance',
    summary(check, examples, missing),
    list('Mistakes', findings.mistake),
    list('Operations without a definition that nothing explains', check.undescribed),
    heading('Operations without a definition'),
    table(
      ['operation', 'exchanges', 'reason'],
      [...check.listed].map(([name, count]) => [name, count, whyListed(name)]),
    ),
    heading('Exceptions'),
    table(
      ['kind', 'reason', 'uses'],
      check.rules().map(({ kind, why, uses }) => [kind, why, uses === 0 ? 'none: it can go' : uses]),
    ),
    heading('Exchanges that a fault hit'),
    'A test switched the fault on. What is found in answers of throttling, of a gateway (5xx) and of a broken connection is listed below, and no mistake of the emulator.',
    table(['fault', 'exchanges'], [...check.faults]),
    list('Findings in answers that a fault made', findings.injected),
    list('Findings in requests that were refused', findings.refused),
    list('What older definitions do not know yet', findings.newer),
    heading(`Operations (${coverage.exact} by exact, ${coverage.nearest} by nearest definitions)`),
    table(
      ['operation', 'succeeded', 'refused', 'api-versions'],
      [...check.seen].map(([name, { succeeded, refused, versions }]) => [
        name,
        succeeded,
        refused,
        [...versions].toSorted().join(', '),
      ]),
    ),
    heading("Microsoft's examples"),
    table(
      ['example', 'outcome', 'reason'],
      examples.map(({ name, outcome, why }) => [name, outcomeText(outcome), why ?? '']),
    ),
    heading('Examples that the definitions name and the folder does not hold'),
    missing.length === 0 ? 'None.' : missing.map((name) => `- ${name}`).join('\n'),
  ];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${sections.join('\n\n')}\n`);
}

/** The counts in one line each. */
export function summary(
  check: TrafficCheck,
  examples: readonly ExampleLine[],
  missing: readonly string[],
): string {
  const { exact, nearest, poll, listed, undescribed } = check.coverage;
  const seen = [...check.seen.values()];
  const both = seen.filter(({ succeeded, refused }) => succeeded > 0 && refused > 0).length;
  const of = (kind: Outcome['kind']) => examples.filter(({ outcome }) => outcome.kind === kind).length;
  const idle = check.rules().filter(({ uses }) => uses === 0).length;
  return [
    `${check.pairs} pairs: ${exact} by exact definitions, ${nearest} by the nearest, ${poll} polls, ${listed} listed as not defined, ${undescribed} unmatched`,
    `${check.findings.mistake.size} mistakes, ${idle} exceptions that nothing needed`,
    `${seen.length} operations, ${both} of them seen in success and in refusal`,
    `${examples.length} examples of Microsoft: ${of('accepted')} accepted, ${of('refused')} refused with a reason, ${of('notEmulated')} of what is not emulated, ${missing.length} more that the folder does not hold`,
  ].join('\n');
}

function whyListed(operation: string): string {
  const known = undescribed.find((rule) => rule.operation.test(operation));
  return known?.why ?? 'Resource Manager refuses what is nowhere; the shape of its error is checked';
}

function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'notEmulated') return 'not emulated';
  if (outcome.kind === 'accepted') return `accepted: ${outcome.status}`;
  return `refused: ${outcome.status} ${outcome.code}`;
}

function heading(title: string): string {
  return `## ${title}`;
}

function list(title: string, counted: ReadonlyMap<string, Counted>): string {
  const lines = [...counted.values()].toSorted((a, b) => b.count - a.count);
  const rows = lines.map(({ text, example, count }) => [count, text, example]);
  return `${heading(title)}\n\n${rows.length === 0 ? 'None.' : table(['times', 'what', 'for example'], rows)}`;
}

function table(titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
