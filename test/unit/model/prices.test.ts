import assert from 'node:assert/strict';
import { daily, hourly, prices } from '../../../src/model/prices';

describe('a price', () => {
  it('is said by the month, too', () => {
    assert.equal(daily(prices.registryDay.Premium), 'US$ 1.667 a day (about US$ 51 a month)');
    assert.equal(daily(prices.registryDay.Basic), 'US$ 0.167 a day (about US$ 5.1 a month)');
    assert.equal(hourly(prices.endpointHour), 'US$ 0.01 an hour (about US$ 7.3 a month)');
  });
});
