import assert from 'node:assert/strict';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import type { Link } from '../../../src/provisioning/linkState';
import { idKey } from '../../../src/model/armId';
import type { Estate } from '../../../src/platform/estateStore';
import { type EstateReport, estateReport, type Finding } from '../../../src/views/report/estateReport';
import { reportText } from '../../../src/views/report/reportText';
import { cluster, idOf, inventory, registry, subscription } from '../../support/estates';

const at = Date.UTC(2026, 0, 2, 3, 4, 5);
const subnetId = idOf('Microsoft.Network/virtualNetworks/subnets', 'vnet-hub', 'endpoints');
const networkId = idOf('Microsoft.Network/virtualNetworks', 'vnet-hub');
const zoneId = idOf('Microsoft.Network/privateDnsZones', 'privatelink.azurecr.io');
const contoso = registry('contoso');
const shop = cluster('aks-shop');

function estate(changes: Partial<Inventory> = {}, links: readonly Link[] = []): Estate {
  return { visible: [subscription], subscriptions: [subscription], inventory: inventory(changes), links };
}

function endpoint(
  name: string,
  changes: Partial<Inventory['endpoints'][number]> = {},
): Inventory['endpoints'][number] {
  return {
    id: idOf('Microsoft.Network/privateEndpoints', name),
    name,
    location: 'westeurope',
    subnetId,
    targetId: contoso.id,
    status: 'Approved',
    addresses: [{ fqdn: 'contoso.azurecr.io', address: '10.0.0.5' }],
    ...changes,
  };
}

function findings({ findings: all }: EstateReport, kind: Finding['kind']): string[] {
  return all.filter((one) => one.kind === kind).map(({ name, detail }) => `${name}: ${detail}`);
}

const reportOf = (changes: Partial<Inventory>, links: readonly Link[] = []) =>
  estateReport(estate(changes, links), at);

