/** What of the registry itself will break pulls, or is to be known of it. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { azOf, instructions, whoever } from '../commands';
import { isPrivate } from '../near';
import { approval, type Explanation, factRule, type FactRule } from '../rule';
import { sources } from '../sources';

const notWell = factRule('registry.notWell', sources.pullFails, ({ registry }) => {
  const { id, name, provisioningState: found } = registry;
  if (/^(Succeeded|)$/i.test(found)) return [];
  const isGoing = /^Deleting$/i.test(found);
  return [
    {
      severity: isGoing ? 'willBreak' : 'worthKnowing',
      confidence: isGoing ? 'proved' : 'suggested',
      message: isGoing ? t`${name} is being deleted.` : t`${name} is in the state ${found}.`,
      evidence: [{ resourceId: id, property: 'provisioningState', found, needed: 'Succeeded' }],
    },
  ];
});

const replicaNotWell = factRule('registry.replicaNotWell', sources.replicas, ({ registry }) =>
  (registry.replicas ?? [])
    .filter(({ provisioningState }) => !/^(Succeeded|)$/i.test(provisioningState))
    .map(({ id, location, provisioningState: found }) => ({
      severity: 'willBreak' as const,
      confidence: 'suggested' as const,
      message: t`The replica of ${registry.name} in ${location} is in the state ${found}. Clusters in its region may be routed to it.`,
      evidence: [{ resourceId: id, property: 'provisioningState', found, needed: 'Succeeded' }],
    })),
);

const pending = factRule('registry.pending', sources.endpoints, ({ registry }) =>
  registry.connections
    .filter(({ status }) => status === 'Pending')
    .map(({ id, endpointId }): Explanation => ({
      message: t`The private endpoint ${nameOf(endpointId)} is pending approval by ${registry.name}.`,
      evidence: [
        {
          resourceId: id,
          property: 'privateLinkServiceConnectionState.status',
          found: 'Pending',
          needed: 'Approved',
        },
      ],
      instructions: instructions(
        whoever.registry,
        t('Approve or reject it. After approval, everything in its network can reach the registry.'),
        azOf(id, 'acr', 'private-endpoint-connection', 'approve', '--registry-name', registry.name),
      ),
      repair: approval(registry.id, id, endpointId),
    })),
);

const anonymous = factRule('registry.anonymousPull', sources.anonymous, ({ registry }) =>
  registry.anonymousPull === true
    ? [
        {
          message: t`${registry.name} allows anonymous pull. Anyone who can reach it can pull without a role.`,
          evidence: [
            {
              resourceId: registry.id,
              property: 'anonymousPullEnabled',
              found: 'true',
              needed: t('as wanted'),
            },
          ],
        },
      ]
    : [],
);

const stillPublic = factRule('registry.publicToo', sources.privateLink, ({ registry, reach }) =>
  reach.route === 'private' && registry.publicNetworkAccess === 'Enabled'
    ? [
        {
          message: t`The nodes use the private path. The public address of ${registry.name} is also open ${registry.defaultAction === 'Deny' ? t('to selected IP addresses') : t('to anyone who can sign in')}. Make Private… shows who needs it.`,
          evidence: [
            {
              resourceId: registry.id,
              property: 'publicNetworkAccess',
              found: 'Enabled',
              needed: t('as wanted'),
            },
          ],
        },
      ]
    : [],
);

/** An endpoint that the nodes don't use: they came in by the public address all the same. */
const publicWay = factRule('registry.publicWay', sources.privateLink, (subject) => {
  const { registry, cluster, reach } = subject;
  const isPublic = reach.state === 'ok' && reach.pools.some(({ route }) => route === 'public');
  if (!isPublic || !isPrivate(subject)) return [];
  const why = reach.pools.flatMap(({ hops }) => hops).find(({ hop }) => hop === 'name')?.message ?? '';
  return [
    {
      severity: 'willBreak',
      message: t`${cluster.name} pulls over the public address although ${registry.name} has a private endpoint. Its pulls fail once public network access is disabled. ${why}`,
      evidence: [
        {
          resourceId: registry.id,
          property: 'publicNetworkAccess',
          found: 'Enabled',
          needed: t('a private path for the nodes'),
        },
      ],
      isGone: ({ pools }) => pools.every(({ route, state: then }) => route === 'private' && then === 'ok'),
    },
  ];
});

const serviceEndpoints = factRule('registry.serviceEndpoints', sources.serviceEndpoints, ({ registry }) =>
  (registry.subnetRules ?? []).length > 0
    ? [
        {
          message: t`The firewall of ${registry.name} has subnet rules (service endpoints). While they exist, private endpoints can’t be created.`,
          evidence: [
            {
              resourceId: registry.id,
              property: 'networkRuleSet.virtualNetworkRules',
              found: (registry.subnetRules ?? []).map(nameOf).join(', '),
              needed: t('none, for Private Link'),
            },
          ],
        },
      ]
    : [],
);

export const registryRules: readonly FactRule[] = [
  notWell,
  replicaNotWell,
  pending,
  anonymous,
  stillPublic,
  publicWay,
  serviceEndpoints,
];
