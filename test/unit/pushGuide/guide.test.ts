import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { clouds } from '../../../src/model/clouds';
import type { Shell } from '../../../src/manifests/kubectl';
import { isFailureError } from '../../../src/model/failure';
import { noGuide, pushGuide, type GuideInput } from '../../../src/views/pushGuide/guide';
import { privateNetworks } from '../../../src/views/pushGuide/privateNetworks';
import { idOf, inventory, registry, subscription } from '../../support/estates';

const input = (changes: Partial<GuideInput> = {}): GuideInput => ({
  registry: registry('contoso'),
  cloud: clouds.public,
  subscription,
  networks: [],
  image: { repository: 'shop/web', tag: 'v1' },
  folder: undefined,
  shell: 'posix',
  ...changes,
});
const commandsOf = (changes: Partial<GuideInput> = {}) =>
  pushGuide(input(changes)).commands.map(({ text }) => text);

describe('the push guide', () => {
  it('has the commands for this registry, each in a line of its own where the guide says it is', () => {
    const { text, commands } = pushGuide(input());
    assert.deepEqual(
      commands.map((command) => command.text),
      [
        'az login --tenant 22222222-2222-4222-8222-222222222222',
        'az acr login --name contoso --subscription 11111111-1111-4111-8111-111111111111',
        'az acr login --name contoso --subscription 11111111-1111-4111-8111-111111111111 --expose-token --output tsv --query accessToken | podman login contoso.azurecr.io --username 00000000-0000-0000-0000-000000000000 --password-stdin',
        'docker tag shop/web:v1 contoso.azurecr.io/shop/web:v1',
        'docker push contoso.azurecr.io/shop/web:v1',
      ],
    );
    const lines = text.split('\n');
    for (const command of commands) assert.equal(lines[command.line], command.text);
  });

  it('says who may push, by the registry’s role mode', () => {
    assert.match(pushGuide(input()).text, /role \*\*AcrPush\*\*/);
    const abac = pushGuide(input({ registry: registry('contoso', { roleAssignmentMode: 'abac' }) })).text;
    assert.match(abac, /role \*\*Container Registry Repository Writer\*\*/);
    assert.match(abac, /ignore AcrPush, Contributor, and Owner/);
  });

  for (const [cloud, name] of [
    [clouds.usGov, 'AzureUSGovernment'],
    [clouds.china, 'AzureChinaCloud'],
  ] as const) {
    it(`changes to ${name} in ${cloud.displayName}`, () => {
      const loginServer = `contoso.${cloud.registrySuffix}`;
      const commands = commandsOf({ cloud, registry: registry('contoso', { loginServer }) });
      assert.equal(commands[0], `az cloud set --name ${name}`);
      assert.equal(commands.at(-1), `docker push ${loginServer}/shop/web:v1`);
    });
  }

  it('takes the login server as it is, where that has a hash', () => {
    const commands = commandsOf({
      registry: registry('contoso', { loginServer: 'contoso-d4e5f6.azurecr.io' }),
    });
    assert.equal(commands.at(-1), 'docker push contoso-d4e5f6.azurecr.io/shop/web:v1');
    assert.match(commands[1] ?? '', /--name contoso /);
  });

  it('has no secret in it, and none on a command line', () => {
    for (const command of commandsOf()) {
      assert.doesNotMatch(command, /--password(?!-stdin)|(^| )-p |admin/);
    }
  });

  it('builds the open folder instead of tagging, where it has a Dockerfile', () => {
    assert.deepEqual(
      commandsOf({ folder: '/home/mira/web shop' }).at(-2),
      "docker build --tag contoso.azurecr.io/shop/web:v1 '/home/mira/web shop'",
    );
  });
});

describe('where a push has to run', () => {
  const closed = registry('contoso', { publicNetworkAccess: 'Disabled' });
  const [a, b, c] = ['a', 'b', 'c'].map((each) => idOf('Microsoft.Network/virtualNetworks', `vnet-${each}`));
  const peering = (remoteNetworkId: string, state: 'Connected' | 'Initiated') => ({
    id: 'x',
    name: 'x',
    remoteNetworkId,
    state,
    syncLevel: 'FullyInSync',
    allowVirtualNetworkAccess: true,
    remoteAddressPrefixes: [],
    raw: {},
  });
  const network = (id: string, peerings: ReturnType<typeof peering>[]) => ({
    id,
    name: id.split('/').at(-1)!,
    location: 'westeurope',
    addressPrefixes: [],
    peerings,
  });
  const facts = inventory({
    networks: [
      network(a!, [peering(b!, 'Connected'), peering(c!, 'Initiated')]),
      network(b!, [peering(a!, 'Connected')]),
      network(c!, []),
    ],
    endpoints: [
      {
        id: idOf('Microsoft.Network/privateEndpoints', 'pe'),
        name: 'pe',
        location: 'westeurope',
        subnetId: `${a}/subnets/s`,
        targetId: closed.id.toUpperCase(),
        status: 'Approved',
      },
    ],
    zoneLinks: [
      {
        id: 'z',
        name: 'z',
        networkId: b!,
        state: 'Completed',
        resolutionPolicy: 'Default',
        zoneId: 'zone',
        zoneName: 'privatelink.azurecr.io',
      },
    ],
  });

  it('is told by the facts: the endpoint’s network and those peered with it on both sides', () => {
    const found = privateNetworks(closed, facts);
    assert.deepEqual(
      found.map(({ networkId, resolves }) => [networkId.split('/').at(-1), resolves]),
      [
        ['vnet-b', true],
        ['vnet-a', false],
      ],
    );
    const { text, links } = pushGuide(input({ registry: closed, networks: found }));
    assert.match(text, /Public network access to contoso\.azurecr\.io is disabled/);
    assert.match(
      text,
      /\*\*vnet-b\*\*: peered with vnet-a, which contains pe; it resolves the private address/,
    );
    assert.match(text, /\*\*vnet-a\*\*: .*no private DNS zone is linked/);
    assert.deepEqual(
      links.map(({ title }) => title),
      ['Grant Push Access…', 'Import Test Image…'],
    );
  });

  it('is said too where no network is visible, and where a firewall decides', () => {
    assert.match(pushGuide(input({ registry: closed })).text, /No network with a private path is visible/);
    const restricted = registry('contoso', { defaultAction: 'Deny' });
    assert.match(
      pushGuide(input({ registry: restricted })).text,
      /whose public IP address the firewall of .* allows/,
    );
    assert.match(pushGuide(input()).text, /Anywhere/);
  });
});

