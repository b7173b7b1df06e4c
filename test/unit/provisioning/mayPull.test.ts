import assert from 'node:assert/strict';
import { isSeenToPull, mayPull } from '../../../src/provisioning/observed/mayPull';
import type { Neighbours } from '../../../src/provisioning/observed/observed';
import { absent, assignment, ids, pair, registry, unreadable } from '../../support/observed';

describe('whether a cluster near a registry may pull', () => {
  const kubelet = { id: ids.cluster, kubeletObjectId: ids.kubelet };
  const onServicePrincipal = { id: ids.cluster, kubeletObjectId: undefined };
  const seen = (changes: Partial<Neighbours>): Neighbours => ({
    privateRegistries: [],
    clusters: [],
    ...changes,
  });
  const none = seen({ pullPrincipals: [] });

  it('its roles decide where they were read', () => {
    assert.ok(mayPull(kubelet, pair({ roleAssignments: [assignment()], neighbours: none })));
    const index = seen({ pullPrincipals: [ids.kubelet] });
    assert.equal(mayPull(kubelet, pair({ roleAssignments: [], neighbours: index })), false);
    const roleId = 'dddddddd-0000-4000-8000-000000000004';
    const unknown = assignment({ roleId, permissions: undefined });
    assert.ok(mayPull(kubelet, pair({ roleAssignments: [unknown], neighbours: none })));
  });

  it('roles that can’t be read let it, unless the cluster is gone', () => {
    assert.ok(mayPull(kubelet, pair({ roleAssignments: unreadable(), neighbours: none })));
    assert.equal(mayPull(kubelet, pair({ roleAssignments: absent, neighbours: none })), false);
  });

  it('one whose roles weren’t asked for may where it is seen to, or nobody looked', () => {
    const other = { id: `${ids.cluster}2`, kubeletObjectId: ids.kubelet.toUpperCase() };
    assert.ok(mayPull(other, pair({ neighbours: seen({ pullPrincipals: [ids.kubelet] }) })));
    assert.equal(mayPull(other, pair({ neighbours: none })), false);
    assert.ok(mayPull(other, pair({ neighbours: seen({}) })));
  });

  it('one on a service principal may where anybody does who isn’t known', () => {
    const roleAssignments = unreadable();
    assert.equal(mayPull(onServicePrincipal, pair({ roleAssignments, neighbours: none })), false);
    const neighbours = seen({ pullPrincipals: [], othersPull: true });
    assert.ok(mayPull(onServicePrincipal, pair({ roleAssignments, neighbours })));
    assert.equal(isSeenToPull(kubelet, { pullPrincipals: [], othersPull: true }), false);
  });

  it('everybody may where anonymous pull is on, or the registry can’t be read; nobody where it isn’t there', () => {
    const open = registry({ anonymousPull: true });
    assert.ok(mayPull(kubelet, pair({ registry: open, neighbours: none })));
    assert.ok(mayPull(kubelet, pair({ registry: unreadable(), neighbours: none })));
    assert.equal(mayPull(kubelet, pair({ registry: absent, roleAssignments: [assignment()] })), false);
    assert.ok(isSeenToPull(onServicePrincipal, { pullPrincipals: [], anonymousPull: true }));
  });
});
