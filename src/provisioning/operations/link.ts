/** Lets clusters pull from a registry: over a private endpoint, or by the pull role alone. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { LinkSpec } from '../plan/spec';
import { planLink } from '../planning/planLink';
import { kinds } from './kinds';
import { operation } from './operation';

export const link = operation({
  ...kinds.link,
  title,
  registryId: ({ registryId }) => registryId,
  observe(spec: LinkSpec, { azure }, signal) {
    const { registryId, links } = spec;
    return azure.observe({ registryId, clusterIds: links.map(({ clusterId }) => clusterId), spec }, signal);
  },
  plan: planLink,
});

function title({ registryId, links }: LinkSpec): string {
  const [first = '', ...others] = links.map(({ clusterId }) => nameOf(clusterId));
  const clusters =
    others.length > 1 ? t`${first} and ${others.length} others` : [first, ...others].join(t(' and '));
  // Over the public address it is the role alone.
  return links.every(({ access }) => access.mode === 'public')
    ? t`Attach ${nameOf(registryId)} to ${clusters}`
    : t`Link ${nameOf(registryId)} to ${clusters}`;
}
