/** Records of zones: who writes them, and what they say. */
import { t } from '@vscode/l10n';
import { isPrivateAddress } from '../../model/addressRange';
import { nameOf, parentId, sameId } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { known } from '../../provisioning';
import { azOf, instructions, whoever } from '../commands';
import type { Instructions } from '../finding';
import {
  endpointsOf,
  isNear,
  isRegistryZone,
  labelOf,
  linkedZones,
  linkTo,
  wentPublic,
  writtenZones,
} from '../near';
import { hopRule, type Subject } from '../rule';
import { sources } from '../sources';

/** A zone group writes the records of its endpoint by itself, and writes them again where it is made anew. */
function writeAgain(subject: Subject): Instructions {
  const [endpoint] = endpointsOf(subject);
  const group = endpoint && known(endpoint.zoneGroup);
  const zone = group?.zoneIds[0];
  if (endpoint === undefined || group === undefined || zone === undefined) {
    const zoneName = privateZoneName(subject.registry.loginServer);
    return instructions(
      whoever.dns,
      t`Give the private endpoint a private DNS zone group for ${zoneName}, which writes all its records. If your platform team manages the records, request them.`,
    );
  }
  const name = ['--endpoint-name', endpoint.name];
  return instructions(
    whoever.dns,
    t(
      'Re-create the private DNS zone group of the private endpoint, which writes all its records again. Names don’t resolve for a moment.',
    ),
    azOf(group.id, 'network', 'private-endpoint', 'dns-zone-group', 'delete', ...name),
    azOf(
      group.id,
      ...['network', 'private-endpoint', 'dns-zone-group', 'create', ...name],
      ...['--private-dns-zone', zone, '--zone-name', nameOf(zone).replaceAll('.', '-')],
    ),
  );
}

export const recordPublic = hopRule('name.recordPublic', sources.zoneNames, (hop, subject) => {
  if (!wentPublic(hop, subject)) return undefined;
  const { registry } = subject;
  const labels = [registry.loginServer.split('.')[0] ?? '', '@'];
  for (const { id, records } of linkedZones(subject)) {
    const found = known(records)?.find(
      ({ name, addresses }) =>
        labels.includes(name.toLowerCase()) && addresses.some((address) => !isPrivateAddress(address)),
    );
    if (found === undefined) continue;
    const said = found.addresses.join(', ');
    return {
      message: t`The record ${found.name} of the zone ${nameOf(id)} resolves to ${said}, a public address, where ${registry.name} denies the nodes.`,
      evidence: [
        {
          resourceId: id,
          property: `A/${found.name}`,
          found: said,
          needed: t('the address of the private endpoint'),
        },
      ],
      instructions: writeAgain(subject),
    };
  }
  return undefined;
});

/** Of an endpoint that the nodes reach: what is missing is only that somebody writes its records. */
export const zoneGroupMissing = hopRule('name.zoneGroupMissing', sources.endpointDns, (hop, subject) => {
  const label = labelOf(hop);
  const isLacking =
    label !== undefined
      ? hop.hop.state === 'broken' && isRegistryZone(nameOf(hop.seen?.resourceId ?? ''), subject)
      : wentPublic(hop, subject) && linkedZones(subject).length > 0;
  if (!isLacking) return undefined;
  const near = endpointsOf(subject).filter((endpoint) => isNear(subject, endpoint));
  const [endpoint] = near;
  if (endpoint === undefined || near.some(({ zoneGroup }) => zoneGroup.state !== 'absent')) return undefined;
  return {
    message: t`The private endpoint ${endpoint.name} has no private DNS zone group, and the private DNS zone that the nodes use has no record of ${subject.registry.name}.`,
    evidence: [
      { resourceId: endpoint.id, property: 'privateDnsZoneGroups', found: t('none'), needed: t('one') },
      // The public address is only where a name without a record led.
      ...(hop.family === 'name' ? hop.hop.evidence : []),
    ],
    instructions: writeAgain(subject),
  };
});