describe('the report of an estate', () => {
  it('has what there is, and links with their state and first reason', () => {
    const link: Link = {
      registryId: contoso.id,
      clusterId: shop.id,
      state: 'broken',
      missing: ['Role AcrPull', 'Peering'],
      endpointId: undefined,
    };
    const report = reportOf({ registries: [contoso], clusters: [shop] }, [link]);
    assert.equal(report.readAt, '2026-01-02T03:04:05.000Z');
    assert.deepEqual(
      [...report.registries, ...report.clusters].map(({ name, subscription: of, region, detail }) => [
        name,
        of,
        region,
        detail,
      ]),
      [
        ['contoso', subscription.name, 'West Europe', 'public, Premium'],
        ['aks-shop', subscription.name, 'West Europe', `Kubernetes ${shop.kubernetesVersion}`],
      ],
    );
    assert.deepEqual(report.links, [
      { registryId: contoso.id, clusterId: shop.id, state: 'broken', reason: 'Role AcrPull' },
    ]);
    assert.deepEqual(findings(report, 'publicRegistry'), [
      'contoso: public; no approved private endpoint; clusters broken: 1',
    ]);
  });

  it('leaves out of the public ones what is closed or private', () => {
    const closed = registry('closed', { publicNetworkAccess: 'Disabled' });
    assert.deepEqual(findings(reportOf({ registries: [closed] }), 'publicRegistry'), []);
  });

  it('says of pending connections who asks and from where, as far as that can be seen', () => {
    const waiting = (name: string, message?: string) => ({
      id: idOf('Microsoft.ContainerRegistry/registries/privateEndpointConnections', 'contoso', name),
      endpointId: idOf('Microsoft.Network/privateEndpoints', name),
      status: 'Pending' as const,
      ...(message === undefined ? {} : { message }),
    });
    const registries = [
      registry('contoso', { connections: [waiting('pe-a', 'For the shop'), waiting('pe-b')] }),
    ];
    const report = reportOf({ registries, endpoints: [endpoint('pe-a', { status: 'Pending' })] });
    assert.deepEqual(findings(report, 'pendingConnection'), [
      'pe-a: for registry contoso, from vnet-hub/endpoints: For the shop',
      'pe-b: for registry contoso, from a network that isn’t shown',
    ]);
  });

  it('tells endpoints that failed from those that lead nowhere', () => {
    const gone = { targetId: registry('gone').id };
    const report = reportOf({
      registries: [contoso],
      endpoints: [
        endpoint('pe-well'),
        endpoint('pe-failed', { provisioningState: 'Failed' }),
        endpoint('pe-alone', { status: 'Disconnected' }),
        endpoint('pe-refused', { status: 'Rejected' }),
        endpoint('pe-gone', gone),
      ],
    });
    assert.deepEqual(findings(report, 'failedEndpoint'), ['pe-failed: provisioning state Failed']);
    assert.deepEqual(findings(report, 'orphanedEndpoint'), [
      'pe-alone: registry contoso has removed the connection',
      'pe-refused: registry contoso has rejected the connection',
      'pe-gone: registry gone no longer exists',
    ]);
  });

  it('takes no registry for gone that nobody could have read', () => {
    const failure = {
      code: 'x',
      kind: 'transient',
      message: 'Azure was busy.',
      nextAction: 'Refresh.',
    } as const;
    const endpoints = [endpoint('pe-gone', { targetId: registry('gone').id })];
    for (const id of [`/subscriptions/${subscription.id}`, '']) {
      const report = reportOf({ endpoints, unread: [{ id, failure }] });
      assert.deepEqual(findings(report, 'orphanedEndpoint'), []);
      assert.match(findings(report, 'unread').join(), /Azure was busy/);
      const elsewhere = estateReport(estate({ unread: [{ id, failure }] }), at, 'another');
      assert.equal(
        findings(elsewhere, 'unread').length,
        id === '' ? 1 : 0,
        'what isn’t named may be anywhere',
      );
    }
    const targetId = contoso.id.replace(subscription.id, '99999999-0000-0000-0000-000000000000');
    assert.deepEqual(
      findings(reportOf({ endpoints: [endpoint('pe', { targetId })] }), 'orphanedEndpoint'),
      [],
    );
  });

  it('names zone links without an endpoint where that is known', () => {
    const zoneLink = {
      id: `${zoneId}/virtualNetworkLinks/hub`,
      name: 'hub',
      networkId,
      state: 'Completed',
      resolutionPolicy: 'Default',
      zoneId,
      zoneName: 'privatelink.azurecr.io',
    } as const;
    const record = { name: 'contoso', addresses: ['10.0.0.5'] };
    const idle = (records: Inventory['zoneRecords'], endpoints: Inventory['endpoints']) =>
      findings(
        reportOf({
          zoneLinks: [zoneLink],
          endpoints,
          ...(records === undefined ? {} : { zoneRecords: records }),
        }),
        'zoneLinkWithoutEndpoint',
      );
    const known = (...value: (typeof record)[]) => ({ [idKey(zoneId)]: { state: 'known', value } as const });
    assert.deepEqual(idle(known(), [endpoint('pe')]), [
      'hub: privatelink.azurecr.io in vnet-hub: the zone has no records',
    ]);
    assert.deepEqual(idle(known(record), [endpoint('pe')]), []);
    assert.match(idle(known(record), []).join(), /no visible private endpoint/);
    const untold = Object.fromEntries(
      Object.entries(endpoint('pe')).filter(([name]) => name !== 'addresses'),
    );
    assert.deepEqual(
      idle(known(record), [untold as unknown as Inventory['endpoints'][number]]),
      [],
      'an endpoint whose addresses nobody knows',
    );
    assert.deepEqual(idle(undefined, []), [], 'records that nobody read');
  });

  it('of one subscription has what is in it', () => {
    const report = estateReport(estate({ registries: [contoso], clusters: [shop] }), at, 'another');
    assert.deepEqual(
      [report.subscriptions, report.registries, report.clusters, report.findings],
      [[], [], [], []],
    );
    const own = estateReport(estate({ registries: [contoso] }), at, subscription.id.toUpperCase());
    assert.deepEqual([own.subscriptions.length, own.registries.length], [1, 1]);
  });

  describe('with hostile names', () => {
    const names = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      ' =1',
      'a,b',
      'say "hi"',
      'two\r\nlines',
      '[x](command:y)|z',
    ];
    const hostile = names.map((name) => ({ ...registry('x'), name }));
    const report = reportOf({ registries: hostile });

    it('is CSV that comes back as it was, without a formula', () => {
      const rows = parseCsv(reportText(report, 'csv'));
      assert.deepEqual(new Set(rows.map((row) => row.length)), new Set([8]));
      const back = rows.filter(([kind]) => kind === 'registry').map((row) => row[1]!);
      assert.deepEqual(
        back.map((name) => name.replace(/^'/, '')),
        names,
      );
      for (const name of rows.flat()) assert.doesNotMatch(name, /^\s*[=+\-@]/);
    });

    it('is Markdown with a line a registry, and no markup of theirs', () => {
      const text = reportText(report, 'markdown');
      const [, section = ''] = text.split('## Container registries');
      const lines = section.split('\n\n')[1]!.split('\n').slice(2);
      assert.equal(lines.length, names.length);
      for (const line of lines) assert.equal(line.match(/(?<!\\)\|/g)?.length, 6, line);
      assert.doesNotMatch(text, /(?<!\\)\]\(/);
    });

    it('is JSON that says the same', () => {
      assert.deepEqual(JSON.parse(reportText(report, 'json')), report);
    });
  });
});

/** As RFC 4180 has it, by itself. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let rest = text;
  let row: string[] = [];
  while (rest !== '') {
    const [whole, quoted = '', end] =
      /^"((?:[^"]|"")*)"(,|\r\n)/.exec(rest) ?? assert.fail(rest.slice(0, 80));
    row.push(quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(whole.length);
  }
  return rows;
}
