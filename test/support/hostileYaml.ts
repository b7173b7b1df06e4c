/**
 * Texts that are short to write and can be expensive to read, made to a length. For the tests, which say what has to come of
 * them, and for the bench, which says what they cost.
 */

/** Makes a text of about that many characters. */
export type Shape = (length: number) => string;

/** The unit over and over, up to the length. */
function filled(length: number, unit: string): string {
  return unit.repeat(Math.max(1, Math.floor(length / unit.length)));
}

/** The same with a number in each unit, so that no two are the same. */
function numbered(length: number, unit: (index: number) => string): string {
  const parts: string[] = [];
  let left = length;
  for (let index = 0; left > 0; index += 1) {
    const part = unit(index);
    parts.push(part);
    left -= part.length;
  }
  return parts.join('');
}

const pod = 'apiVersion: v1\nkind: Pod\n';
const container = '    - name: web\n      image: web:1\n';

/** A pod with one image, and above it whatever is said to stand there as annotations. */
function beside(annotations: string): string {
  return `${pod}metadata:\n  annotations:\n${annotations}\nspec:\n  containers:\n${container}`;
}

/** Something that is one value of a key. */
function valued(value: string): string {
  return beside(`    key: ${value}`);
}

/** A pod with many containers, and above it something that they use. */
function withContainers(above: string, containers: string): string {
  return `${pod}${above}spec:\n  containers:\n${containers}`;
}

