import assert from 'node:assert/strict';
import type { NameAvailability } from '../../../src/provisioning/observed/observed';
import { NameCheck } from '../../../src/views/createRegistry/nameCheck';

describe('asking whether a name is free', () => {
  let asked: string[];
  let answers: ((answer: NameAvailability | Error) => void)[];
  let naps: (() => void)[];
  let changes: number;
  let check: NameCheck;
  beforeEach(() => {
    [asked, answers, naps, changes] = [[], [], [], 0];
    check = new NameCheck(
      (name) =>
        new Promise((resolve, reject) => {
          asked.push(name);
          answers.push((answer) => {
            if (answer instanceof Error) reject(answer);
            else resolve(answer);
          });
        }),
      { now: () => 0, sleep: () => new Promise((resolve) => naps.push(resolve)) },
      () => {
        changes += 1;
      },
    );
  });

  const rest = async () => {
    for (const wake of naps.splice(0)) wake();
    await new Promise(setImmediate);
  };

  it('waits for a pause in the typing, and asks about the last name only', async () => {
    for (const name of ['conto', 'contos', 'contoso']) check.ask(name);
    assert.deepEqual(check.stateOf('contoso'), { state: 'asking' });
    await rest();
    assert.deepEqual(asked, ['contoso']);
    answers[0]?.({ available: true });
    await rest();
    assert.deepEqual(check.stateOf('contoso'), { state: 'answered', answer: { available: true } });
    assert.equal(check.stateOf('contos'), undefined);
    assert.equal(changes, 1);
  });

  it('drops an answer about a name that is not there any more', async () => {
    check.ask('contoso');
    await rest();
    check.ask('fabrikam');
    answers[0]?.({ available: true });
    await rest();
    assert.equal(check.stateOf('contoso'), undefined);
    assert.deepEqual(check.stateOf('fabrikam'), { state: 'asking' });
  });

  it('drops the end of a question that was given up, also when the same name is asked for again', async () => {
    check.ask('contoso');
    await rest();
    check.ask('fabrikam');
    check.ask('contoso');
    answers[0]?.(new Error('aborted'));
    await rest();
    assert.deepEqual(check.stateOf('contoso'), { state: 'asking' });
    answers[1]?.({ available: true });
    await rest();
    assert.equal(check.stateOf('contoso')?.state, 'answered');
  });

  it('doesn’t ask about what can’t be a name, nor twice', async () => {
    check.ask('a b');
    check.ask('contoso');
    check.ask('contoso');
    await rest();
    assert.deepEqual(asked, ['contoso']);
  });

  it('says why it could not be told, and asks again when asked again', async () => {
    check.ask('contoso');
    await rest();
    answers[0]?.(new Error('cable'));
    await rest();
    assert.equal(check.stateOf('contoso')?.state, 'unknown');
    check.ask('contoso');
    await rest();
    assert.equal(asked.length, 2);
  });
});
