import assert from 'node:assert/strict';
import { idKey } from '../../../src/model/armId';
import type { Failure } from '../../../src/model/failure';
import type { JsonObject } from '../../../src/model/json';
import { checkImport, type ImportObserved } from '../../../src/provisioning/importing/checkImport';
import type { ImageImport } from '../../../src/provisioning/plan/imageImport';
import { importFailure } from '../../../src/provisioning/importing/importFailure';
import type { HeldPermission } from '../../../src/provisioning/observed/rights';
import { absent, ids, knownAs } from '../../support/observed';

const sourceId = ids.registry.replace('contoso', 'others');
const fromPublic: ImageImport = {
  registryId: ids.registry,
  source: { kind: 'public', registry: 'docker.io', image: 'library/nginx:1.27' },
  target: { repository: 'nginx', tag: '1.27' },
  overwrite: false,
};
const fromRegistry: ImageImport = {
  ...fromPublic,
  source: { kind: 'registry', registryId: sourceId, image: 'shop/web:v1' },
};

describe('what an import ends with', () => {
  const failed = (message: string, code = 'InvalidParameters', status?: number): Failure => ({
    code: `azure.${code}`,
    kind: status === 403 ? 'auth' : 'user',
    message,
    nextAction: 'x',
    azure: { code, message, ...(status === undefined ? {} : { status }) },
  });
  const said: Record<string, [text: string, code: string, words: RegExp]> = {
    'a tag that is there': [
      'Tag nginx:1.27 already exists in target registry.',
      'import.tagExists',
      /contoso already has an image nginx:1\.27/,
    ],
    'a limit of the source': [
      'TOOMANYREQUESTS You have reached your unauthenticated pull rate limit.',
      'import.throttled',
      /docker\.io limits/,
    ],
    'a closed registry': [
      "DENIED client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall",
      'import.firewall',
      /Network rules block/,
    ],
    'an unknown image': [
      'MANIFEST_UNKNOWN manifest unknown',
      'import.sourceNotFound',
      /has no image library\/nginx:1\.27/,
    ],
    'a source that wants a sign-in': [
      'UNAUTHORIZED authentication required',
      'import.sourceRefused',
      /requires a sign-in/,
    ],
  };
  for (const [what, [text, code, words]] of Object.entries(said)) {
    it(`says what to do about ${what}`, () => {
      const failure = importFailure(failed(text), fromPublic);
      assert.equal(failure.code, code);
      assert.match(failure.message, words);
      assert.notEqual(failure.nextAction, 'x');
    });
  }

  it('leaves what isn’t about the image as it is: a missing right, throttling of Resource Manager, anything unknown', () => {
    for (const failure of [
      failed("does not have authorization to perform action 'x'", 'AuthorizationFailed', 403),
      failed('too many requests', 'TooManyRequests', 429),
      failed('Error copying blobs'),
    ]) {
      assert.deepEqual(importFailure(failure, fromPublic), failure);
    }
  });
});

describe('the check before an import', () => {
  const open: JsonObject = {
    sku: { name: 'Premium' },
    properties: { provisioningState: 'Succeeded', publicNetworkAccess: 'Enabled' },
  };
  const restricted = (bypass?: string): JsonObject => ({
    sku: { name: 'Premium' },
    properties: {
      publicNetworkAccess: 'Enabled',
      networkRuleSet: { defaultAction: 'Deny' },
      ...(bypass === undefined ? {} : { networkRuleBypassOptions: bypass }),
    },
  });
  const may = (...actions: string[]): HeldPermission[] => [{ actions, notActions: [] }];
  const observed = (
    changes: Partial<ImportObserved> = {},
    held = may('*'),
    heldAtSource = may('*'),
  ): ImportObserved => ({
    registry: knownAs(open),
    source: knownAs(open),
    rights: {
      caller: undefined,
      permissions: { [idKey(ids.registry)]: knownAs(held), [idKey(sourceId)]: knownAs(heldAtSource) },
      denyAssignments: {},
      locks: {},
      registrations: {},
    },
    ...changes,
  });
  const codes = (input: ImportObserved, request = fromPublic) =>
    checkImport(request, input).blockers.map(({ code }) => code);

  it('lets an import into an open registry through, and into a restricted one with trusted services', () => {
    assert.deepEqual(codes(observed()), []);
    assert.deepEqual(codes(observed({ registry: knownAs(restricted('AzureServices')) })), []);
    // Registries from before the setting let trusted services in, as public access is judged too.
    assert.deepEqual(codes(observed({ registry: knownAs(restricted()) })), []);
    assert.deepEqual(codes(observed({ registry: knownAs(restricted('None')) })), ['noTrustedServices']);
  });

  it('looks at the source, too', () => {
    assert.deepEqual(codes(observed({ source: knownAs(restricted('None')) }), fromRegistry), [
      'noTrustedServices',
    ]);
    assert.deepEqual(codes(observed({ source: absent }), fromRegistry), ['namedThingMissing']);
    const { blockers, unsure } = checkImport(fromRegistry, observed({}, may('*'), may()));
    assert.deepEqual(blockers, []);
    assert.match(unsure.join(), /registries\/pull\/read on others/);
  });

  it('says everything at once', () => {
    const input = observed({ registry: absent }, may('Microsoft.ContainerRegistry/registries/read'));
    assert.deepEqual(codes(input), ['namedThingMissing', 'missingPermission']);
  });
});
