/**
 * Hostile texts, and that each is read or refused with the reason. What they cost is in bench/.
 */
import assert from 'node:assert/strict';
import { wholeTextProblem } from '../../../src/manifests/pointImage';
import { scanManifests } from '../../../src/manifests/scan';
import { refusals, type Limits } from '../../../src/manifests/work';
import {
  aliasShapes,
  brokenShapes,
  deepShapes,
  longShapes,
  oddShapes,
  richShapes,
  type Shape,
} from '../../support/hostileYaml';

/** How many images are found, that there is a mistake, or why the text is refused. */
type Outcome = number | 'mistake' | keyof Limits;

/** For a text of 10,000 characters, and for one of 990,000. */
type Outcomes = readonly [Outcome, Outcome];

const expected: readonly [shapes: Readonly<Record<string, Shape>>, Readonly<Record<string, Outcomes>>][] = [
  [
    deepShapes,
    {
      'lists in lists': ['levels', 'levels'],
      'closed lists in lists': ['levels', 'levels'],
      'maps in maps': ['levels', 'levels'],
      'lists and maps': ['levels', 'levels'],
      'pairs as keys of pairs': ['levels', 'levels'],
      'lists on one line': ['levels', 'levels'],
      'keys on one line': ['levels', 'levels'],
      'values on one line': ['levels', 'levels'],
      'more and more indentation': ['levels', 'levels'],
      'lists, more and more indented': ['levels', 'levels'],
    },
  ],
  [
    longShapes,
    {
      'keys of one map': [1, 'parts'],
      'keys of one map in braces': [1, 'parts'],
      'merge keys of one map': [1, 'parts'],
      'entries of one list': [1, 'parts'],
      'entries of one list in brackets': [1, 'parts'],
      'empty lists in a list': [1, 'parts'],
      'pairs in a list': [1, 'parts'],
      'nothing but colons in a list': [1, 'parts'],
      documents: [1, 'parts'],
      'documents with ends': [1, 'parts'],
      'ends of documents': [1, 'parts'],
      'small pods': [84, 'parts'],
      anchors: [1, 'parts'],
      aliases: [1, 'parts'],
      tags: [1, 'parts'],
      'tags of strings': [1, 'parts'],
      'an ordered map': [1, 'parts'],
      'a set': [1, 'parts'],
      comments: [1, 'again'],
      'comments before everything': [1, 'parts'],
      'comments of all indentations': [1, 'again'],
      'empty lines': [1, 'again'],
      'comments below empty lines': [1, 'again'],
      'lines as they are': [1, 1],
      'folded lines': [1, 1],
      'texts of one line': [1, 'parts'],
      'a plain text of many lines': [1, 1],
      'a plain text of short lines': [1, 'parts'],
      'a long word': [1, 1],
      'a long number': [1, 1],
      'words of one line': [1, 1],
      'double quotes around a line': [1, 1],
      'double quotes around many lines': [1, 1],
      'double quotes around escapes': [1, 'parts'],
      'double quotes around blanks': [1, 1],
      'single quotes around a line': [1, 1],
      'single quotes around many lines': [1, 1],
      'texts in quotes': [1, 'parts'],
      'Windows line breaks': [1, 'parts'],
      blanks: [1, 'again'],
    },
  ],
  [
    brokenShapes,
    {
      'a key that is there already': ['mistake', 'parts'],
      'the same key': ['mistake', 'parts'],
      'wrong escapes': ['mistake', 'parts'],
      'wrong code points': ['mistake', 'parts'],
      'quotes without an end': ['mistake', 'parts'],
      'single quotes without an end': ['mistake', 'parts'],
      'brackets that close nothing': ['parts', 'parts'],
      'lists side by side': ['parts', 'parts'],
      'brackets the wrong way round': ['parts', 'parts'],
      'commas in a list': ['mistake', 'again'],
      'lists that never end': ['levels', 'levels'],
      'keys without a colon': ['mistake', 'parts'],
      'values in values': ['levels', 'levels'],
      'anchors in a row': ['mistake', 'again'],
      'tags in a row': ['mistake', 'again'],
      'tags of no known prefix': ['mistake', 'parts'],
      'aliases of nothing': ['mistake', 'parts'],
      'tabs before words': ['mistake', 'parts'],
      'control characters': [1, 'parts'],
    },
  ],
  [
    richShapes,
    {
      containers: [285, 'parts'],
      'containers on one line': [588, 'parts'],
      'pull secrets': [1, 'parts'],
      'pull secrets on one line': [1, 'parts'],
      'service accounts with pull secrets': [0, 'parts'],
      deployments: [62, 'parts'],
      'Helm templates': [0, 'parts'],
      'a Helm template on one line': [0, 0],
    },
  ],
  [
    oddShapes,
    {
      images: [0, 'parts'],
      'containers by themselves': [370, 'parts'],
      'volumes with images': [384, 'parts'],
      'manifests in manifests': [166, 'parts'],
      'pods that share their containers by aliases': ['visits', 'parts'],
      'containers by names, shared by aliases': [269, 'parts'],
      'kinds with a long name': [0, 'parts'],
      'texts that are shared': [0, 'parts'],
      'entries of a kustomization': [416, 'parts'],
      'entries of a kustomization on one line': [434, 'parts'],
      'braces in texts': [0, 'parts'],
      'braces outside of texts': [0, 'parts'],
      'documents with braces': [0, 'parts'],
      'documents with braces and mistakes': [0, 'parts'],
      'braces in an image': [1, 1],
    },
  ],
  [
    aliasShapes,
    {
      'two merge keys at each level': [1, 'parts'],
      'a chain of merge keys': [1, 'parts'],
      'a chain of merge keys, gone through often': [1, 'parts'],
      'aliases of one image': [303, 'parts'],
      'aliases of a long image': [151, 'parts'],
      'aliases of one container': [1, 'parts'],
      'aliases of one container with many keys': [1, 'parts'],
      'pods that share their containers': [142, 'parts'],
      'pods that share their pull secrets': [0, 'parts'],
      'lists of lists by aliases': [0, 'parts'],
      'merge lists that are shared': ['visits', 'parts'],
    },
  ],
];

