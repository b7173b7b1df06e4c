import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { createManifestScanner } from '../../../src/language/manifestScanner';
import { wholeTextProblem } from '../../../src/manifests/pointImage';
import { scanSteps } from '../../../src/manifests/scan';

const text = '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "web:1"}]}}';

function scanOf(languageId: string, content: string, path = `/deployment.${languageId}`) {
  const document = {
    languageId,
    uri: { path },
    version: 1,
    lineCount: 1,
    getText: () => content,
    lineAt: () => ({ range: { end: content.length }, text: content }),
    offsetAt: (offset: number) => offset,
  } as unknown as TextDocument;
  return createManifestScanner(() => ({ scanSteps })).scan(document);
}

describe('the look at a document', () => {
  it('finds images in YAML and JSON alike', async () => {
    for (const language of ['yaml', 'json']) {
      const scan = (await scanOf(language, text)) ?? assert.fail('it looks like a manifest');
      assert.deepEqual(
        scan.images.map(({ image }) => image),
        ['web:1'],
      );
      assert.equal(wholeTextProblem(scan), undefined);
    }
  });

  it('takes what YAML forgives for a mistake in JSON', async () => {
    const forgiven = text.replace(/\}$/, ',}');
    const problem = async (language: string) =>
      wholeTextProblem((await scanOf(language, forgiven)) ?? assert.fail('it looks like a manifest'));
    assert.equal(await problem('yaml'), undefined);
    assert.match((await problem('json')) ?? '', /^Line 1 isn’t valid JSON: /);
  });

  it('finds images in a chart’s values by the name of the file', async () => {
    const values = 'image: {repository: web, tag: "1"}\n';
    const scan = (await scanOf('yaml', values, '/web/values.yaml')) ?? assert.fail('they are values');
    assert.deepEqual([scan.images.map(({ image }) => image), scan.isChartValues], [['web:1'], true]);
    assert.equal(await scanOf('yaml', values), undefined);
    assert.equal(await scanOf('json', '{"image": {"repository": "web"}}', '/values.yaml'), undefined);
    const long = `image: web:1\n${' '.repeat(1_000_000)}`;
    assert.match((await scanOf('yaml', long, '/values.yaml'))?.refusal ?? '', /too large/);
  });

  it('leaves what is no manifest', async () => {
    assert.equal(await scanOf('json', '{"name": "web", "image": "web:1"}'), undefined);
  });
});
