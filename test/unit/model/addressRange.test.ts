import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCidr } from 'cidr-tools';
import {
  contains,
  freeRange,
  isRange,
  overlaps,
  rangeProblem,
  usableAddresses,
} from '../../../src/model/addressRange';

/** Any aligned IPv4 range from /8 to /29. */
const range = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 8, max: 29 })).map(([address, prefix]) => {
  const size = 2 ** (32 - prefix);
  const start = Math.floor(address / size) * size;
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefix}`;
});

/** Overlap by the definition, to compare with. */
function meet(a: string, b: string): boolean {
  const [one, other] = [parseCidr(a), parseCidr(b)];
  return one.start <= other.end && other.start <= one.end;
}

describe('address ranges', () => {
  it('overlap exactly when they share an address', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        assert.equal(overlaps([a], [b]).length === 1, meet(a, b));
      }),
    );
  });

  it('name both ranges of an overlap, and skip what is no range', () => {
    assert.deepEqual(overlaps(['10.0.0.0/24', 'nonsense'], ['10.0.0.128/25', '', '10.1.0.0/16']), [
      ['10.0.0.0/24', '10.0.0.128/25'],
    ]);
    assert.deepEqual(overlaps(['10.0.0.0/24'], ['fd00::/8']), []);
    for (const text of [
      'Storage.WestEurope',
      'AzureCloud.westeurope',
      '10.0.0',
      '1e1.0.0.0/8',
      'VirtualNetwork',
    ])
      assert.equal(isRange(text), false, text);
    for (const text of ['10.0.0.4', '10.0.0.0/8', '::/0', 'FD00::1/64', '::ffff:10.0.0.4'])
      assert.equal(isRange(text), true, text);
  });

  it('contain an address, a range, and nothing of nonsense', () => {
    assert.equal(contains(['10.0.0.0/25', '10.0.0.128/25'], '10.0.0.0/24'), true);
    assert.equal(contains(['10.0.0.0/24'], '10.0.0.5'), true);
    assert.equal(contains(['10.0.0.0/24'], '10.0.1.5'), false);
    assert.equal(contains([], '10.0.0.5'), false);
    assert.equal(contains(['nonsense'], 'nonsense'), false);
  });

  it('a free range lies within, is aligned, and overlaps nothing', () => {
    const lengths = fc.integer({ min: 16, max: 29 });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), lengths, fc.nat(), (avoid, prefix, startAt) => {
        const found = freeRange(prefix, avoid, { within: '10.0.0.0/8', startAt });
        // Where there is none for most of what is tried, fast-check fails.
        fc.pre(found !== undefined);
        assert.equal(rangeProblem(found, { within: ['10.0.0.0/8'], besides: avoid }), undefined);
      }),
    );
  });

  it('a free range is found wherever the search starts, if there is one', () => {
    // All of 10.90.0.0/24 is taken but one of its /28 ranges.
    const slots = Array.from({ length: 16 }, (_, slot) => `10.90.0.${slot * 16}/28`);
    fc.assert(
      fc.property(fc.nat(15), fc.nat(100), (free, startAt) => {
        const avoid = slots.filter((_, slot) => slot !== free);
        assert.equal(freeRange(28, avoid, { within: '10.90.0.0/24', startAt }), slots[free]);
        assert.equal(freeRange(28, slots, { within: '10.90.0.0/24', startAt }), undefined);
      }),
    );
  });

  it('count what Azure leaves of a subnet', () => {
    assert.equal(usableAddresses(['10.0.0.0/27']), 27);
    assert.equal(usableAddresses(['10.0.0.0/29', 'nonsense']), 3);
  });

  describe('as typed by a user', () => {
    const check = (
      text: string,
      expected: RegExp | undefined,
      where: Parameters<typeof rangeProblem>[1] = {},
    ) => {
      it(`${text || 'nothing'} ${expected ? 'is refused' : 'is taken'}`, () => {
        const problem = rangeProblem(text, where);
        if (expected) assert.match(problem ?? 'taken', expected);
        else assert.equal(problem, undefined);
      });
    };
    check('10.90.0.0/26', undefined);
    check('', /isn’t an IPv4 range/);
    check('10.90.0.0', /isn’t an IPv4 range/);
    check('10.90.0/26', /isn’t an IPv4 range/);
    check('010.90.0.0/26', /isn’t an IPv4 range/);
    check('10.256.0.0/26', /isn’t an IPv4 range/);
    check('10.90.0.0/30', /between \/8 and \/29/);
    check('10.90.0.0/7', /between \/8 and \/29/);
    check('10.90.0.5/26', /Did you mean 10\.90\.0\.0\/26/);
    check('10.90.1.0/27', /outside/, { within: ['10.90.0.0/24'] });
    for (const reserved of [
      '0.0.0.0/24',
      '127.0.0.0/24',
      '127.128.0.0/9',
      '169.254.10.0/24',
      '168.63.129.16/29',
      '168.0.0.0/8',
      '224.0.0.0/24',
      '239.255.255.0/24',
      '240.0.0.0/8',
      '255.255.255.0/24',
    ]) {
      check(reserved, /Azure doesn’t allow for virtual networks/);
    }
    for (const near of ['1.0.0.0/8', '126.0.0.0/8', '128.0.0.0/8', '169.253.0.0/16', '168.63.129.24/29']) {
      check(near, undefined);
    }
    check('10.90.0.0/27', /overlaps 10\.90\.0\.0\/28/, { besides: ['10.90.0.0/28'] });
  });
});
