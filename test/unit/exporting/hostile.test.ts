import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ExportedFile, ExportFormat } from '../../../src/exporting/exported';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { writesOf, type WrittenStep } from '../../../src/exporting/model';
import { clouds, customCloud, type Cloud } from '../../../src/model/clouds';
import type { Json, JsonObject } from '../../../src/model/json';
import { visibleText } from '../../../src/model/shownText';
import type { AnyPlan } from '../../../src/provisioning';
import { readBicep } from '../../support/bicep';
import { type Call, callsIn } from '../../support/exported/calledByScript';
import { bicepProblems } from '../../support/exported/bicepProblems';
import { templateProblems } from '../../support/exported/deployedProblems';
import { withNames, withSentences, withValues } from '../../support/exported/hostile';
import { type Case, cases, plain, plainName, plans } from '../../support/exported/hostileCases';
import { lostValues, referenceProblems, schemaProblems } from '../../support/exported/terraformProblems';
import { exportedPlans } from '../../support/exportedPlans';
import { readTerraform } from '../../support/terraform';

const { search } = createRequire(path.resolve('package.json'))('jmespath') as {
  readonly search: (data: Json, query: string) => Json;
};

function cloudWith(text: string): Cloud {
  return customCloud({
    name: `Cloud ${text}`,
    resourceManager: 'https://management.example',
    authority: `https://login.example/${text}`,
    registrySuffix: 'azurecr.example',
  });
}

function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other);
}

interface Said {
  readonly files: readonly ExportedFile[];
  readonly text: string;
  readonly reasons: readonly string[];
}

function filesOf(plan: AnyPlan, format: ExportFormat, cloud: Cloud = clouds.public): Said {
  const done = exportPlan(plan, format, cloud);
  if (done.kind === 'refused') return { files: [], text: '', reasons: done.reasons };
  for (const { name } of done.files) assert.match(name, /^[a-z][a-z0-9_]*\.(tf|bicep|json|sh)$/);
  return { files: done.files, text: done.files.map(({ text }) => text).join('\n'), reasons: [] };
}

const allValues = cases((plan, next) => withValues(plan, next, 'all'));
/** With azurerm's own arguments, which have no place for everything. */
const writtenValues = cases(
  (plan, next) => withValues(plan, next, 'written'),
  ['a link from nothing', 'a new registry with replicas', 'a link that waits for approval'],
);
const sentences = cases(withSentences, ['a link from nothing', 'a link that raises the SKU', 'a deletion']);
/** Names that Azure takes, though they look like something else. */
const names = ['-rf', '.x', '(x)', 'Ü名'].flatMap((end) =>
  Object.entries(plans).map(([name, plan]) => ({ name: `${name}: ${end}`, plan: withNames(plan, end) })),
);

/** As the format says them; plans that it doesn't say have to be refused without their hostile texts, too. */
function said(some: readonly Case[], format: ExportFormat): (Case & Said)[] {
  const sayable = new Set(
    Object.entries(plans).flatMap(([name, one]) => (filesOf(one, format).reasons.length === 0 ? [name] : [])),
  );
  assert.ok(sayable.size > 3);
  return some.flatMap((one) => {
    const done = filesOf(one.plan, format);
    assert.equal(done.reasons.length === 0, sayable.has(plainName(one.name)), one.name);
    return done.reasons.length === 0 ? [{ ...one, ...done }] : [];
  });
}

