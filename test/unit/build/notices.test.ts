import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import JSZip from 'jszip';
import { loadScript } from '../../support/scripts';

interface Notices {
  readonly writeNotices: (metafiles: readonly Metafile[], root: string) => Promise<void>;
  readonly noticesFor: (metafiles: readonly Metafile[], root: string) => Record<string, string>;
}

interface Sbom {
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string };
  readonly components: readonly {
    readonly purl: string;
    readonly version: string;
    readonly licenses: readonly { license: { id: string } }[];
    readonly hashes: readonly { alg: string; content: string }[];
  }[];
  readonly dependencies: readonly { ref: string; dependsOn?: readonly string[] }[];
}

const noticesFile = 'dist/THIRD-PARTY-NOTICES.txt';
const sbomFile = 'dist/acr-private-link.cdx.json';

/** `npm run build` has made dist/ before the tests are run. */
describe('the licenses of what is bundled', function () {
  // Bundling, and packaging, are programs of their own.
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'acr-notices-'));
  const notices = readFileSync(noticesFile, 'utf8');
  const sections = notices
    .split(/\n={80}\n(?=.+\nLicense: )/)
    .slice(1)
    .map((section) => ({ title: section.split('\n')[0] ?? '', text: section }));
  /** `name version` of each package of which something is in a bundle, from paths alone. */
  let bundled: readonly string[];
  let metafiles: readonly Metafile[];

  before(async () => {
    const { shipped } = await loadScript<{ shipped: BuildOptions[] }>('build/shipped.mjs');
    const results = await Promise.all(
      shipped.map((each) => build({ ...each, write: false, metafile: true })),
    );
    metafiles = results.map(({ metafile }) => metafile);
    const files = metafiles.flatMap(({ outputs }) =>
      Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)),
    );
    const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/[^/]+|[^/]+)/.exec(file) ?? []);
    const named = folders.map((each) => {
      const { name, version } = JSON.parse(readFileSync(`${each}/package.json`, 'utf8')) as Record<
        string,
        string
      >;
      return `${name} ${version}`;
    });
    // The same version of a package may be installed in two places.
    bundled = [...new Set(named)];
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('stand in the notices of the .vsix, package by package, with copyright and text', () => {
    assert.ok(bundled.length > 50);
    assert.deepEqual(sections.map(({ title }) => title).sort(), [...bundled].sort());
    for (const { title, text } of sections) {
      assert.match(text, /copyright|\(c\) /i, title);
      assert.match(
        text,
        /Permission is hereby granted|Permission to use|Redistribution and use|Apache License/,
        title,
      );
    }
    assert.match(
      notices,
      /@microsoft\/fast-element [\d.]+\nLicense: MIT\n=+\n\nFAST - .*\n\nMIT License\n\nCopyright \(c\) Microsoft/,
    );
  });

  it('are in the .vsix, the bill of materials is not, and what else is there is meant to be', async () => {
    const file = path.join(folder, 'packaged.vsix');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { package: string } };
    const [, command = ''] = scripts.package.split(' && ');
    const [, ...args] = command
      .replace(/--out \S+/, '')
      .trim()
      .split(/\s+/);
    execFileSync(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args, '--out', file], {
      stdio: 'pipe',
    });
    const bytes = readFileSync(file);
    const zip = await JSZip.loadAsync(bytes);
    // A megabyte as `vsce` counts it.
    assert.ok(bytes.length < 2 ** 20, `the .vsix has ${bytes.length} bytes`);
    assert.equal(await zip.file(`extension/${noticesFile}`)?.async('string'), notices);
    const names = Object.keys(zip.files).map((name) => name.replace(/^extension\//, ''));
    const expected =
      /^(\[Content_Types\]\.xml|extension\.vsixmanifest|package\.json|package\.nls(?:\.\w+)?\.json|dist\/package\.json|dist\/l10n\/\w+\.json\.br|readme\.md|changelog\.md|LICENSE\.txt|dist\/((shared|sample|webview|webview\/shared)\/)?[^/]+\.js|dist\/THIRD-PARTY-NOTICES\.txt|media\/.+|syntaxes\/[^/]+\.json|skills\/[^/]+\/SKILL\.md)$/;
    assert.deepEqual(
      names.filter((name) => !expected.test(name)),
      [],
    );
  });

  it('fail the build where a package comes without a text, or under a license that nobody has looked at', async () => {
    const text = 'Copyright (c) A\nPermission is hereby granted, free of charge, to …';
    const planted = async (license: string | undefined, files: Record<string, string>): Promise<void> => {
      const metafile = await plant(folder, { license, files });
      const { writeNotices } = await loadScript<Notices>('build/notices.mjs');
      await writeNotices([metafile], folder);
    };
    await planted('MIT', { LICENSE: text });
    assert.match(
      readFileSync(path.join(folder, noticesFile), 'utf8'),
      /\nplanted 1\.0\.0\nLicense: MIT\n=+\n\nCopyright \(c\) A\n/,
    );
    await planted('Apache-2.0', { 'license.md': 'Apache License\nVersion 2.0', NOTICE: 'This is by A.' });
    assert.match(readFileSync(path.join(folder, noticesFile), 'utf8'), /Version 2\.0\nThis is by A\.\n$/);
    const refused: readonly [license: string | undefined, files: Record<string, string>, reason: RegExp][] = [
      ['MIT', {}, /planted@1\.0\.0 comes without the text of its license MIT/],
      ['MIT', { LICENSE: '' }, /without the text/],
      ['MIT', { LICENSE: 'MIT, see the web' }, /without the text/],
      ['MIT', { LICENSE: 'Permission is hereby granted, free of charge, to …' }, /without the text/],
      ['MIT', { 'README.md': text }, /without the text/],
      ['ISC', { LICENSE: text }, /without the text of its license ISC/],
      [
        'GPL-3.0-only',
        { LICENSE: 'Copyright A. GNU GENERAL PUBLIC LICENSE' },
        /names the license "GPL-3\.0-only"/,
      ],
      ['SEE LICENSE IN LICENSE', { LICENSE: text }, /names the license "SEE LICENSE IN/],
      [undefined, { LICENSE: text }, /names the license ""/],
    ];
    for (const [license, files, reason] of refused) await assert.rejects(planted(license, files), reason);
  });

  it('take a text of the table only for the license that it was looked up for', async () => {
    const { licenseTexts, textsNotShipped } = await loadScript<{
      licenseTexts: (bundled: object) => string[];
      textsNotShipped: Record<string, { license: string }>;
    }>('build/licenseTexts.mjs');
    for (const [name, { license }] of Object.entries(textsNotShipped)) {
      assert.ok(
        bundled.some((each) => each.startsWith(`${name} `)),
        `${name} is bundled`,
      );
      const found = { name, version: '1.0.0', folder, license };
      assert.match(licenseTexts(found).join('\n'), /Copyright \(c\)/);
      assert.throws(() => licenseTexts({ ...found, license: 'ISC' }), /without the text of its license ISC/);
      assert.throws(() => licenseTexts({ ...found, name: `${name}-2` }), /without the text/);
    }
  });

  it('are in a software bill of materials as CycloneDX wants it, which is the same for the same sources', async () => {
    const text = readFileSync(sbomFile, 'utf8');
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text), null);
    const sbom = JSON.parse(text) as Sbom;
    assert.deepEqual([sbom.serialNumber, sbom.metadata.timestamp], [undefined, undefined]);
    const purls = bundled.map((each) => {
      const [name = '', version = ''] = each.split(' ');
      return `pkg:npm/${name.replace('@', '%40')}@${version}`;
    });
    assert.deepEqual(sbom.components.map(({ purl }) => purl).sort(), purls.sort());
    for (const { purl, version, licenses, hashes } of sbom.components) {
      assert.ok(purl.endsWith(`@${version}`));
      assert.equal(licenses.length, 1, purl);
      assert.match(
        hashes.map(({ alg, content }) => `${alg} ${content}`).join(),
        /^SHA-512 [0-9a-f]{128}$/,
        purl,
      );
    }
    // Everything is there because something imports it.
    const needed = new Set(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn ?? []));
    assert.deepEqual([...needed].sort(), purls.sort());
    const { noticesFor } = await loadScript<Notices>('build/notices.mjs');
    const again = noticesFor([...metafiles].reverse(), process.cwd());
    assert.deepEqual(Object.values(again), [notices, text]);
  });
});

