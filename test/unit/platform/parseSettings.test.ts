import assert from 'node:assert/strict';
import { FailureError } from '../../../src/model/failure';
import {
  parseProposals,
  parseSettings,
  subscriptionsOfAzureResources,
} from '../../../src/platform/parseSettings';

const defaults = { cloud: 'public', emulatorEndpoint: '', signIn: 'vscode', tenant: '', subscriptions: [] };
const guid = '11111111-1111-4111-8111-11111111111A';

describe('settings', () => {
  it('are taken as they are by default', () => {
    const settings = parseSettings(defaults);
    assert.equal(settings.cloud.resourceManager, 'https://management.azure.com');
    assert.deepEqual(
      [settings.emulatorEndpoint, settings.tenant, settings.subscriptions],
      [undefined, undefined, []],
    );
  });

  it('name the cloud', () => {
    assert.equal(parseSettings({ ...defaults, cloud: 'usGovernment' }).cloud.registrySuffix, 'azurecr.us');
    assert.equal(parseSettings({ ...defaults, cloud: 'china' }).cloud.registrySuffix, 'azurecr.cn');
  });

  it('take the filter of Azure Resources, whatever stands before a subscription’s id', () => {
    const id = guid.toLowerCase();
    assert.deepEqual(subscriptionsOfAzureResources([`tenant/${guid}`, `a/b/${id}`, 'tenant/apps', 7]), [id]);
    for (const setting of [undefined, 'x', {}, null])
      assert.deepEqual(subscriptionsOfAzureResources(setting), []);
  });

  it('hide directories by their ids', () => {
    const settings = parseSettings({ ...defaults, hiddenDirectories: [guid] });
    assert.deepEqual(settings.hiddenDirectories, [guid.toLowerCase()]);
    assert.throws(() => parseSettings({ ...defaults, hiddenDirectories: ['contoso.com'] }), /directory IDs/);
  });

  it('name a custom cloud by its endpoints, from which all else follows', () => {
    const endpoints = {
      resourceManager: 'https://management.contoso.example/',
      authority: 'https://login.contoso.example/adfs/',
      registrySuffix: '.AzureCR.contoso.example',
    };
    const { cloud } = parseSettings({ ...defaults, cloud: 'custom', customCloud: endpoints });
    assert.deepEqual(
      [
        cloud.resourceManager,
        cloud.scope,
        cloud.authority,
        cloud.registrySuffix,
        cloud.portal,
        cloud.directory,
      ],
      [
        'https://management.contoso.example',
        'https://management.contoso.example/.default',
        'https://login.contoso.example/adfs',
        'azurecr.contoso.example',
        undefined,
        undefined,
      ],
    );
    const audience = 'https://management.contoso.example/4711';
    const named = { ...endpoints, audience, name: 'Contoso Sovereign' };
    const own = parseSettings({ ...defaults, cloud: 'custom', customCloud: named }).cloud;
    assert.deepEqual(
      [own.scope, own.displayName, own.cliName],
      [`${audience}/.default`, 'Contoso Sovereign', 'ContosoSovereign'],
    );
  });

  it('don’t look at the endpoints of a custom cloud where another one is chosen', () => {
    assert.equal(parseSettings({ ...defaults, customCloud: 7 }).cloud.name, 'public');
  });

  it('take subscriptions without regard to case', () => {
    assert.deepEqual(parseSettings({ ...defaults, subscriptions: [guid] }).subscriptions, [
      guid.toLowerCase(),
    ]);
  });

  for (const [endpoint, origin] of [
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    [' http://localhost:8080/ ', 'http://localhost:8080'],
    ['https://[::1]:8443', 'https://[::1]:8443'],
    ['http://127.9.8.7', 'http://127.9.8.7'],
  ]) {
    it(`take the emulator at ${endpoint}`, () => {
      assert.equal(parseSettings({ ...defaults, emulatorEndpoint: endpoint }).emulatorEndpoint, origin);
    });
  }

  const custom = (changes: object) => ({
    cloud: 'custom',
    customCloud: {
      resourceManager: 'https://management.contoso.example',
      authority: 'https://login.contoso.example',
      registrySuffix: 'azurecr.contoso.example',
      ...changes,
    },
  });
  const refused: readonly [
    string,
    Partial<Record<keyof typeof defaults | 'customCloud', unknown>>,
    RegExp,
  ][] = [
    [
      'a custom cloud without endpoints',
      { cloud: 'custom', customCloud: {} },
      /customCloud must have resourceManager/,
    ],
    [
      'a custom cloud that is a text',
      { cloud: 'custom', customCloud: 'x' },
      /customCloud must have resourceManager/,
    ],
    [
      'a custom cloud over http',
      custom({ resourceManager: 'http://management.contoso.example' }),
      /https address without a path in resourceManager, not “http:/,
    ],
    [
      'a custom cloud with a path',
      custom({ microsoftGraph: 'https://a.example/v1.0' }),
      /without a path in microsoftGraph/,
    ],
    [
      'a custom cloud with a password',
      custom({ authority: 'https://a:b@login.example' }),
      /https address in authority/,
    ],
    [
      'a custom cloud with a query',
      custom({ authority: 'https://login.example/?x' }),
      /https address in authority/,
    ],
    [
      'a registry suffix with signs of a query',
      custom({ registrySuffix: "azurecr.x' or '" }),
      /in registrySuffix/,
    ],
    ['a registry suffix of one label', custom({ registrySuffix: 'io' }), /in registrySuffix/],
    [
      'an endpoint that is none',
      custom({ portl: 'https://portal.example' }),
      /no other members than name, resource/,
    ],
    ['a name for a shell', custom({ azureCliName: 'x; rm' }), /in azureCliName/],
    [
      'an emulator elsewhere',
      { emulatorEndpoint: 'https://management.azure.com' },
      /emulator\.endpoint must be an address of this computer/,
    ],
    ['an emulator that looks local', { emulatorEndpoint: 'http://127.0.0.1.example.com' }, /this computer/],
    ['an emulator named before an @', { emulatorEndpoint: 'http://127.0.0.1@example.com' }, /this computer/],
    ['an emulator with a password', { emulatorEndpoint: 'http://a:b@127.0.0.1' }, /this computer/],
    ['an emulator with a path', { emulatorEndpoint: 'http://127.0.0.1/x' }, /this computer/],
    ['an emulator that is a file', { emulatorEndpoint: 'file:///tmp/x' }, /this computer/],
    ['an emulator that is a number', { emulatorEndpoint: 1 }, /must be a string/],
    ['an unknown cloud', { cloud: 'german' }, /acrPrivateLink\.cloud must be “public”/],
    ['an unknown sign-in', { signIn: 'password' }, /acrPrivateLink\.signIn must be/],
    ['a tenant with a slash', { tenant: 'a/b' }, /acrPrivateLink\.tenant must be a directory’s GUID/],
    [
      'a subscription by name',
      { subscriptions: ['Apps'] },
      /acrPrivateLink\.subscriptions must be a list of subscription IDs/,
    ],
    ['subscriptions that are no list', { subscriptions: guid }, /must be a list/],
  ];
  for (const [what, changes, message] of refused) {
    it(`refuse ${what}`, () => {
      assert.throws(
        () => parseSettings({ ...defaults, ...changes }),
        (error: unknown) =>
          error instanceof FailureError &&
          error.failure.code === 'settings.invalid' &&
          message.test(error.message),
      );
    });
  }
});