describe('a guide that can’t be made', () => {
  const failure = { code: 'x', kind: 'user', message: 'It is not there.', nextAction: 'Refresh.' } as const;

  it('says why, and what to do', () => {
    assert.equal(noGuide(failure), '# Push Guide\n\n    It is not there.\n    Refresh.\n');
  });

  it('holds what others say as words: nothing leaves the indented block', () => {
    const text = noGuide({ ...failure, message: 'No\n\n[x](command:y)\r\u2028<img src=z>' });
    assert.deepEqual(text.match(/^.+$/gm), [
      '# Push Guide',
      '    No  [x] (command:y)  <img src=z>',
      '    Refresh.',
    ]);
  });
});

describe('a name that could do harm in a terminal', () => {
  const hostile = [
    'a"b',
    "a'b",
    'a$(id)b',
    'a`id`b',
    'a\nid',
    'a;id',
    'a|id',
    'a&id',
    'a b',
    '--help',
    '-x',
    'a%PATH%b',
    'a>b',
    'ä',
    '',
  ];
  const refused = (changes: Partial<GuideInput>) => {
    assert.throws(
      () => pushGuide(input(changes)),
      (error) => isFailureError(error) && error.failure.code === 'pushGuide.unsafeName',
    );
  };
  for (const text of hostile) {
    it(`gets into no command: ${JSON.stringify(text)}`, () => {
      refused({ registry: registry('contoso', { name: text }) });
      refused({ registry: registry('contoso', { loginServer: text }) });
      refused({ image: { repository: text, tag: 'v1' } });
      refused({ image: { repository: 'web', tag: text } });
      refused({ subscription: { ...subscription, id: text } });
      refused({ subscription: { ...subscription, tenantId: text } });
    });
  }

  it('stays words where it is only told: a network’s name makes no link and no command', () => {
    const networkId = idOf('Microsoft.Network/virtualNetworks', 'v](command:x)```\nrm -rf');
    const { text, commands } = pushGuide(
      input({ networks: [{ networkId, way: '<img src=x>', resolves: true }] }),
    );
    assert.doesNotMatch(text, /[^\\]\]\(|[^\\]<img|^rm|^\\?`+ *rm/m);
    assert.equal(commands.length, 5);
  });

  const folders = [
    "/w/it's",
    '/w/$(touch x)',
    '/w/`id`',
    '/w/a  b',
    '/w/--all',
    '/w/!history!',
    '/w/back\\slash',
    '/w/größe',
  ];
  for (const folder of folders) {
    it(`a folder is one argument to a POSIX shell, as it is: ${folder}`, () => {
      const build = commandsOf({ folder }).at(-2) ?? '';
      const words = build.replace(/^docker/, "printf '%s\\0'");
      const heard = execFileSync('/bin/sh', ['-c', words], { encoding: 'utf8', env: {} })
        .split('\0')
        .slice(0, -1);
      assert.deepEqual(heard, ['build', '--tag', 'contoso.azurecr.io/shop/web:v1', folder]);
    });
  }

  it('a folder is quoted by the rules of the shell, or not offered', () => {
    const build = (folder: string, shell: Shell) => commandsOf({ folder, shell }).at(-2) ?? '';
    assert.match(build("C:\\it's here", 'powerShell'), / 'C:\\it''s here'$/);
    assert.match(build('C:\\a b', 'cmd'), / "C:\\a b"$/);
    for (const [folder, shell] of [
      ['C:\\100%', 'cmd'],
      ['/w/a b', 'unknown'],
      ['/w/a\nid', 'posix'],
      ['relative', 'posix'],
      ['-x', 'posix'],
    ] as const) {
      assert.match(build(folder, shell), /^docker tag /, folder);
    }
  });
});
