import assert from 'node:assert/strict';
import { canPull } from '../../../src/views/link/app/canPull';

describe('what is said of clusters that are linked', () => {
  const names = ['aks-a', 'aks-b', 'aks-c'];
  for (const [count, idle, said] of [
    [1, [], /^aks-a can pull from reg\. Verified against Azure\. No further action is needed\.$/],
    [2, [], /^Both clusters can pull from reg\. /],
    [3, [], /^All 3 clusters can pull from reg\. /],
    [1, ['aks-a'], /^aks-a has no running nodes\. It can pull from reg once it’s started\. /],
    [2, ['aks-b'], /^Both clusters can pull from reg once their nodes are running\. [^.]+: aks-b\. /],
    [3, ['aks-b', 'aks-c'], /^All 3 clusters can pull from reg once [^.]+\. [^.]+: aks-b, aks-c\. /],
  ] as const) {
    it(`${count} of which ${idle.length} have no running nodes`, () => {
      const words = canPull('reg', names.slice(0, count), idle);
      assert.match(words, said);
      assert.equal(words.includes('No further action'), idle.length === 0);
    });
  }
});