describe('hostile texts in every place of an export', function () {
  this.timeout(180_000);

  describe('as Terraform', () => {
    /** What a parsed file has that begins code, and is no reference. */
    const coded = (value: Json): string[] => {
      if (typeof value === 'string') {
        const left = value.replace(/\$\$\{|%%\{/g, '');
        return /^\$\{[a-z_][\w.]*\}$/.test(value) || !/[$%]\{/.test(left) ? [] : [value];
      }
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value as JsonObject).flatMap(([name, one]) => [...coded(name), ...coded(one)]);
    };

    it('come back as values', async () => {
      for (const { name, plan, text } of said([...allValues, ...writtenValues, ...names], 'terraform')) {
        const file = await readTerraform(text);
        const problems = [
          ...lostValues(writesOf(plan), file),
          ...schemaProblems(file),
          ...referenceProblems(file),
          ...file.blocks.flatMap(({ body }) => coded(body)),
        ];
        assert.deepEqual(problems, [], name);
      }
    });

    it('change nothing from a comment', async () => {
      for (const { name, plan } of said(sentences, 'terraform')) {
        const read = await readTerraform(filesOf(plan, 'terraform').text);
        assert.deepEqual(read, await readTerraform(filesOf(plain(name), 'terraform').text), name);
      }
    });

    it('come back from the endpoints of a cloud', async () => {
      const grant = exportedPlans['a grant']?.() ?? assert.fail();
      for (const text of ["'", '${x}', '%{x}', '#', '`id`', '$(id)']) {
        const cloud = cloudWith(text);
        const { text: file } = filesOf(grant, 'terraform', cloud);
        const { providers, blocks } = await readTerraform(file);
        assert.deepEqual([providers, blocks.flatMap(({ body }) => coded(body))], [['azurerm'], []]);
      }
    });
  });

  describe('as Bicep', () => {
    it('come back as values', async () => {
      for (const { name, plan, files } of said([...allValues, ...names], 'bicep')) {
        assert.deepEqual(await bicepProblems(writesOf(plan), files), [], name);
      }
    });

    it('change nothing from a comment', async () => {
      const read = async (plan: AnyPlan) =>
        Promise.all(filesOf(plan, 'bicep').files.map(async ({ text }) => readBicep(text)));
      for (const { name, plan } of said(sentences, 'bicep')) {
        assert.deepEqual(await read(plan), await read(plain(name)), name);
      }
    });
  });

  describe('as an ARM template', () => {
    const isExpression = (text: string) => /^\[(?!\[).*\]$/s.test(text);
    const textsOf = (value: Json): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value !== 'object' || value === null
          ? []
          : Object.entries(value as JsonObject).flatMap(([name, one]) => [name, ...textsOf(one)]);

    it('come back as values, and none is an expression', () => {
      for (const { name, plan, text } of said([...allValues, ...names], 'armTemplate')) {
        assert.deepEqual(templateProblems(writesOf(plan), text), [], name);
        assert.deepEqual(textsOf(JSON.parse(text) as Json).filter(isExpression), [], name);
      }
    });

    it('change nothing from a comment, and none is an expression', () => {
      const read = (plan: AnyPlan) =>
        JSON.parse(filesOf(plan, 'armTemplate').text, (member, value: Json) =>
          member === 'comments' ? undefined : value,
        ) as Json;
      for (const { name, plan } of said(sentences, 'armTemplate')) {
        const { text } = filesOf(plan, 'armTemplate');
        assert.deepEqual(read(plan), read(plain(name)), name);
        assert.deepEqual(textsOf(JSON.parse(text) as Json).filter(isExpression), [], name);
      }
    });
  });

  describe('as a script', () => {
    const ran = (some: readonly Case[]) => {
      const all = said(some, 'azureCli');
      const calls = callsIn(all.map(({ plan, text }) => [text, writesOf(plan)]));
      return all.map((one, index) => ({ ...one, ...(calls[index] ?? assert.fail()) }));
    };
    const sentTo = (call: Call) => ['create', 'write', 'change', 'remove'].includes(call[0]);

    it('come back as what is sent and looked for, and bash runs none of them', () => {
      for (const { name, plan, calls, errors } of ran([...allValues, ...names])) {
        assert.equal(errors, '', name);
        const steps = writesOf(plan);
        const sent = calls.filter(sentTo).map(([, id = '', version, ...rest]) => {
          const body = rest.at(-1);
          return {
            id,
            version,
            body: body === undefined ? {} : (JSON.parse(body) as Json),
            query: rest.at(-2),
          };
        });
        assert.equal(sent.length, steps.length, name);
        for (const { resourceId: id, request, action } of steps) {
          const query = Object.entries(request.query ?? {}).map(
            ([key, value]) => `&${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
          );
          const isWhole = action !== 'create' && request.method === 'PUT';
          const wanted = {
            id,
            version: request.apiVersion,
            body: action === 'delete' ? {} : request.body,
            query: isWhole ? query.join('') : undefined,
          };
          assert.ok(
            sent.some((one) => isSame(one, wanted)),
            `${name}: ${JSON.stringify(wanted)}`,
          );
        }
        checkLooks(name, steps, calls);
      }
    });

    /** Every query is one of JMESPath, and finds in what it is about the values that it is compared with. */
    function checkLooks(name: string, steps: readonly WrittenStep[], calls: readonly Call[]): void {
      const objects = steps.flatMap(({ request, guard }) => [
        request.body,
        ...(guard === undefined ? [] : [guard.expected, guard.unchanged?.settings ?? {}]),
      ]);
      for (const [call, , , query = '', values = ''] of calls) {
        if (call === 'expect_entries') {
          assert.ok(
            objects.some((one) => (search(one, query) as readonly string[] | null)?.join('\n') !== undefined),
            `${name}: ${query}`,
          );
        }
        if (call !== 'is_set' && call !== 'expect') continue;
        const found = objects.some((one) => isSame(search(one, query), JSON.parse(values) as Json));
        assert.ok(found, `${name}: ${query} ${values}`);
      }
    }

    it('change nothing from a comment, and are printed as they are', () => {
      const known = new Map<string, readonly Call[]>();
      const quiet = (calls: readonly Call[]) => calls.filter(([call]) => call !== 'begin');
      const plainOnes = ran(Object.entries(plans).map(([name, plan]) => ({ name, plan })));
      for (const { name, calls } of plainOnes) known.set(name, quiet(calls));
      for (const { name, plan, calls, errors } of ran(sentences)) {
        assert.equal(errors, '', name);
        assert.deepEqual(quiet(calls), known.get(plainName(name)), name);
        const printed = calls.flatMap(([call, text = '']) => (call === 'begin' ? [text] : [])).slice(1);
        for (const { title } of writesOf(plan)) {
          assert.ok(
            printed.some((text) => text.endsWith(` ${visibleText(title)}`)),
            `${name}: ${title}`,
          );
        }
      }
    });
  });
});
