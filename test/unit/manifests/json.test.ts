import assert from 'node:assert/strict';
import { jsonProblem } from '../../../src/manifests/json';
import { scanManifests } from '../../../src/manifests/scan';

describe('a manifest in JSON', () => {
  const text = JSON.stringify(
    { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'old.azurecr.io/web:1' }] } },
    undefined,
    '\t',
  );

  it('is read as YAML is', () => {
    assert.deepEqual(
      scanManifests(text).images.map(({ image }) => image),
      ['old.azurecr.io/web:1'],
    );
    assert.equal(jsonProblem(text), undefined);
  });

  const broken: readonly [what: string, text: string, line: number][] = [
    ['a comma too many', text.replace('"kind": "Pod",', '"kind": "Pod",,'), 3],
    ['a comma at the end', text.replace(/\n\}$/, ',\n}'), 12],
    ['a comment', text.replace('\n', '\n// a comment\n'), 2],
    ['single quotes', text.replace('"v1"', "'v1'"), 2],
    ['a string that goes on', text.replace('"v1"', '"v\n1"'), 2],
    ['a word', text.replace('"v1"', 'v1'), 2],
    ['a key that is none', text.replace('"kind"', '1'), 3],
    ['a bracket too few', text.replace(']', ''), 11],
    ['no end', text.slice(0, -2), text.split('\n').length - 1],
    ['a document behind', `${text}\n---\n${text}`, text.split('\n').length + 1],
  ];
  for (const [what, wrong, line] of broken) {
    it(`with a mistake is none: ${what}`, () => {
      const problem = jsonProblem(wrong);
      assert.deepEqual([problem?.line, problem?.format], [line, 'JSON']);
      assert.doesNotMatch(problem?.message ?? '', /position|^$/);
    });
  }
});
