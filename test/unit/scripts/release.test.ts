import assert from 'node:assert/strict';
import { loadScript } from '../../support/scripts';

interface Repository {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly changelog: string;
  readonly changedFiles: readonly string[];
  readonly tags: readonly string[];
  readonly translations: readonly { readonly file: string; readonly missing: readonly string[] }[];
}

const ready: Repository = {
  manifest: { version: '1.2.0', publisher: 'p', repository: 'r', bugs: 'b', homepage: 'h' },
  changelog: '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-29\n\n## [1.1.0] - 2026-01-01\n',
  changedFiles: [],
  tags: ['v1.1.0'],
  translations: [{ file: 'l10n/x.json', missing: [] }],
};

describe('what keeps a version from being published', () => {
  let obstacles: (repository: Repository) => readonly string[];
  before(async () => {
    ({ obstacles } = await loadScript<{ obstacles: typeof obstacles }>('release/obstacles.mjs'));
  });

  it('is nothing where everything is in place', () => {
    assert.deepEqual(obstacles(ready), []);
  });

  const wrong: readonly [string, Partial<Repository>, RegExp][] = [
    [
      'a translation that isn’t whole',
      { translations: [{ file: 'l10n/x.json', missing: ['Apply', 'Plan'] }] },
      /^l10n\/x\.json lacks 2 texts/,
    ],
    [
      'a version without its section',
      { manifest: { ...ready.manifest, version: '1.3.0' } },
      /"## \[1\.3\.0\] - YYYY/,
    ],
    ['a section without a date', { changelog: '## [1.2.0]\n' }, /dated section of 1\.2\.0/],
    [
      'a version of another form',
      { manifest: { ...ready.manifest, version: '1.2.0-beta' } },
      /three numbers/,
    ],
    [
      'no address of the repository',
      { manifest: { ...ready.manifest, repository: undefined } },
      /no repository/,
    ],
    ['files that aren’t committed', { changedFiles: [' M src/a.ts'] }, /src\/a\.ts/],
    ['a tag that is there', { tags: ['v1.2.0'] }, /raise the version/],
  ];
  for (const [what, change, message] of wrong) {
    it(`is ${what}`, () => {
      const [first, ...others] = obstacles({ ...ready, ...change });
      assert.match(first ?? '', message);
      assert.ok(others.length <= 1, 'a version of another form has no section either');
    });
  }
});
