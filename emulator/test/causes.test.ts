import assert from 'node:assert/strict';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import { identityCauses } from './causes/identityCauses';
import { leftOut } from './causes/leftOut';
import { nameCauses } from './causes/nameCauses';
import { pathCauses } from './causes/pathCauses';
import { refusals } from './causes/refusals';
import { CORE_IMAGE } from './causes/requests';
import { families, type Family, type Pulling } from './causes/row';

/** Rows of the list of failure causes. */
const ROWS = 40;

const events = [...nameCauses, ...pathCauses, ...identityCauses];

describe('failure causes', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });

  afterEach(() => emulator.close());

  const check = (
    family: Family,
    { cluster = contoso.shopCluster, image = CORE_IMAGE }: Pulling = {},
  ): void => {
    emulator.core.operations.settle();
    const { verdict, eventText, pools } = pullVerdict(emulator.estate, { clusterId: cluster, image });
    assert.match(eventText, families[family], JSON.stringify(pools, undefined, 1));
    assert.equal(verdict, family === 'pulled' ? 'Pulled' : 'Failed');
  };

  it('has a healthy pair to start from', () => {
    check('pulled');
    check('pulled', { cluster: contoso.paymentsCluster, image: 'contosoapps.azurecr.io/payments/web:7' });
  });

  for (const { row, cause, rules = '', setUp, family, pull } of events) {
    it(`${rules} cause ${row}: ${cause} → ${family}`.trimStart(), async () => {
      await setUp(arm);
      check(family, pull);
    });
  }

  for (const { row, cause, rules = '', refused, code, family, pull } of refusals) {
    it(`${rules} cause ${row}: ${cause} → ${code}, and the pull: ${family}`.trimStart(), async () => {
      assert.equal(await refused(arm), code);
      check(family, pull);
    });
  }

  it('has each row of the list as an event, as a refusal, or left out with a reason', () => {
    const numbers = (causes: readonly { row: number }[]): number[] => [
      ...new Set(causes.map(({ row }) => row)),
    ];
    const shown = numbers([...events, ...refusals]);
    assert.deepEqual(
      [...shown, ...numbers(leftOut)].sort((a, b) => a - b),
      Array.from({ length: ROWS }, (_, index) => index + 1),
    );
    assert.ok(shown.length >= 30, `${shown.length} rows`);
    const failing = numbers([...events, ...refusals].filter(({ family }) => family !== 'pulled'));
    console.log(
      `    causes: ${shown.length} of ${ROWS} rows in ${events.length + refusals.length} cases, ${failing.length} rows with the event of a pod that fails; left out:`,
    );
    for (const { row, cause, because } of leftOut) console.log(`      ${row} ${cause}: ${because}`);
  });
});