/** Deep in itself. */
export const deepShapes: Readonly<Record<string, Shape>> = {
  'lists in lists': (length) => valued(filled(length, '[')),
  'closed lists in lists': (length) => valued(filled(length / 2, '[') + filled(length / 2, ']')),
  'maps in maps': (length) => valued(filled(length, '{a: ')),
  'lists and maps': (length) => valued(filled(length, '[{a: ')),
  'pairs as keys of pairs': (length) =>
    valued(`${filled(length / 5, '[')}a${filled((length * 4) / 5, ': 1]')}`),
  'lists on one line': (length) => pod + filled(length, '- '),
  'keys on one line': (length) => pod + filled(length, '? '),
  'values on one line': (length) => pod + filled(length, ': '),
  'more and more indentation': (length) =>
    pod + Array.from({ length: Math.sqrt(2 * length) }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
  'lists, more and more indented': (length) =>
    pod + Array.from({ length: Math.sqrt(2 * length) }, (_, depth) => `${' '.repeat(depth)}-\n`).join(''),
};

/** Many of one thing; the one image is found as long as the text isn't refused. */
export const longShapes: Readonly<Record<string, Shape>> = {
  'keys of one map': (length) => beside(numbered(length, (index) => `    key${index}: a\n`)),
  'keys of one map in braces': (length) => valued(`{${numbered(length, (index) => `key${index}: a,`)}}`),
  'merge keys of one map': (length) =>
    `${pod}base: &base {}\nmetadata:\n  <<: [${filled(length, '*base,')}]\nspec:\n  containers:\n${container}`,
  'entries of one list': (length) => valued(`\n${filled(length, '    - a\n')}`),
  'entries of one list in brackets': (length) => valued(`[${filled(length, 'a,')}]`),
  'empty lists in a list': (length) => valued(`[${filled(length, '[],')}]`),
  'pairs in a list': (length) => valued(`[${filled(length, 'a: b,')}]`),
  'nothing but colons in a list': (length) => valued(`[${filled(length, ':,')}]`),
  documents: (length) => `${beside('    a: b')}${filled(length, '---\n')}`,
  'documents with ends': (length) => `${beside('    a: b')}${filled(length, '--- a\n...\n')}`,
  'ends of documents': (length) => `${beside('    a: b')}${filled(length, '...\n')}`,
  'small pods': (length) => filled(length, `${beside('    a: b')}---\n`),
  anchors: (length) => valued(`\n${numbered(length, (index) => `    - &anchor${index} a\n`)}`),
  aliases: (length) => valued(`\n    - &a b\n${filled(length, '    - *a\n')}`),
  tags: (length) => valued(`\n${filled(length, '    - !a b\n')}`),
  'tags of strings': (length) => valued(`\n${filled(length, '    - !!str b\n')}`),
  'an ordered map': (length) => valued(`!!omap\n${numbered(length, (index) => `    - key${index}: a\n`)}`),
  'a set': (length) => valued(`!!set {${numbered(length, (index) => `key${index},`)}}`),
  comments: (length) => beside(`    a: b\n${filled(length, '    # c\n')}`),
  'comments before everything': (length) => filled(length, '# c\n') + beside('    a: b'),
  'comments of all indentations': (length) => beside(`    a: b\n${filled(length, '# c\n  # c\n     # c\n')}`),
  'empty lines': (length) => beside(`    a: b\n${filled(length, '\n')}`),
  'comments below empty lines': (length) =>
    beside(`    a: |\n          b\n${filled(length / 5, '\n')}${filled((length * 4) / 5, '       #\n')}`),
  'lines as they are': (length) => valued(`|\n${filled(length, '      line\n')}`),
  'folded lines': (length) => valued(`>\n${filled(length, '      line\n\n       more\n')}`),
  'texts of one line': (length) => valued(`\n${filled(length, '    - |\n      line\n')}`),
  'a plain text of many lines': (length) => valued(`a\n${filled(length, '      line\n')}`),
  'a plain text of short lines': (length) => valued(`a\n${filled(length, '      b\n\n')}`),
  'a long word': (length) => valued(filled(length, 'a')),
  'a long number': (length) => valued(filled(length, '9')),
  'words of one line': (length) => valued(filled(length, 'word ')),
  'double quotes around a line': (length) => valued(`"${filled(length, 'a b  ')}"`),
  'double quotes around many lines': (length) => valued(`"${filled(length, 'a  \n      ')}"`),
  'double quotes around escapes': (length) => valued(`"${filled(length, '\\n\\u0041')}"`),
  'double quotes around blanks': (length) => valued(`"a${filled(length, ' ')}b"`),
  'single quotes around a line': (length) => valued(`'${filled(length, "a '' ")}'`),
  'single quotes around many lines': (length) => valued(`'${filled(length, 'a  \n      ')}'`),
  'texts in quotes': (length) => valued(`\n${filled(length, '    - "a"\n')}`),
  'Windows line breaks': (length) => beside(numbered(length, (index) => `    key${index}: a\r\n`)),
  blanks: (length) => beside(`    a: b\n${filled(length, `${' '.repeat(100)}\n`)}`),
};

/** Mistakes, in themselves or many of them. */
export const brokenShapes: Readonly<Record<string, Shape>> = {
  'a key that is there already': (length) =>
    beside(`${numbered(length, (index) => `    key${index}: a\n`)}    key0: a\n`),
  'the same key': (length) => beside(filled(length, '    a: b\n')),
  'wrong escapes': (length) => valued(`"${filled(length, '\\q')}"`),
  'wrong code points': (length) => valued(`"${filled(length, '\\uzzzz')}"`),
  'quotes without an end': (length) => valued(`\n${filled(length, '    - "a\n')}`),
  'single quotes without an end': (length) => valued(`\n${filled(length, "    - 'a\n")}`),
  'brackets that close nothing': (length) => pod + filled(length, ']'),
  'lists side by side': (length) => pod + filled(length, '[]'),
  'brackets the wrong way round': (length) => pod + filled(length, ']['),
  'commas in a list': (length) => valued(`[${filled(length, ',')}]`),
  'lists that never end': (length) => valued(`\n${filled(length, '    - {\n')}`),
  'keys without a colon': (length) => `${pod}a: 1\n${filled(length, 'b\n')}`,
  'values in values': (length) => pod + filled(length, 'a: b: '),
  'anchors in a row': (length) => `${pod}a: ${filled(length, '&a ')}`,
  'tags in a row': (length) => `${pod}a: ${filled(length, '!a ')}`,
  'tags of no known prefix': (length) => valued(`\n${filled(length, '    - !a!b c\n')}`),
  'aliases of nothing': (length) => valued(`\n${filled(length, '    - *a\n')}`),
  'tabs before words': (length) => beside(filled(length, '\t- b\n')),
  'control characters': (length) => valued(`\n${filled(length, '    - [\u0018]\n')}`),
};

/** Maps that each merge in the one above them, by its anchor, and the anchor of the last. */
function chain(length: number, merging: (below: string) => string): { maps: string; last: string } {
  let last = 'm0';
  const maps = numbered(length, (index) => {
    const below = last;
    last = `m${index + 1}`;
    return `${last}: &${last} ${merging(below)}\n`;
  });
  return { maps, last };
}

/** What leads to much else, by aliases and merge keys. */
export const aliasShapes: Readonly<Record<string, Shape>> = {
  'two merge keys at each level': (length) => {
    const { maps, last } = chain(length, (below) => `{<<: [*${below}, *${below}]}`);
    return withContainers(`m0: &m0 {a: b}\n${maps}`, `    - <<: *${last}\n      image: web:1\n`);
  },
  'a chain of merge keys': (length) => {
    const { maps, last } = chain(length, (below) => `{<<: *${below}}`);
    return withContainers(`m0: &m0 {image: 'web:1'}\n${maps}`, `    - *${last}\n`);
  },
  'a chain of merge keys, gone through often': (length) => {
    const { maps, last } = chain(length / 2, (below) => `{<<: *${below}}`);
    return withContainers(
      `m0: &m0 {image: 'web:1'}\n${maps}`,
      filled(length / 2, `    - {name: web, <<: *${last}}\n`),
    );
  },
  'aliases of one image': (length) =>
    withContainers(`image: &image web:1\n`, filled(length, '    - {name: web, image: *image}\n')),
  'aliases of a long image': (length) =>
    withContainers(
      `image: &image "\\x61${filled(length / 2, 'a')}"\n`,
      filled(length / 2, '    - {name: web, image: *image}\n'),
    ),
  'aliases of one container': (length) =>
    withContainers(`c: &c {name: web, image: 'web:1'}\n`, filled(length, '    - *c\n')),
  'aliases of one container with many keys': (length) =>
    withContainers(
      `c: &c\n${numbered(length / 2, (index) => `  key${index}: a\n`)}  image: web:1\n`,
      filled(length / 2, '    - *c\n'),
    ),
  'pods that share their containers': (length) =>
    `apiVersion: v1\nkind: List\nspec: &spec\n  containers:\n${filled(length / 2, container)}items:\n` +
    filled(length / 2, '- {apiVersion: v1, kind: Pod, spec: *spec}\n'),
  'pods that share their pull secrets': (length) =>
    `apiVersion: v1\nkind: List\nspec: &spec\n  imagePullSecrets:\n${filled(length / 2, '  - name: a\n')}items:\n` +
    filled(length / 2, '- {apiVersion: v1, kind: Pod, spec: *spec}\n'),
  'lists of lists by aliases': (length) =>
    `- &l0 {kind: List, items: []}\n${numbered(length, (index) => `- &l${index + 1} {kind: List, items: [*l${index}]}\n`)}`,
  'merge lists that are shared': (length) =>
    withContainers(
      `base: &base {a: b}\nall: &all [${filled(length / 2, '*base,')}]\n`,
      filled(length / 2, '    - {<<: *all}\n'),
    ),
};

const odd = 'apiVersion: x/v1\nkind: Odd\n';

/** Much that may be an image, in a kind that nobody knows. */
export const oddShapes: Readonly<Record<string, Shape>> = {
  images: (length) => `${odd}spec:\n${filled(length, '  - image: a.io/web:1\n')}`,
  'containers by themselves': (length) => `${odd}spec: [${filled(length, "{image: 'web:1', args: []},")}]`,
  'volumes with images': (length) => `${odd}volumes: [${filled(length, '{image: {reference: web}},')}]`,
  'manifests in manifests': (length) =>
    `${odd}spec: [${filled(length, "{apiVersion: v1, kind: Pod, containers: [{image: 'web:1'}]},")}]`,
  'pods that share their containers by aliases': (length) =>
    `${odd}c: &c [${filled(length / 2, '{image: web},')}]\nspec: [${filled(length / 2, '{containers: *c},')}]`,
  'containers by names, shared by aliases': (length) =>
    `${odd}c: &c {${numbered(length / 2, (index) => `c${index}: {image: web},`)}}\nspec: [${filled(length / 2, '{containers: *c},')}]`,
  'kinds with a long name': (length) =>
    `${odd}k: &k ${filled(length / 2, 'a')}List\nspec: [${filled(length / 2, '{apiVersion: a, kind: *k},')}]`,
  'texts that are shared': (length) =>
    `${odd}t: &t |\n${filled(length / 2, '  image\n')}spec: [${filled(length / 2, '*t,')}]`,
  'entries of a kustomization': (length) => `images:\n${filled(length, '- name: web\n  newTag: a\n')}`,
  'entries of a kustomization on one line': (length) =>
    `images: [${filled(length, '{name: web, newTag: a},')}]`,
  'braces in texts': (length) => `${odd}spec: [${filled(length, '"{{a}}",')}]`,
  'braces outside of texts': (length) => `${odd}spec: [${filled(length, '{{a}},')}]`,
  'documents with braces': (length) => filled(length, '{{ a }}\n---\n'),
  'documents with braces and mistakes': (length) => filled(length, 'a: "{{ "b\n---\n'),
  'braces in an image': (length) => `${odd}containers: [{image: "${filled(length, '{{ ')}"}]`,
};

/** Much that is looked for. */
export const richShapes: Readonly<Record<string, Shape>> = {
  containers: (length) => withContainers('', filled(length, container)),
  'containers on one line': (length) =>
    `{apiVersion: v1, kind: Pod, spec: {containers: [${filled(length, "{image: 'web:1'},")}]}}`,
  'pull secrets': (length) =>
    `${pod}spec:\n  imagePullSecrets:\n${filled(length, '    - name: a\n')}  containers:\n${container}`,
  'pull secrets on one line': (length) =>
    `${pod}spec: {imagePullSecrets: [${filled(length, '{name: a},')}], containers: [{image: 'web:1'}]}\n`,
  'service accounts with pull secrets': (length) =>
    filled(length, 'apiVersion: v1\nkind: ServiceAccount\nimagePullSecrets:\n- name: a\n- name: b\n---\n'),
  deployments: (length) =>
    numbered(
      length,
      (index) =>
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web${index}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: old.io/web:${index}\n---\n`,
    ),
  'Helm templates': (length) => filled(length, `${beside('    a: {{ b }}')}---\n`),
  'a Helm template on one line': (length) => `${pod}a: {{ ${filled(length, 'b')} }}`,
};
