/** Who may pull from the registry or push to it, with the way that each cluster goes. */
import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';
import { icon, type IconName } from '../../webview/app/icons';
import type { ClusterView, PrincipalView, PullersView } from '../protocol/pullers';
import { post } from './host';

/** `mayLink`: there is an endpoint that clusters can be linked to. */
export function pullers({ clusters, others, unread }: PullersView, mayLink: boolean): TemplateResult {
  return html`<section class="section pullers" aria-labelledby="pullers-title">
    <h2 id="pullers-title" tabindex="-1">${t('Who pulls')}</h2>
    ${
      unread === undefined
        ? html`<p class="intro">
              ${t('All visible clusters whose identity has a pull role, including inherited roles.')}
            </p>
            ${clusters.length === 0 ? html`<p class="help">${t('No visible cluster can pull from it.')}</p>` : table(clusters, mayLink)}
            ${others.length === 0 ? nothing : otherPrincipals(others)}`
        : html`<p class="notice notice-warning">
            ${icon('warning')}${unread.message}<span class="next">${unread.wayOut}</span>
          </p>`
    }
  </section>`;
}

/** Roles are written out because the narrow layout turns rows into cards, which would hide the table otherwise. */
function table(clusters: readonly ClusterView[], mayLink: boolean): TemplateResult {
  return html`<table class="pullers-table" role="table" aria-labelledby="pullers-title">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${t('Cluster')}</th>
        <th role="columnheader" scope="col">${t('Role')}</th>
        <th role="columnheader" scope="col">${t('Path')}</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${clusters.map((cluster) => row(cluster, mayLink))}
    </tbody>
  </table>`;
}

function row(
  { clusterId, name, identity, roles, verdict, reasons }: ClusterView,
  mayLink: boolean,
): TemplateResult {
  const { icon: shape, words } = verdicts[verdict];
  return html`<tr role="row" data-cluster=${name}>
    <th role="rowheader" scope="row" title=${clusterId}>
      <span class="party-name">${name}</span><span class="detail">${identity}</span>
    </th>
    <td role="cell">
      ${roles.length === 0 ? t('Unknown') : roles.map((role) => html`<span class="line">${role}</span>`)}
    </td>
    <td role="cell">
      <span class="verdict verdict-${verdict}">${icon(shape)}${words}</span>
      ${reasons.map((reason) => html`<span class="detail line">${reason}</span>`)}
      ${
        verdict === 'private' || !mayLink
          ? nothing
          : button({
              label: t('Link to AKS…'),
              name: t`Link to AKS: ${name}`,
              appearance: 'secondary',
              onClick: () => {
                post({ type: 'linkClusters', clusterIds: [clusterId] });
              },
            })
      }
    </td>
  </tr>`;
}

const verdicts: Readonly<Record<ClusterView['verdict'], { icon: IconName; words: string }>> = {
  private: { icon: 'done', words: t('Private') },
  publicOnly: { icon: 'warning', words: t('Public only') },
  broken: { icon: 'failed', words: t('Broken') },
  unknown: { icon: 'info', words: t('Unknown') },
};

function otherPrincipals(others: readonly PrincipalView[]): TemplateResult {
  return html`<details class="others">
    <summary>
      ${others.length === 1 ? t`${others.length} other principal can pull or push: people, groups, pipelines` : t`${others.length} other principals can pull or push: people, groups, pipelines`}
    </summary>
    <ul>
      ${others.map(
        ({ words, roles }) => html`<li>${words}<span class="detail line">${roles.join('; ')}</span></li>`,
      )}
    </ul>
  </details>`;
}
