/** What is removed, byte for byte, stands in the corpus; here is what is left, and why. */
import assert from 'node:assert/strict';
import { scanManifests } from '../../../src/manifests/scan';

const podWith = (...lines: readonly string[]) =>
  ['apiVersion: v1', 'kind: Pod', 'metadata: {name: a}', ...lines, ''].join('\n');
const containers = '  containers: [{name: a, image: web}]';

const cases: readonly [what: string, text: string, reason: RegExp][] = [
  [
    'a list that is an alias',
    podWith('x-secrets: &secrets [{name: regcred}]', 'spec:', containers, '  imagePullSecrets: *secrets'),
    /alias of another place/,
  ],
  [
    'an entry that is an alias',
    podWith('x-secret: &secret {name: regcred}', 'spec:', containers, '  imagePullSecrets: [*secret]'),
    /alias of another place/,
  ],
  [
    'a list from a merge key',
    podWith('x-base: &base {imagePullSecrets: [{name: regcred}]}', 'spec:', '  <<: *base', containers),
    /through a merge key/,
  ],
  [
    'an anchor, which another place uses',
    podWith('spec:', containers, '  imagePullSecrets: &s [{name: regcred}]', 'x-same: *s'),
    /has an anchor/,
  ],
  [
    'an anchor within an entry',
    podWith('spec:', containers, '  imagePullSecrets: [{name: &n regcred}]', 'x-same: *n'),
    /has an anchor/,
  ],
  [
    'the only thing that is there',
    podWith('spec:', '  imagePullSecrets: [{name: regcred}]'),
    /The list would be empty/,
  ],
  [
    'a comment between entries in brackets',
    podWith('spec:', containers, '  imagePullSecrets: [{name: regcred}, # old', '    {name: other}]'),
    /can’t be removed safely/,
  ],
  [
    'an entry on the line of its key',
    podWith('spec:', containers, '  ? imagePullSecrets', '  : - name: regcred', '    - name: other'),
    /can’t be removed safely/,
  ],
];

describe('a pull secret that can’t be removed safely', () => {
  for (const [what, text, reason] of cases) {
    it(`is left where it is, with the reason: ${what}`, () => {
      const { pullSecrets, syntaxProblems } = scanManifests(text);
      assert.deepEqual(syntaxProblems, []);
      const field = pullSecrets.find(({ name }) => name === 'regcred');
      assert.ok(field, 'it is found');
      assert.equal(field.removal, undefined);
      assert.match(field.obstacle ?? '', reason);
    });
  }
});
