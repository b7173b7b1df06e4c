import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/views/webview/page';
import { recordOf } from '../../support/record';

const sources = {
  title: 'Link a registry to a cluster',
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://file.vscode-cdn.net/dist/webview/link.js',
  styles: ['https://file.vscode-cdn.net/media/webview.css'],
};

/** Of a directive that comes twice, browsers take the first. */
function policyOf(html: string): Readonly<Record<string, readonly string[]>> {
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  return recordOf(
    policy.split('; ').map((directive): [string, readonly string[]] => {
      const [name = '', ...allowed] = directive.split(' ');
      return [name, allowed];
    }),
  );
}

describe('the page of a webview', () => {
  it('runs its own script and no other, also none that stands in the markup', () => {
    const html = pageHtml(sources);
    const policy = policyOf(html);
    const [nonce] = policy['script-src'] ?? [];
    assert.match(nonce ?? '', /^'nonce-[\w-]{22}'$/);
    assert.deepEqual(
      [policy['default-src'], policy['script-src'], policy['style-src']],
      [["'none'"], [nonce], [sources.cspSource, nonce]],
    );
    assert.deepEqual([policy['base-uri'], policy['form-action']], [["'none'"], ["'none'"]]);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(html.includes(`<script type="module" nonce="${nonce?.slice(7, -1)}" src="${sources.script}">`));
  });

  it('has a nonce of its own each time', () => {
    const nonces = Array.from({ length: 20 }, () => policyOf(pageHtml(sources))['script-src']?.[0]);
    assert.equal(new Set(nonces).size, 20);
  });
});
