/**
 * Real-shaped manifests, each edited. In the files, `⟦old⇒new⟧` stands for `old` before and `new` after pointing all
 * images at contoso.azurecr.io; `⟪…⟫` encloses what goes when the pull secret `regcred` is removed. All else must stay,
 * byte for byte. Files that are named so have a chart's values. What the name of a file begins with says what is expected of the others: `broken`, `helm`, `none`, `left`.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { isChartValues } from '../../../src/manifests/imageContext';
import {
  editsOf,
  nothingToPoint,
  pointImage,
  uniqueEdits,
  wholeTextProblem,
} from '../../../src/manifests/pointImage';
import { scanManifests } from '../../../src/manifests/scan';
import type { TextKind } from '../../../src/manifests/scanned';
import { applyEdits } from '../../support/applyEdits';
import { manifestProblems } from '../../support/kubernetes';

const folder = 'test/unit/manifests/corpus';
const loginServer = 'contoso.azurecr.io';

const pointing = /⟦([^⇒]*)⇒([^⟧]*)⟧/g;
const removing = /⟪([^⟫]*)⟫/g;

const files = readdirSync(folder).map((file) => {
  const marked = readFileSync(`${folder}/${file}`, 'utf8');
  const before = marked.replace(pointing, '$1').replace(removing, '$1');
  const kind: TextKind = isChartValues(file) ? 'values' : 'manifests';
  return {
    name: file.replace('.yaml', ''),
    kind,
    before,
    after: marked.replace(pointing, '$2').replace(removing, '$1'),
    withoutSecret: marked.replace(pointing, '$1').replace(removing, ''),
  };
});
const named = (pattern: RegExp) => files.filter(({ name }) => pattern.test(name));
const changed = files.filter(({ before, after }) => before !== after);
const withSecret = files.filter(({ before, withoutSecret }) => before !== withoutSecret);

function pointedAll(text: string, kind: TextKind): string {
  const edits = scanManifests(text, kind).images.flatMap((field) => {
    const pointed = pointImage(text, field, { loginServer });
    return editsOf(pointed);
  });
  return applyEdits(text, uniqueEdits(edits));
}

function secretsRemoved(text: string, kind: TextKind): string {
  const field = scanManifests(text, kind).pullSecrets.find(({ name }) => name === 'regcred');
  return field?.removal === undefined
    ? text
    : secretsRemoved(applyEdits(text, [{ ...field.removal, newText: '' }]), kind);
}

function manifestsOf(text: string): Record<string, unknown>[] {
  return parseAllDocuments(text, { merge: true })
    .map((document) => document.toJS() as Record<string, unknown> | null)
    .filter((manifest) => manifest !== null);
}

/** Without what isn't whole or isn't Kubernetes' own: patches, what the server adds, names made to be hostile, custom kinds. */
const notForValidation =
  /^(kustom|shape|image-volumes|exported|deployment-list|hostile|mixed|other|broken|helm|left-kust|none-kust)|values/;

describe('the corpus', () => {
  it('is large, and has every case', () => {
    assert.ok(changed.length >= 40, `${changed.length} files that are edited`);
    assert.ok(withSecret.length >= 5, `${withSecret.length} files with a pull secret`);
    for (const prefix of [/^broken/, /^helm/, /^none/, /^left/]) assert.ok(named(prefix).length > 0);
  });

  for (const { name, kind, before, after } of changed) {
    it(`${name}: only the registries change`, () => {
      assert.equal(wholeTextProblem(scanManifests(before, kind)), undefined);
      assert.equal(pointedAll(before, kind), after);
      // The second time there is nothing to do.
      assert.equal(pointedAll(after, kind), after);
    });
  }

  for (const { name, kind, before, withoutSecret } of withSecret) {
    it(`${name}: only the pull secret goes`, () => {
      assert.equal(secretsRemoved(before, kind), withoutSecret);
      if (notForValidation.test(name)) return;
      assert.deepEqual(manifestsOf(withoutSecret).flatMap(manifestProblems), []);
    });
  }

  for (const { name, before } of named(/^broken/)) {
    it(`${name}: a message with the line`, () => {
      const line = /^# line (\d+)/.exec(before)?.[1] ?? assert.fail('the file says on which line');
      assert.match(
        wholeTextProblem(scanManifests(before)) ?? '',
        new RegExp(`^Line ${line} isn’t valid YAML: .+\\.$`),
      );
    });
  }

  for (const { name, kind, before } of named(/^(helm|none)/)) {
    it(`${name}: a message, and no images`, () => {
      const scan = scanManifests(before, kind);
      assert.equal(wholeTextProblem(scan), undefined);
      assert.deepEqual(scan.images, []);
      const expected = { helm: /Helm template/, none: /kustomization|no container|These values have/ };
      assert.match(nothingToPoint(scan), name.startsWith('helm') ? expected.helm : expected.none);
    });
  }

  for (const { name, kind, before } of named(/^left/)) {
    it(`${name}: left alone, with the reason`, () => {
      const results = scanManifests(before, kind).images.map((field) =>
        pointImage(before, field, { loginServer }),
      );
      assert.ok(results.length > 0);
      for (const result of results) assert.equal(result.kind, 'leftAlone');
    });
  }

  for (const { name, after } of files.filter((each) => !notForValidation.test(each.name))) {
    it(`${name}: valid Kubernetes afterwards`, () => {
      assert.deepEqual(manifestsOf(after).flatMap(manifestProblems), []);
    });
  }
});
