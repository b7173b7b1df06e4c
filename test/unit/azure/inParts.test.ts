import assert from 'node:assert/strict';
import { inParts, queryBudget } from '../../../src/azure/graph/inParts';
import { FailureError } from '../../../src/model/failure';

const { signal } = new AbortController();
const ids = Array.from({ length: 256 }, (_, index) => `id-${String(index).padStart(3, '0')}`);

function refusal(message: string): FailureError {
  const azure = { status: 403, code: 'AuthorizationFailed', message };
  return new FailureError({ code: 'azure.denied', kind: 'user', message, nextAction: '', azure });
}

/** Asks where each subscription of `refused` has everything refused; counts. */
function asking(refused: readonly string[], words: (...met: readonly string[]) => string = () => 'no') {
  const counted = { asked: 0 };
  const ask = (part: readonly string[]) => {
    counted.asked += 1;
    const met = part.filter((id) => refused.includes(id));
    return met.length > 0 ? Promise.reject(refusal(words(...met))) : Promise.resolve(part);
  };
  return { counted, ask };
}

describe('a query of which subscriptions are refused', () => {
  it('costs one more where the refusal names them', async () => {
    const { ask, counted } = asking(['id-007', 'id-200'], (...met) => `not ${met.join(' ')}`);
    const { rows, unread } = await inParts(ids, ask, queryBudget(), signal);
    assert.deepEqual([rows.length, unread.length, counted.asked], [254, 2, 2]);
  });

  it('finds one that isn’t named by halves', async () => {
    const { ask, counted } = asking(['id-007']);
    const { rows, unread } = await inParts(ids, ask, queryBudget(), signal);
    assert.deepEqual([rows.length, unread.map(({ id }) => id)], [255, ['/subscriptions/id-007']]);
    assert.equal(counted.asked, 17);
  });

  it('ends with what is left unread, however many are refused, in all its parts together', async () => {
    const { ask, counted } = asking(ids);
    const budget = queryBudget();
    const parts = await Promise.all(
      [ids.slice(0, 100), ids.slice(100)].map((part) => inParts(part, ask, budget, signal)),
    );
    assert.equal(parts.flatMap(({ unread }) => unread).length, ids.length);
    assert.ok(counted.asked <= 42, `${counted.asked} were asked`);
  });
});