/** A repository of its own, with one bundled package in it. */
async function plant(
  root: string,
  { license, files }: { license: string | undefined; files: Record<string, string> },
): Promise<Metafile> {
  const home = path.join(root, 'node_modules/planted');
  rmSync(home, { recursive: true, force: true });
  for (const each of [home, path.join(root, 'dist')]) mkdirSync(each, { recursive: true });
  const write = (file: string, value: unknown): void => {
    writeFileSync(path.join(root, file), typeof value === 'string' ? value : JSON.stringify(value));
  };
  write('package.json', {
    name: 'product',
    version: '1.0.0',
    displayName: 'Product',
    description: 'x',
    license: 'MIT',
  });
  write('package-lock.json', { packages: {} });
  write('index.js', "import { planted } from 'planted';\nconsole.log(planted());\n");
  write('node_modules/planted/package.json', { name: 'planted', version: '1.0.0', main: 'main.js', license });
  write('node_modules/planted/main.js', 'export const planted = () => Date.now();\n');
  for (const [name, text] of Object.entries(files)) write(`node_modules/planted/${name}`, text);
  const options = {
    absWorkingDir: root,
    entryPoints: ['index.js'],
    bundle: true,
    write: false,
    outdir: 'dist',
  };
  const { metafile } = await build({ ...options, format: 'esm', metafile: true });
  return metafile;
}