function outcomeOf(text: string): Outcome {
  const scan = scanManifests(text);
  const why = (Object.keys(refusals) as (keyof Limits)[]).find((each) => refusals[each] === scan.refusal);
  if (scan.refusal !== undefined) {
    assert.deepEqual([scan.images, scan.pullSecrets], [[], []], 'nothing is known of what is refused');
    assert.equal(wholeTextProblem(scan), scan.refusal, 'the command says why');
    return why ?? assert.fail(scan.refusal);
  }
  return scan.syntaxProblems.length > 0 ? 'mistake' : scan.images.length;
}

describe('a text that could keep the editor waiting', () => {
  for (const [shapes, outcomes] of expected) {
    for (const [name, shape] of Object.entries(shapes)) {
      it(`is read or refused: ${name}`, () => {
        assert.deepEqual(
          [10_000, 990_000].map((length) => outcomeOf(shape(length))),
          outcomes[name],
        );
      });
    }
  }

  it('is refused where its aliases lead to too many places', () => {
    const shapes = [
      'a chain of merge keys, gone through often',
      'pods that share their containers by aliases',
    ];
    for (const shape of shapes) {
      assert.equal(outcomeOf({ ...aliasShapes, ...oddShapes }[shape]!(60_000)), 'visits', shape);
    }
    // A pod's spec that others share is gone into once.
    assert.equal(outcomeOf(aliasShapes['pods that share their containers']!(60_000)), 857);
    // The same without the sharing is read.
    assert.equal(outcomeOf(aliasShapes['a chain of merge keys']!(60_000)), 1);
  });

  it('is refused by its length alone', () => {
    const text = 'apiVersion: v1\nkind: Pod\n';
    assert.equal(outcomeOf(text + ' '.repeat(1_000_000 - text.length)), 0);
    assert.equal(outcomeOf(text + ' '.repeat(1_000_001 - text.length)), 'length');
  });

  it('is read down to 100 levels', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    assert.equal(outcomeOf(nested(100)), 0);
    assert.equal(outcomeOf(nested(102)), 'levels');
  });

  it('is read with the directives that a manifest may have', () => {
    const directives = (count: number) =>
      Array.from({ length: count }, (_, index) => `%TAG !k${index}! tag:k8s.io,2024:\n`).join('');
    const document = '---\napiVersion: v1\nkind: Pod\nspec: {containers: [{image: web}]}\n';
    assert.equal(outcomeOf(`%YAML 1.1\n${directives(3)}${document}`), 1);
    assert.equal(outcomeOf(`%YAML 1.1\n${directives(1000)}${document}${'---\n'.repeat(1000)}`), 'directives');
  });
});