describe('settings of what the form proposes', () => {
  it('are patterns of names, and tags', () => {
    const tags = JSON.parse(
      '{"costCenter":"4711","constructor":"c","prototype":"p","__proto__":"q"}',
    ) as object;
    const raw = { names: { network: 'vnet-{registry}-weu' }, tags };
    assert.deepEqual(parseProposals(raw), raw);
  });

  const refused: readonly [string, object, RegExp][] = [
    [
      'a name of nothing',
      { names: { router: 'x' } },
      /acrPrivateLink\.names must only have the keys network/,
    ],
    ['an empty pattern', { names: { network: '' } }, /must not have empty patterns/],
    ['a tag that is a number', { tags: { a: 1 } }, /acrPrivateLink\.tags must be values by tag name/],
    ['tags in a text', { tags: 'a' }, /acrPrivateLink\.tags must be/],
    [
      'the mark of an operation',
      { tags: { 'acr-private-link-operation': 'x' } },
      /acrPrivateLink\.tags must not have acr-private-link-operation/,
    ],
    ['the mark in another case', { tags: { ' ACR-Private-Link-Operation ': 'x' } }, /must not have acr-/],
  ];
  for (const [what, raw, message] of refused) {
    it(`refuse ${what}`, () => {
      assert.throws(() => parseProposals({ names: {}, tags: {}, ...raw }), message);
    });
  }
});
