import assert from 'node:assert/strict';
import { existingLink } from '../../../src/provisioning/teardown/unlink/link';
import { Others } from '../../../src/provisioning/teardown/unlink/others';
import { ids, linkedPair } from '../../support/observed';

describe('who else needs a part of a link', () => {
  const linked = linkedPair();
  const link = existingLink(linked, ids.cluster)!;
  const zone = link.ways[0]!.zones[0]!.zone;
  const neighbours = linked.neighbours.state === 'known' ? linked.neighbours.value : assert.fail('known');
  const kubelet = link.cluster.kubeletIdentity!.objectId;
  const withRecord = (name: string) => ({
    ...zone,
    records: { state: 'known', value: [{ name, addresses: ['10.0.0.9'] }] } as const,
  });
  const others = (changes: Partial<typeof neighbours>) =>
    new Others({ ...linked, neighbours: { state: 'known', value: { ...neighbours, ...changes } } }, link);
  const cluster = (name: string, changes: object = {}) => ({
    id: ids.cluster.replace(/[^/]+$/, name),
    name,
    networkId: link.cluster.networkId,
    kubeletObjectId: 'other-identity',
    ...changes,
  });
  const own = { ...cluster('x'), id: ids.cluster, kubeletObjectId: kubelet };

  it('another registry whose records the network uses keeps the zone link', () => {
    const registry = { id: '/r', loginServer: 'other.azurecr.io', pullPrincipals: [kubelet] };
    const all = others({ clusters: [own], privateRegistries: [registry] });
    assert.match(
      all.ofZoneLink(withRecord('other')) ?? '',
      /other\.azurecr\.io through it and pulls from there/,
    );
    assert.deepEqual(all.foreignRecords(withRecord('other')), ['other']);
    const unused = others({
      clusters: [own],
      privateRegistries: [{ ...registry, pullPrincipals: ['someone'] }],
    });
    assert.equal(unused.ofZoneLink(withRecord('other')), undefined);
  });

  it('clusters of the network that pull from other private registries are named', () => {
    const registry = { id: '/r', loginServer: 'other.azurecr.io', pullPrincipals: ['Neighbour-Identity'] };
    const clusters = [
      own,
      cluster('beside', { kubeletObjectId: 'neighbour-identity' }),
      cluster('idle'),
      cluster('far', { kubeletObjectId: 'neighbour-identity', networkId: '/elsewhere' }),
    ];
    assert.deepEqual(others({ clusters, privateRegistries: [registry] }).pullingElsewhere(), ['beside']);
    const pulls = { ...registry, pullPrincipals: [kubelet] };
    assert.deepEqual(others({ clusters, privateRegistries: [pulls] }).pullingElsewhere(), [own.name]);
  });

  it('another cluster with the same identity keeps the role', () => {
    const twin = cluster('twin', { kubeletObjectId: kubelet.toUpperCase() });
    assert.match(
      others({ clusters: [own, twin] }).ofIdentity() ?? '',
      /the cluster twin pulls with the same identity/,
    );
    assert.equal(others({ clusters: [own] }).ofIdentity(), undefined);
  });

  it('a cluster whose roles can’t be read may need it', () => {
    const stranger = cluster('stranger');
    assert.match(
      others({ clusters: [own, stranger] }).ofClusterNetwork() ?? '',
      /the cluster stranger in the same network/,
    );
    assert.equal(
      others({ clusters: [own, cluster('far', { networkId: '/elsewhere' })] }).ofClusterNetwork(),
      undefined,
    );
  });

  it('everything is kept when neighbours can’t be read', () => {
    const blind = new Others({ ...linked, neighbours: { state: 'unreadable', reason: 'No right.' } }, link);
    const way = link.ways[0]!;
    for (const need of [
      blind.ofIdentity(),
      blind.ofClusterNetwork(),
      blind.ofEndpoint(way),
      blind.ofZoneLink(zone),
    ]) {
      assert.match(need ?? '', /its other users can’t be read/);
    }
  });
});
