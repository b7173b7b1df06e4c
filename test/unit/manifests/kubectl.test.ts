import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { kubectlApply, shellOf, userShell, type Shell } from '../../../src/manifests/kubectl';

interface Heard {
  readonly words: readonly string[];
  readonly input: string;
}

/** What a POSIX shell hands to each command as words, and as the file of its standard input. */
function heardBySh(commands: readonly string[]): readonly Heard[] {
  const script = commands.map((command) => {
    const [, words = '', file = ''] = /^kubectl (apply -f -(?= <)|.*)(?: < (.*))?$/s.exec(command) ?? [];
    return `printf '%s\\0' ${words} '|' ${file} '||'`;
  });
  const output = execFileSync('/bin/sh', ['-c', script.join('\n')], { encoding: 'utf8', env: {} });
  return output
    .split('\0||\0')
    .slice(0, -1)
    .map((each) => {
      const [words = '', input = ''] = each.split(/\0\|(?:\0|$)/);
      return { words: words.split('\0'), input };
    });
}

const hostile = [
  "/w/it's.yaml",
  '/w/$(touch x).yaml',
  '/w/`id`.yaml',
  '/w/a b  c.yaml',
  '/w/--all.yaml',
  '/w/-',
  '/w/$HOME;rm -rf ~ & | > < *.yaml',
  '/w/back\\slash\\.yaml',
  "/w/'\\''.yaml",
  '/w/!history!.yaml',
  '/w/größe 価格 🚢.yaml',
  '/w/#hash.yaml',
  '/w/‘typographic’.yaml',
];

function commandOf(path: string, shell: Shell): string {
  const result = kubectlApply(path, shell);
  assert.ok('command' in result, path);
  return result.command;
}

describe('the kubectl command', () => {
  it('needs no quotes for an ordinary path', () => {
    assert.equal(commandOf('/home/mira/k8s/web.yaml', 'posix'), 'kubectl apply -f /home/mira/k8s/web.yaml');
    assert.equal(commandOf('c:/k8s/web.yaml', 'powerShell'), 'kubectl apply -f c:/k8s/web.yaml');
  });

  it('says to which cluster and namespace it goes, where that is known', () => {
    const target = { context: 'aks-shop-weu', namespace: 'default' };
    assert.deepEqual(kubectlApply('/w/a.yaml', 'posix', target), {
      command: 'kubectl --context aks-shop-weu --namespace default apply -f /w/a.yaml',
    });
    assert.deepEqual(kubectlApply('/w/a,b.yaml', 'posix', { context: 'aks-shop-weu' }), {
      command: "kubectl --context aks-shop-weu apply -f - < '/w/a,b.yaml'",
    });
    for (const context of ['$(id)', 'a b', '', 'a;b']) {
      assert.ok('problem' in kubectlApply('/w/a.yaml', 'posix', { context }), context);
    }
  });

  for (const path of hostile) {
    it(`hands ${path} to kubectl as it is, from a POSIX shell`, () => {
      assert.deepEqual(heardBySh([commandOf(path, 'posix')]), [{ words: ['apply', '-f', path], input: '' }]);
    });
  }

  it('reads a file by standard input whose name kubectl would take for a list', () => {
    for (const path of ['/w/a,b.yaml', '/w/"a".yaml', `/w/$(x),'".yaml`]) {
      assert.deepEqual(heardBySh([commandOf(path, 'posix')]), [{ words: ['apply', '-f', '-'], input: path }]);
    }
    assert.equal(commandOf('C:\\a,b.yaml', 'cmd'), 'kubectl apply -f - < "C:\\a,b.yaml"');
    assert.ok('problem' in kubectlApply('C:\\a,b.yaml', 'powerShell'));
  });

  it('hands any path over, from a POSIX shell', () => {
    const names = fc.sample(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom(...`'"\\$\`!*? ,-()<>;&|~#{}[]=%^ax`.split(/(?:)/)) }),
      ),
      500,
    );
    const paths = names
      .map((name) => `/w/${name}`)
      .filter((path) => 'command' in kubectlApply(path, 'posix'));
    assert.ok(paths.length > 400);
    const heard = heardBySh(paths.map((path) => commandOf(path, 'posix')));
    assert.deepEqual(
      heard,
      paths.map((path) =>
        /[,"]/.test(path)
          ? { words: ['apply', '-f', '-'], input: path }
          : { words: ['apply', '-f', path], input: '' },
      ),
    );
  });

  it('is quoted as PowerShell reads it', () => {
    assert.equal(
      commandOf("C:\\my $(x) it's.yaml", 'powerShell'),
      "kubectl apply -f 'C:\\my $(x) it''s.yaml'",
    );
    assert.equal(commandOf('/w/‘a’.yaml', 'powerShell'), "kubectl apply -f '/w/‘‘a’’.yaml'");
  });

  it('is quoted as cmd.exe reads it, or not made', () => {
    assert.equal(commandOf("C:\\a & b's ^.yaml", 'cmd'), `kubectl apply -f "C:\\a & b's ^.yaml"`);
    for (const path of ['C:\\%PATH%.yaml', 'C:\\!x!.yaml']) assert.ok('problem' in kubectlApply(path, 'cmd'));
  });

  it('takes slashes for a Windows path in a POSIX shell', () => {
    assert.equal(commandOf("C:\\it's\\a.yaml", 'posix'), `kubectl apply -f 'C:/it'\\''s/a.yaml'`);
  });

  it('is not made of control characters, of relative paths, or for a shell that is not known', () => {
    for (const shell of ['posix', 'powerShell', 'cmd', 'unknown'] as const) {
      for (const path of [
        '/w/a\nrm -rf ~\n.yaml',
        '/w/\u001b[201~x',
        '/w/\ra',
        '--all',
        'https://x/a.yaml',
        '-',
        '',
      ]) {
        assert.ok('problem' in kubectlApply(path, shell), `${shell} ${JSON.stringify(path)}`);
      }
    }
    assert.ok('problem' in kubectlApply('/w/a b.yaml', 'unknown'));
    assert.equal(commandOf('/w/a.yaml', 'unknown'), 'kubectl apply -f /w/a.yaml');
  });

  it('knows the shell by its file', () => {
    const shells: readonly [string, Shell][] = [
      ['/bin/bash', 'posix'],
      ['/usr/bin/fish', 'posix'],
      ['C:\\Program Files\\Git\\bin\\bash.exe', 'posix'],
      ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'powerShell'],
      ['C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powerShell'],
      ['C:\\WINDOWS\\system32\\cmd.exe', 'cmd'],
      ['/usr/bin/nu', 'unknown'],
      ['/bin/tcsh', 'unknown'],
      ['', 'unknown'],
    ];
    for (const [executable, shell] of shells) assert.equal(shellOf(executable), shell, executable);
  });

  it('doesn’t know it on another machine, and offers only what means the same to every shell', () => {
    for (const remoteName of ['ssh-remote', 'wsl', 'dev-container', 'codespaces', '127.0.0.1:8080']) {
      const shell = userShell({ shell: '/bin/bash', remoteName });
      assert.equal(shell, 'unknown');
      for (const path of ["/w/a';calc;'b.yaml", '/w/$(x).yaml', '/w/a b.yaml', '/w/%x%.yaml']) {
        assert.ok('problem' in kubectlApply(path, shell), path);
      }
    }
    assert.equal(userShell({ shell: '/bin/bash', remoteName: undefined }), 'posix');
  });
});
