import assert from 'node:assert/strict';
import { FailureError } from '../../../src/model/failure';
import { parseProposals, parseSettings } from '../../../src/platform/parseSettings';

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

  const refused: readonly [string, Partial<Record<keyof typeof defaults, unknown>>, RegExp][] = [
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
    ['an emulator that is a number', { emulatorEndpoint: 1 }, /must be text/],
    ['an unknown cloud', { cloud: 'german' }, /acrPrivateLink\.cloud must be “public”/],
    ['an unknown sign-in', { signIn: 'password' }, /acrPrivateLink\.signIn must be/],
    ['a tenant with a slash', { tenant: 'a/b' }, /acrPrivateLink\.tenant must be the GUID/],
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
      /acrPrivateLink\.names must have no other keys than network/,
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
