/** A report of the estate as Markdown, CSV or JSON. Names and messages come from others: none becomes markup or a formula. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { escapeMarkdown } from '../explorer/markdown';
import { type EstateReport, type Finding, findingKinds } from './estateReport';

export type ReportFormat = 'markdown' | 'csv' | 'json';

export function reportText(report: EstateReport, format: ReportFormat): string {
  switch (format) {
    case 'markdown':
      return markdown(report);
    case 'csv':
      return csv(report);
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
  }
}

function markdown({ readAt, subscriptions, registries, clusters, links, findings }: EstateReport): string {
  const kinds = Object.keys(findingKinds) as Finding['kind'][];
  const parts = [
    `# ${t('Estate report')}`,
    t`Read at ${readAt}. Subscriptions: ${subscriptions.map(({ name }) => cell(name)).join(', ') || t('none')}.`,
    ...table(t('Container registries'), rowHead, registries.map(rowCells)),
    ...table(t('AKS clusters'), rowHead, clusters.map(rowCells)),
    ...table(
      t('Links'),
      [t('Registry'), t('Cluster'), t('State'), t('First reason')],
      links.map(({ registryId, clusterId, state, reason }) => [
        nameOf(registryId),
        nameOf(clusterId),
        state,
        reason,
      ]),
    ),
    ...kinds.flatMap((kind) =>
      table(
        findingKinds[kind],
        [t('Name'), t('Subscription'), t('Detail')],
        findings
          .filter((finding) => finding.kind === kind)
          .map(({ name, subscription, detail }) => [name, subscription, detail]),
      ),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

type RowShape = EstateReport['registries'][number];
const rowHead = [t('Name'), t('Subscription'), t('Region'), t('State'), t('Detail')];

function rowCells({ name, subscription, region, state, detail }: RowShape): readonly string[] {
  return [name, subscription, region, state, detail];
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    rows.length === 0
      ? t('None.')
      : [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n'),
  ];
}

function cell(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, ' '));
}

const columns = ['kind', 'name', 'subscription', 'region', 'state', 'detail', 'id', 'otherId'];

/** One table, as RFC 4180 has it; the kind says what a line is about. */
function csv({ registries, clusters, links, findings }: EstateReport): string {
  const lines = [
    columns,
    ...registries.map(({ id, ...row }) => ['registry', ...rowCells({ id, ...row }), id, '']),
    ...clusters.map(({ id, ...row }) => ['cluster', ...rowCells({ id, ...row }), id, '']),
    ...links.map(({ registryId, clusterId, state, reason }) => [
      ...['link', `${nameOf(registryId)} – ${nameOf(clusterId)}`, '', '', state, reason],
      ...[registryId, clusterId],
    ]),
    ...findings.map(({ kind, id, name, subscription, detail }) => [
      ...[kind, name, subscription, '', '', detail],
      ...[id, ''],
    ]),
  ];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV Injection); the apostrophe makes it a text. */
function csvCell(text: string): string {
  const plain = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
