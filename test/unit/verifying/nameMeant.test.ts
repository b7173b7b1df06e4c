import assert from 'node:assert/strict';
import type { PoolResult } from '../../../src/verifying/judgePull';
import { hopsAsMeant, nameStanding } from '../../../src/verifying/nameMeant';
import type { NameSeen } from '../../../src/verifying/nameSeen';
import { hopNames } from '../../../src/verifying/pullHops';
import { registry } from '../../support/observed';

const approved = [{ id: 'c', endpointId: 'e', status: 'Approved' }] as const;
const found = (isPrivate: boolean): NameSeen => ({
  state: 'found',
  addresses: [isPrivate ? '10.0.0.4' : '198.51.100.191'],
  private: isPrivate,
  text: '',
});
const missing: NameSeen = { state: 'missing', addresses: [], private: false, text: '' };
const closed = { publicNetworkAccess: 'Disabled' } as const;
const open = { publicNetworkAccess: 'Enabled' } as const;

describe('the address of a registry’s name', () => {
  const cases = [
    ['a private one of a closed registry', found(true), { ...closed, connections: approved }, 'right'],
    ['a public one of a closed registry', found(false), { ...closed, connections: approved }, 'wrong'],
    [
      'a private one of a closed registry without an endpoint',
      found(true),
      { ...closed, connections: [] },
      'wrong',
    ],
    ['a public one of a public registry', found(false), { ...open, connections: [] }, 'right'],
    ['a private one of a registry that has both', found(true), { ...open, connections: approved }, 'right'],
    ['a public one of a registry that has both', found(false), { ...open, connections: approved }, 'open'],
    ['none', missing, { ...open, connections: [] }, 'wrong'],
  ] as const;
  for (const [what, name, changes, standing] of cases) {
    it(`${what} is ${standing}`, () => {
      assert.equal(nameStanding(name, registry(changes)), standing);
    });
  }

  it('is the hop that failed where a closed registry refused nodes at its public address', () => {
    const hops = hopNames.map((name) => ({ name, state: 'passed', evidence: '' }) as const);
    const failure = {
      cause: 'firewall',
      hop: 'reach',
      passed: 'name',
      message: '',
      nextAction: '',
      repair: 'none',
    } as const;
    const pool: PoolResult = {
      pool: 'p',
      verdict: 'failed',
      nodeName: 'n',
      hops,
      failure,
      cached: 'no',
      events: [],
    };
    const stateOf = (changes: Parameters<typeof registry>[0]) =>
      hopsAsMeant(pool, registry(changes)).find(({ name }) => name === 'name')?.state;
    assert.deepEqual([stateOf(closed), stateOf(open)], ['failed', 'passed']);
  });
});
