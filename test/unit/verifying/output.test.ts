import assert from 'node:assert/strict';
import { isFailureError } from '../../../src/model/failure';
import type { CommandTarget } from '../../../src/provisioning/observed/commandTarget';
import { leftoversOf, readLeftovers } from '../../../src/verifying/leftovers';
import { lookInside } from '../../../src/verifying/look';
import { readName } from '../../../src/verifying/nameSeen';
import { readPullFailure } from '../../../src/verifying/pullFailures';
import { eventsOf, namesOf, nodesOf, podsOf, sectionsOf } from '../../../src/verifying/output';
import { processorTime } from '../../support/processorTime';

describe('what the commands print', () => {
  it('is taken apart by the lines that name what follows', () => {
    const sections = sectionsOf('warning\n--- a ---\nx\ny\n--- b-1 ---\r\n--- c ---\nz');
    assert.deepEqual(
      [...sections],
      [
        ['a', 'x\ny\n'],
        ['b-1', ''],
        ['c', 'z\n'],
      ],
    );
  });

  it('is found among warnings, and garbage is refused', () => {
    const pods = { items: [{ metadata: { name: 'p', namespace: 'n', labels: {} } }] };
    const found = podsOf(`Warning: v1 is old\n${JSON.stringify(pods, null, 4)}\nbye`);
    assert.equal(found[0]?.name, 'p');
    const garbage = [
      '',
      'error: no',
      '{',
      '{}',
      '[]',
      '{"items":1}',
      '{"items":[{}]}',
      '{"items":[1',
      'null',
      '\u0000',
    ];
    for (const text of [undefined, ...garbage]) {
      assert.throws(() => podsOf(text), isFailureError, text);
      assert.equal(nodesOf(text), undefined);
    }
    assert.throws(() => eventsOf('{"items":[{"reason":1}]}'), isFailureError);
  });

  it('holds names only where they are names', () => {
    assert.deepEqual(namesOf("namespace/default\nnamespace/A$(id)\nnamespace/a'b\npod/x\nnamespace/web"), [
      'default',
      'web',
    ]);
    const labels = { 'acr-private-link/verify-run': "x'; rm" };
    const [pod] = podsOf(JSON.stringify({ items: [{ metadata: { name: 'p', labels } }] }));
    assert.equal(pod?.runId, undefined);
  });

  it('tells what a run left from what still runs', () => {
    const of = (runId: string | undefined, minutes: number) => ({
      name: `p-${minutes}`,
      namespace: 'default',
      runId,
      nodeName: undefined,
      createdAt: 0,
      endsAt: minutes * 60_000,
      phase: '',
      reason: '',
      message: '',
      pullSecrets: [],
      serviceAccount: undefined,
    });
    const found = leftoversOf(
      [of('0123456789', 5), of('0123456789', 6), of('aaaaaaaaaa', 30), of(undefined, 1)],
      600_000,
    );
    assert.deepEqual(
      found.map(({ runId, pods }) => [runId, pods]),
      [['0123456789', ['p-5', 'p-6']]],
    );
  });

  it('tells of nothing left to who may not list pods everywhere, and of the namespaces all the same', async () => {
    const forbidden =
      'Error from server (Forbidden): pods is forbidden: User "nina" cannot list resource "pods"';
    assert.deepEqual(readLeftovers(forbidden, 0), []);
    const logs = `--- namespaces ---\nnamespace/web\n--- leftovers ---\n${forbidden}\n`;
    const target = { clusterId: '/subscriptions/s', usesEntraId: true } as CommandTarget;
    const commands = {
      readCommandTarget: () => Promise.resolve(target),
      runInCluster: () => Promise.resolve({ exitCode: 1, logs }),
    };
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const seen = await lookInside(target, { commands, clock }, new AbortController().signal);
    assert.deepEqual(seen, { namespaces: ['web'], leftovers: [] });
  });

  it('tells addresses from the look-up, never the DNS server’s', () => {
    const server = 'Server:\t\t10.0.0.10\nAddress:\t10.0.0.10#53\n\n';
    const found = readName(
      `${server}contoso.azurecr.io\tcanonical name = x.\nName:\tx\nAddress: 10.50.0.5\nName:\tx\nAddress: 10.50.0.6\n`,
    );
    assert.deepEqual(
      [found.state, found.addresses, found.private],
      ['found', ['10.50.0.5', '10.50.0.6'], true],
    );
    const busybox = readName(
      'Server:    10.0.0.10\nAddress 1: 10.0.0.10 kube-dns\n\nName:      x\nAddress 1: 20.1.2.3\n',
    );
    assert.deepEqual([busybox.addresses, busybox.private], [['20.1.2.3'], false]);
    assert.deepEqual(readName('sh: nslookup: not found\n10.50.0.5      contoso.azurecr.io\n').addresses, [
      '10.50.0.5',
    ]);
    assert.equal(readName(`${server}** server can't find x: NXDOMAIN\n`).state, 'missing');
    assert.equal(readName('sh: nslookup: not found\nsh: getent: not found\n').state, 'unknown');
    assert.equal(readName(undefined).state, 'unknown');
  });
});

describe('what a cluster prints to keep the editor waiting', () => {
  const half = 250_000;
  const repeated = (text: string) => text.repeat(half / text.length);
  const answers: Readonly<Record<string, () => unknown>> = {
    'an address that never ends': () => readName(`${repeated('a:')}!\n`),
    'an address that never ends behind its name': () => readName(`Address: ${repeated('::')}!\n`),
    'addresses without one': () => readName(repeated('Address:\n')),
    'objects that never close': () => nodesOf(repeated('{\n')),
    'layers and look-ups without an end': () => readPullFailure(repeated('failed to copy lookup a ')),
    'look-ups without an end': () => readPullFailure(repeated('lookup a ')),
  };
  for (const [what, read] of Object.entries(answers)) {
    it(`is read in no time: ${what}`, () => {
      const spent = processorTime(read);
      assert.ok(spent < 500, `${spent} ms`);
    });
  }

  it('is still read where it is an IPv6 address', () => {
    for (const address of ['::1', 'fd00::5', '2001:db8:1111:2222:3333:4444:5555:6666']) {
      assert.deepEqual(readName(`${address}  contoso.azurecr.io\n`).addresses, [address]);
    }
    assert.deepEqual(readName('dead  beef\n').addresses, []);
  });
});
