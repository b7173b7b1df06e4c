import assert from 'node:assert/strict';
import { holdsToken, withoutCredentials, withoutSecrets, withoutSecretsIn } from '../../../src/model/secrets';

const part = (text: string) => Buffer.from(text).toString('base64url');
const jwt = [part('{"alg":"RS256","typ":"JWT"}'), part('{"oid":"somebody"}'), part('a signature of it')].join(
  '.',
);
const secret = 'q7Zx9+/Kd03mTn==';

/** Each text with what must be gone from it, and what must still be there. */
const samples: readonly (readonly [text: string, gone: string, kept: string])[] = [
  // Tokens
  [`Authorization: Bearer ${jwt}`, jwt, 'Authorization'],
  [`Received header "authorization":"Bearer ${jwt}" from`, jwt, 'from'],
  [`Authorization: Basic dXNlcjpwYXNz`, 'dXNlcjpwYXNz', 'Basic'],
  [`Proxy-Authorization: Basic dXNlcjpwYXNz`, 'dXNlcjpwYXNz', 'Proxy'],
  [`{\\"Authorization\\":\\"Bearer ${jwt}\\"}`, jwt, 'Authorization'],
  [`got Bearer abcdefghijklmnopqrst and failed`, 'abcdefghijklmnopqrst', 'and failed'],
  [`BEARER ${secret}`, secret, 'BEARER'],
  [`PoP ${jwt}`, jwt, 'PoP'],
  [`SharedKey contoso:${secret}`, secret, 'SharedKey'],
  [`token ${jwt}.`, jwt, 'token'],
  [`(${jwt})`, jwt, '('],
  [`cut off: ${jwt.slice(0, 40)}`, jwt.slice(0, 40), 'cut off'],
  [`access_token=${secret}&scope=x`, secret, '&scope=x'],
  [`{"refresh_token": "${secret}", "n": 1}`, secret, '"n": 1'],
  [`refreshToken: '${secret}'`, secret, 'refreshToken'],
  [`id_token=${jwt}`, jwt, 'id_token'],
  [`https://x.example/a?token=${secret}&b=1`, secret, '&b=1'],
  [`client_assertion=${jwt}&x=1`, jwt, '&x=1'],
  [`Set-Cookie: session=${secret}; Path=/`, secret, 'Set-Cookie'],
  // Signed addresses
  [`https://a.blob.example/x?sv=2021&se=2026&sr=b&sig=${secret}&sp=r`, secret, '&sp=r'],
  [`https://a.blob.example/x?sig=aB%2Fc%3D`, 'aB%2Fc%3D', 'https://a.blob.example/x'],
  [`redirect=https%3A%2F%2Fa%3Fsig%3D${encodeURIComponent(secret)}`, encodeURIComponent(secret), 'redirect'],
  [`SharedAccessSignature=sv=2021&sig=${secret}`, secret, 'SharedAccessSignature'],
  [`SharedAccessSignature sr=sb&sig=${secret}&se=1&skn=root`, secret, 'SharedAccessSignature'],
  [
    'GET https://management.azure.com/subscriptions/s/providers/Microsoft.Network/locations/x/operations/o?api-version=2025-01-01&t=638000&c=MIIHhzCC&s=si_gna-ture&h=ha_sh failed',
    'si_gna-ture',
    'api-version=2025-01-01',
  ],
  ['https://management.azure.com/x?t=1&c=MIIHhzCC&s=abc&h=def', 's=abc', 'https://management.azure.com/x?t='],
  ['https://management.azure.com/x?h=def&s=abc&api-version=1', 's=abc', 'api-version=1'],
  [
    '/subscriptions/s/operations/o?api-version=1&t=1&c=MII&s=abc&h=def',
    'h=def',
    '/subscriptions/s/operations/o',
  ],
  ['…&t=1&c=MII&s=abc&h=def', 's=abc', '&t='],
  ['a?x=1&amp;t=1&amp;c=MII&amp;s=abc&amp;h=def', 's=abc', 'x=1'],
  ['a?x=1\\u0026t=1\\u0026c=MII\\u0026s=abc\\u0026h=def', 's=abc', 'x=1'],
  ['{"operationLocation":"https://m.example/o?t=1&c=MII&s=abc&h=def","n":1}', 's=abc', '"n":1'],
  // Passwords and keys
  ['password=hunter2', 'hunter2', 'password='],
  ['Password: hunter2', 'hunter2', 'Password'],
  ['adminPassword="hunter 2 with spaces" next', 'hunter 2 with spaces', 'next'],
  ['{"password":"hunter\\"2\\"x","n":1}', '2\\"x', '"n":1'],
  ["passwd='hunter2'", 'hunter2', 'passwd'],
  ['SQL_PASSWORD=a,b&c!', 'b&c!', 'SQL_PASSWORD'],
  ['Server=x;User=sa;Password=hunter2;Encrypt=true', 'hunter2', 'Encrypt=true'],
  ['?password=hunter2&sku=Premium', 'hunter2', '&sku=Premium'],
  ['pwd=hunter2;x', 'hunter2', ';x'],
  [`AccountName=a;AccountKey=${secret};EndpointSuffix=core`, secret, ';EndpointSuffix=core'],
  [`Endpoint=sb://x/;SharedAccessKeyName=root;SharedAccessKey=${secret}`, secret, 'SharedAccessKeyName=root'],
  [`client_secret=${secret}&grant_type=client_credentials`, secret, '&grant_type=client_credentials'],
  [`AZURE_CLIENT_SECRET=${secret}`, secret, 'AZURE_CLIENT_SECRET'],
  [`"clientSecret": "${secret}"`, secret, 'clientSecret'],
  [`{\\"client_secret\\": \\"${secret}\\", \\"n\\": 1}`, secret, 'n'],
  [`x-api-key: ${secret}`, secret, 'x-api-key'],
  [`az login --service-principal -u x --password ${secret} --tenant t`, secret, '--tenant t'],
  [`az acr token create --client-secret=${secret}`, secret, 'az acr token create'],
  ['http://jo:hunter2@proxy.example:8080 refused', 'hunter2', 'proxy.example:8080 refused'],
  [`-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY----- next`, secret, 'next'],
  [`-----BEGIN PRIVATE KEY-----\n${secret}`, secret, ''],
];

