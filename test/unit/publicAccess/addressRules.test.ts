import assert from 'node:assert/strict';
import {
  mostRules,
  normalRules,
  ruleProblem,
  rulesProblems,
} from '../../../src/provisioning/publicAccess/addressRules';

describe('addresses that a registry lets in', () => {
  for (const rule of ['203.0.113.7', ' 203.0.113.0/24 ', '198.51.100.7/32', '8.8.8.8/31', '172.15.0.0/16']) {
    it(`takes ${rule.trim()}`, () => {
      assert.equal(ruleProblem(rule), undefined);
    });
  }

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['10.0.0.5', /private range/],
    ['172.31.255.0/24', /private range/],
    ['192.168.0.0/16', /private range/],
    ['172.0.0.0/8', /private range/],
    ['100.64.1.1', /carrier-grade NAT/],
    ['127.0.0.1', /local host/],
    ['169.254.1.1', /link-local/],
    ['0.0.0.0/0', /every address/],
    ['255.255.255.255', /reserved/],
    ['224.0.0.1', /multicast/],
    ['203.0.113.5/24', /Did you mean 203\.0\.113\.0\/24/],
    ['203.0.113.0/33', /isn’t an IPv4 address/],
    ['203.0.113', /isn’t an IPv4 address/],
    ['203.0.113.07', /isn’t an IPv4 address/],
    ['256.1.1.1', /isn’t an IPv4 address/],
    ['fe80::1', /isn’t an IPv4 address/],
    ['contoso.com', /isn’t an IPv4 address/],
    ['$(id)', /isn’t an IPv4 address/],
  ];
  for (const [rule, problem] of wrong) {
    it(`refuses ${rule}, and says why`, () => {
      assert.match(ruleProblem(rule) ?? '', problem);
    });
  }

  it('brings rules into Azure’s form, each once', () => {
    assert.deepEqual(normalRules(['198.51.100.7/32', '', ' 198.51.100.7', '203.0.113.0/24']), [
      '198.51.100.7',
      '203.0.113.0/24',
    ]);
  });

  it('needs one rule, and takes as many as Azure does', () => {
    assert.match(rulesProblems([' ']).join(), /at least one/);
    const many = Array.from({ length: mostRules + 1 }, (_, index) => `203.0.${index}.1`);
    assert.match(rulesProblems(many).join(), /up to/);
    assert.deepEqual(rulesProblems(many.slice(1)), []);
  });
});
