import assert from 'node:assert/strict';
import { later } from '../../../src/platform/later';

describe('what is registered later', () => {
  const at = () => {
    const errors: string[] = [];
    const seen = { loads: 0, disposed: 0, waits: true, errors };
    let begin: () => void = () => undefined;
    const made = (load: () => Promise<readonly { dispose(): void }[]>) =>
      later(
        (given) => {
          begin = given;
          return { dispose: () => void (seen.waits = false) };
        },
        () => {
          seen.loads += 1;
          return load();
        },
        { error: (text) => void errors.push(text) },
      );
    return {
      seen,
      made,
      begin: () => {
        begin();
      },
    };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('isn’t loaded before there is a reason, and is loaded once', async () => {
    const { seen, made, begin } = at();
    made(() => Promise.resolve([]));
    assert.equal(seen.loads, 0);
    begin();
    begin();
    await settled();
    assert.equal(seen.loads, 1);
  });

  it('is disposed of with what waits for it, also while it is being loaded', async () => {
    const { seen, made, begin } = at();
    const registration = made(async () => {
      await settled();
      return [{ dispose: () => void (seen.disposed += 1) }];
    });
    begin();
    registration.dispose();
    await settled();
    await settled();
    assert.deepEqual([seen.disposed, seen.waits], [1, false]);
  });

  it('says in the log that it can’t be loaded', async () => {
    const { seen, made, begin } = at();
    const registration = made(() => Promise.reject(new Error('features.js is gone')));
    begin();
    await settled();
    registration.dispose();
    assert.match(seen.errors.join(), /features\.js is gone/);
  });
});
