/** What lets packets pass and where they go: security groups, routes, the way out. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { known } from '../../provisioning';
import { az, instructions, whoever } from '../commands';
import type { Instructions } from '../finding';
import { endpointsOf } from '../near';
import { hopRule, type HopRule, type SeenHop, type Subject } from '../rule';
import { sources } from '../sources';

function guards({ family, seen }: SeenHop): boolean {
  return family === 'way' && /^(?:default)?SecurityRules\b/i.test(seen?.property ?? '');
}

function isNodesGroup({ seen }: SeenHop, { world, cluster }: Subject): boolean {
  const network = known(world.network(cluster.networkId ?? ''));
  const own = cluster.pools.map(({ subnetId }) => subnetId);
  return (
    network?.subnets?.some(
      ({ id, securityGroupId }) =>
        sameId(securityGroupId, seen?.resourceId) &&
        (cluster.networkManagedByAks || own.some((subnet) => sameId(subnet, id))),
    ) === true
  );
}

function allowed(
  { seen }: SeenHop,
  { world }: Subject,
  direction: 'Outbound' | 'Inbound',
  to: string,
): Instructions {
  const id = seen?.resourceId ?? '';
  const rules = (known(world.securityGroup(id))?.rules ?? []).filter((rule) => rule.direction === direction);
  const denying = rules.find(({ name }) => seen?.property.endsWith(`/${name}`) === true);
  const priority = freeBefore(denying?.priority ?? lowestPriority + 1, rules);
  const words = t`Allow ${direction.toLowerCase()} TCP 443 to ${to} with a rule that has a lower priority number, or remove this rule.`;
  if (priority === undefined) {
    return instructions(
      whoever.network,
      t`${words} No lower number is free. Give this rule a higher number first.`,
    );
  }
  return instructions(
    whoever.network,
    words,
    az(
      id,
      ...['network', 'nsg', 'rule', 'create', '--nsg-name', nameOf(id), '-n', `allow-registry-${priority}`],
      ...['--priority', `${priority}`, '--direction', direction, '--access', 'Allow', '--protocol', 'Tcp'],
      ...['--destination-port-ranges', '443', '--destination-address-prefixes', ...to.split(', ')],
    ),
  );
}

/** Rules of one's own have numbers from 100 to 4096, each once for a direction (Microsoft Learn, "Network security groups"). */
const [highestPriority, lowestPriority] = [100, 4096];

function freeBefore(limit: number, rules: readonly { readonly priority: number }[]): number | undefined {
  const taken = new Set(rules.map(({ priority }) => priority));
  for (let number = Math.min(limit - 1, lowestPriority); number >= highestPriority; number -= 1) {
    if (!taken.has(number)) return number;
  }
  return undefined;
}

/** What the nodes have to reach, as a rule would name it. */
function targetOf({ route }: SeenHop, subject: Subject): string {
  if (route !== 'private') return 'AzureContainerRegistry';
  const addresses = endpointsOf(subject).flatMap(({ addresses: own = [] }) => own);
  return [...new Set(addresses.map(({ address }) => address))].join(', ');
}

const endpointGuarded = hopRule('way.endpointGuarded', sources.endpointPolicies, (hop, subject) =>
  guards(hop) && !isNodesGroup(hop, subject)
    ? {
        message: hop.hop.message,
        instructions: allowed(hop, subject, 'Inbound', targetOf(hop, subject)),
      }
    : undefined,
);

const nodesGuarded = hopRule('way.nodesGuarded', sources.securityGroups, (hop, subject) => {
  if (!guards(hop)) return undefined;
  const to = hop.hop.hop === 'layersWay' && hop.route !== 'private' ? 'Storage' : targetOf(hop, subject);
  return {
    message: hop.hop.message,
    instructions: allowed(hop, subject, 'Outbound', to),
  };
});

const noWayOut = hopRule('way.noWayOut', sources.outbound, (hop, { cluster }) => {
  if (hop.family !== 'way' || hop.hop.state !== 'broken' || hop.route !== 'public') return undefined;
  const isRoute = hop.seen?.property.startsWith('routes/') === true;
  const isType = /^(none|block)$/i.test(cluster.outboundType ?? '');
  if (!isRoute && !isType) return undefined;
  return {
    message: hop.hop.message,
    ...(isRoute
      ? {}
      : {
          evidence: [
            {
              resourceId: cluster.id,
              property: 'networkProfile.outboundType',
              found: cluster.outboundType ?? '',
              needed: t('outbound access, or a private endpoint'),
            },
          ],
        }),
    instructions: instructions(
      whoever.network,
      t(
        'Give the registry a private endpoint that the nodes can reach, or allow outbound traffic from the nodes to the service tags AzureContainerRegistry and Storage.',
      ),
    ),
  };
});

const isRoute = ({ family, seen }: SeenHop) => family === 'way' && seen?.property.startsWith('routes/');

const deleteRoute = ({ seen }: SeenHop): string | undefined => {
  const { resourceId = '', property = '' } = seen ?? {};
  const name = property.slice('routes/'.length);
  const table = ['--route-table-name', nameOf(resourceId), '-n', name];
  return az(resourceId, 'network', 'route-table', 'route', 'delete', ...table);
};

const routeDrops = hopRule('way.routeDrops', sources.routes, (hop) =>
  isRoute(hop) && hop.hop.state === 'broken'
    ? {
        message: hop.hop.message,
        instructions: instructions(whoever.network, t('Remove the route.'), deleteRoute(hop)),
      }
    : undefined,
);

const routeToAppliance = hopRule('way.routeToAppliance', sources.routes, (hop, subject) =>
  isRoute(hop)
    ? {
        message: hop.hop.message,
        confidence: 'suggested',
        ask: { what: t`what ${hop.seen?.found ?? t('the appliance')} allows` },
        instructions: instructions(
          whoever.network,
          t`Make sure that the appliance forwards TCP 443 from the nodes to ${targetOf(hop, subject)} and that responses return the same way (source NAT), or remove the route.`,
          deleteRoute(hop),
        ),
      }
    : undefined,
);

export const trafficRules: readonly HopRule[] = [
  endpointGuarded,
  nodesGuarded,
  noWayOut,
  routeDrops,
  routeToAppliance,
];