/** A replica that came later has no address at an endpoint that was there before, as long as nobody approves it. */
export const replicaWithoutAddress = hopRule(
  'name.replicaWithoutAddress',
  sources.replicas,
  (hop, subject) => {
    const label = labelOf(hop);
    const region = /\.([a-z0-9]+)\.data$/i.exec(label ?? '')?.[1];
    if (region === undefined || hop.hop.state !== 'broken') return undefined;
    const endpoints = endpointsOf(subject);
    const without = endpoints.filter(
      ({ addresses }) => addresses?.some(({ fqdn }) => fqdn.includes(`.${region}.data.`)) === false,
    );
    const [endpoint] = without;
    if (endpoint === undefined || without.length < endpoints.length) return undefined;
    return {
      message: t`The replica of ${subject.registry.name} in ${region} has no address at the private endpoint ${endpoint.name}, so nodes can’t find a data endpoint there.`,
      evidence: [
        ...hop.hop.evidence,
        {
          resourceId: endpoint.id,
          property: 'customDnsConfigs',
          found: endpoint.addresses?.map(({ fqdn }) => fqdn).join(', ') ?? '',
          needed: `${subject.registry.name}.${region}.data`,
        },
      ],
      instructions: instructions(
        whoever.registry,
        t(
          'Approve the endpoint’s connection again, or re-create the endpoint. Each replica then gets its own address there.',
        ),
      ),
    };
  },
);

export const recordMissing = hopRule('name.recordMissing', sources.privateLink, (hop, subject) => {
  const zone = hop.seen?.resourceId ?? '';
  if (labelOf(hop) === undefined || hop.hop.state !== 'broken') return undefined;
  if (!writtenZones(subject).some((id) => sameId(id, zone))) return undefined;
  return { message: hop.hop.message, instructions: writeAgain(subject) };
});

export const registryNotInZone = hopRule('name.registryNotInZone', sources.privateLink, (hop, subject) => {
  const zone = hop.seen?.resourceId ?? '';
  if (labelOf(hop) === undefined || hop.hop.state !== 'broken') return undefined;
  const link = linkTo(zone, subject);
  return {
    message: t`${subject.registry.name} has its private endpoint elsewhere, and the private DNS zone that the nodes use has no record of it. ${hop.hop.message}`,
    instructions: instructions(
      whoever.dns,
      t(
        'Link the registry to this cluster, or enable fallback to internet on the virtual network link (NxDomainRedirect), so that nodes get the public address for names not in the zone.',
      ),
      link &&
        azOf(
          link,
          ...['network', 'private-dns', 'link', 'vnet', 'update', '--zone-name', nameOf(zone)],
          ...['--resolution-policy', 'NxDomainRedirect'],
        ),
    ),
  };
});

export const recordWrong = hopRule('name.recordWrong', sources.privateLink, (hop, subject) => {
  if (hop.family !== 'name' || hop.seen?.property !== 'privateEndpointConnections') return undefined;
  // In whatever language it is said that an endpoint with this address is needed.
  const [address = ''] = /\d+(?:\.\d+){3}/.exec(hop.seen.needed) ?? [];
  const zone = linkedZones(subject).find(({ records }) =>
    known(records)?.some(({ addresses }) => addresses.includes(address)),
  );
  return {
    message: hop.hop.message,
    evidence: [
      ...(zone === undefined
        ? []
        : [
            {
              resourceId: zone.id,
              property: 'A',
              found: address,
              needed: t('the address of the private endpoint'),
            },
          ]),
      ...hop.hop.evidence,
    ],
    instructions: writeAgain(subject),
  };
});

/** Two endpoints of one registry in one zone: the later one's address is what everybody gets. */
export const recordOfOtherEndpoint = hopRule(
  'name.recordOfOtherEndpoint',
  sources.privateLink,
  (hop, subject) => {
    if (hop.family !== 'way' || hop.route !== 'private') return undefined;
    if (hop.seen?.property !== 'virtualNetworkPeerings') return undefined;
    const { needed } = hop.seen;
    const [near] = endpointsOf(subject).filter(
      (endpoint) => isNear(subject, endpoint) && nameOf(parentId(endpoint.subnetId)) !== needed,
    );
    const far = endpointsOf(subject).filter((endpoint) => !isNear(subject, endpoint));
    if (near === undefined || far.length === 0) return undefined;
    return {
      message: t`The record points to ${far.map(({ name }) => name).join(', ')}, which the nodes can’t reach, instead of ${near.name}, which they can. Two private endpoints of ${subject.registry.name} write the same record.`,
      evidence: [
        {
          resourceId: near.id,
          property: 'customDnsConfigs',
          found: near.addresses?.map(({ address }) => address).join(', ') ?? t('not read'),
          needed: t('in the record'),
        },
        ...hop.hop.evidence,
      ],
      instructions: instructions(
        whoever.dns,
        t`Use a separate private DNS zone per endpoint, or let only one endpoint write to this zone, then re-create the private DNS zone group of ${near.name}.`,
        ...writeAgain(subject).commands,
      ),
    };
  },
);