/** What Azure and we say about registries, with nothing in it to hide. */
const harmless: readonly string[] = [
  'Basic registries have no private endpoints. Basic registry. Basic, Standard and Premium.',
  'The token that was given has no permission; Bearer authentication is needed.',
  'The password is wrong, and the signature does not fit.',
  'https://management.azure.com/subscriptions/s/resourceGroups/g?api-version=2025-01-01&$skiptoken=abc',
  'https://example.com/?c=1&page=2',
  'https://example.com/watch?t=10',
  'http://127.0.0.1:8443/a@b',
  'Microsoft.Authorization/roleAssignments/write is missing on vnet-hub.',
  'keyJsonConverter.properties of the survey are unknown',
  'SharedAccessKeyName is missing',
  'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'error CS1002: ; expected at t=1',
];

describe('secrets in a text', () => {
  for (const [text, gone, kept] of samples) {
    it(`are taken out of ${JSON.stringify(text).slice(0, 90)}`, () => {
      const shown = withoutSecrets(text);
      assert.ok(text.includes(gone), 'the sample holds what it says');
      assert.ok(!shown.includes(gone), shown);
      assert.ok(shown.includes(kept), shown);
      assert.match(shown, /\[removed\]/);
      assert.equal(withoutSecrets(shown), shown, 'a second time changes nothing');
    });
  }

  it('are taken out where several stand in one line', () => {
    const all = samples.map(([text]) => text).join(' | ');
    for (const line of withoutSecrets(all).split('\n')) {
      for (const gone of [jwt, secret, 'hunter2', 's=abc']) assert.ok(!line.includes(gone), line);
    }
  });

  it('aren’t seen in what has none', () => {
    for (const text of harmless) assert.equal(withoutSecrets(text), text);
  });

  it('are looked for without a long wait in what was made to be slow', () => {
    const pieces = [
      'eyJ',
      '-eyJ',
      '.eyJ',
      'Bearer x',
      'Cookie:',
      'token=',
      'Authorization: a',
      '://',
      '&a=',
      '?t=1',
      'password',
      'Bearer ',
      '-----BEGIN ',
      '"\\',
      'sig=',
      'a-',
      '\\',
      ' ',
    ];
    for (const piece of pieces) {
      const text = piece.repeat(300_000 / piece.length);
      assert.equal(typeof withoutSecrets(text), 'string');
      assert.equal(typeof holdsToken(text), 'boolean');
    }
  });
});

describe('tokens in a text', () => {
  it('are found as bearers, as web tokens and by their name', () => {
    assert.equal(holdsToken(`Authorization: Bearer ${'x'.repeat(40)}`), true);
    assert.equal(holdsToken(`{"token":"${jwt}"}`), true);
    assert.equal(holdsToken(`{"access_token":"${'0.AX'.repeat(8)}"}`), true);
    assert.equal(holdsToken('the bearer of this'), false);
  });

  it('aren’t the signatures by which a resume token leads to its operation', () => {
    assert.equal(holdsToken('https://management.azure.com/x?t=1&c=MIIHhzCC&s=abc&h=def'), false);
  });
});

describe('secrets in a value', () => {
  it('are taken out of every text in it and from behind their names; nothing else changes', () => {
    const location = 'https://management.azure.com/o?api-version=1&t=1&c=MII&s=abc&h=def';
    const value = {
      list: [1, null, true, `Bearer ${jwt}`],
      resumeToken: JSON.stringify({ state: { config: { operationLocation: location } } }),
      properties: { adminPassword: 'hunter2', password: 7, name: 'contoso' },
    };
    const shown = withoutSecretsIn(value);
    assert.deepEqual(shown, {
      list: [1, null, true, 'Bearer [removed]'],
      resumeToken: JSON.stringify({
        state: {
          config: {
            operationLocation:
              'https://management.azure.com/o?api-version=1&t=[removed]&c=[removed]&s=[removed]&h=[removed]',
          },
        },
      }),
      properties: { adminPassword: '[removed]', password: 7, name: 'contoso' },
    });
    assert.ok(value.resumeToken.includes('s=abc'), 'the value itself stays as it was');
  });
});

describe('the address of a server', () => {
  const samples: readonly (readonly [address: string, clean: string])[] = [
    ['http://proxy.contoso.com:3128', 'http://proxy.contoso.com:3128'],
    ['http://ana:secret@proxy.contoso.com:3128/', 'http://proxy.contoso.com:3128/'],
    ['http://ana@proxy.contoso.com', 'http://proxy.contoso.com'],
    ['http://contoso%5Cana:p%40ss@10.9.9.9:3128', 'http://10.9.9.9:3128'],
    ['http://ana:p@ss:w/o?r#d@10.9.9.9:3128', 'http://10.9.9.9:3128'],
    ['ana:secret@proxy:3128', 'proxy:3128'],
    ['HTTPS://ana:secret@[fd00::1]:3128', 'HTTPS://[fd00::1]:3128'],
  ];
  for (const [address, clean] of samples) {
    it(`${address} keeps neither user nor password`, () => {
      assert.equal(withoutCredentials(address), clean);
    });
  }
});
