/** What of the cluster itself keeps pods from pulling, or is to be known of it. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { azOf, instructions, whoever } from '../commands';
import { factRule, type FactRule } from '../rule';
import { sources } from '../sources';

const stopped = factRule('cluster.stopped', sources.startStop, ({ cluster }) =>
  cluster.powerState === 'Stopped'
    ? [
        {
          severity: 'broken',
          message: t`${cluster.name} is stopped, so no node can pull.`,
          evidence: [
            { resourceId: cluster.id, property: 'powerState.code', found: 'Stopped', needed: 'Running' },
          ],
          instructions: instructions(
            whoever.cluster,
            t('Start the cluster.'),
            azOf(cluster.id, 'aks', 'start'),
          ),
        },
      ]
    : [],
);

const noNodes = factRule('cluster.noNodes', sources.scale, ({ cluster, reach }) =>
  !reach.runs && cluster.powerState !== 'Stopped'
    ? [
        {
          severity: 'broken',
          message: t`No node pool of ${cluster.name} has a node.${cluster.hasVirtualNodes === true ? t(' Virtual nodes pull separately.') : ''}`,
          evidence: [
            {
              resourceId: cluster.id,
              property: 'agentPoolProfiles.count',
              found: '0',
              needed: t('at least 1'),
            },
          ],
          instructions: instructions(
            whoever.cluster,
            t('Scale a node pool to at least one node.'),
            azOf(cluster.id, 'aks', 'scale', '--node-count', '1'),
          ),
        },
      ]
    : [],
);

const notWell = factRule('cluster.notWell', sources.pullFails, ({ cluster }) => {
  const { provisioningState: found, id, name } = cluster;
  if (/^(Succeeded|)$/i.test(found)) return [];
  return [
    {
      message: t`${name} is in the state ${found}. Nodes may still have old settings.`,
      confidence: 'suggested',
      evidence: [{ resourceId: id, property: 'provisioningState', found, needed: 'Succeeded' }],
      instructions: instructions(
        whoever.cluster,
        t('Wait until Azure finishes, or reconcile the cluster.'),
        azOf(id, 'aks', 'update'),
      ),
    },
  ];
});

const virtualNodes = factRule('cluster.virtualNodes', sources.virtualNodes, ({ cluster, reach }) =>
  cluster.hasVirtualNodes === true && reach.runs
    ? [
        {
          message: t`${cluster.name} has virtual nodes, which pull separately. This diagnosis covers its node pools only.`,
          evidence: [
            {
              resourceId: cluster.id,
              property: 'addonProfiles.aciConnectorLinux',
              found: 'enabled',
              needed: t('no pods there that use this registry'),
            },
          ],
        },
      ]
    : [],
);

const bootstrap = factRule('cluster.bootstrap', sources.bootstrap, ({ cluster, registry, reach }) => {
  if (!sameId(cluster.bootstrapRegistryId, registry.id)) return [];
  return [
    {
      severity: reach.state === 'ok' ? 'worthKnowing' : 'willBreak',
      message: t`AKS bootstraps the nodes of ${cluster.name} from ${nameOf(registry.id)}. If they can’t pull from it, no new node can start.`,
      evidence: [
        {
          resourceId: cluster.id,
          property: 'bootstrapProfile.containerRegistryId',
          found: nameOf(registry.id),
          needed: t('a registry that the nodes can pull from'),
        },
      ],
    },
  ];
});

export const clusterRules: readonly FactRule[] = [stopped, noNodes, notWell, virtualNodes, bootstrap];
