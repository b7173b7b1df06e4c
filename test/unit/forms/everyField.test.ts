import assert from 'node:assert/strict';
import { longestText } from '../../../src/views/planForm/protocol';
import type { FieldView } from '../../../src/views/planForm/protocol/fields';
import { drivenForms, type DrivenForm } from '../../support/forms/drivenForms';

type TextField = Extract<FieldView, { kind: 'text' }>;

/** What somebody may leave in a field: typed, pasted, or by mistake. */
const pasted: readonly string[] = [
  '',
  '   ',
  '  abc-1\t',
  '\u00a0abc-1\n',
  'a',
  '-',
  'UPPER-lower.9_',
  'ресурсы',
  'é',
  '🚀🚀🚀',
  '\u202edrowssap',
  'a\u200bb',
  '../../x',
  'a/b?c#d',
  '"; rm -rf / #',
  '<img src=x onerror=alert(1)>',
  '${HOME} $(id) `id`',
  '{{ .Values.x }}',
  '10.0.0.0/8',
  '10.91.0.0/26 ',
  '999.1.1.1/99',
  'constructor',
  '__proto__',
  'x'.repeat(91),
  'x'.repeat(longestText),
];
/** The last of the letters is no end of a name, and the last but one is. */
const typed = 'my-thing-2_-';

/** Choices behind which further fields are; each is made by itself, over what is proposed. */
const ways: readonly (readonly (readonly [field: string, value: string])[])[] = [
  [],
  [['approval', 'manual']],
  [['placement', 'own']],
  [['access', 'ranges']],
  [['mode', 'public']],
];

for (const [name, open] of drivenForms) {
  describe(`every field of the form “${name}”`, function () {
    this.timeout(60_000);
    let edits = 0;
    const edit = ({ scope, id }: Pick<FieldView, 'scope' | 'id'>, value: string) => ({
      type: 'edit',
      scope,
      field: id,
      value,
      edit: (edits += 1),
    });

    async function opened(way: (typeof ways)[number]): Promise<DrivenForm | undefined> {
      const form = await open();
      for (const [id, value] of way) {
        const fields = fieldsOf(form).filter((field) => field.id === id && 'options' in field);
        if (fields.length === 0) return undefined;
        for (const field of fields) await form.send(edit(field, value));
      }
      // A form that asks for agreement has it: what is looked at is what is typed.
      for (const field of fieldsOf(form)) {
        if (field.kind === 'check' && field.error !== undefined) await form.send(edit(field, 'true'));
      }
      return form;
    }

    it('keeps what is typed into it key by key, cleared and typed again', async () => {
      await eachField(async (form, field) => {
        await form.send(edit(field, ''));
        for (let length = 1; length <= typed.length; length += 1) {
          const value = typed.slice(0, length);
          assert.ok(await form.send(edit(field, value)));
          assert.equal(shown(form, field)?.value, value, field.key);
        }
        await form.send(edit(field, ''));
        assert.equal(shown(form, field)?.value, '', field.key);
      });
    });

    it('has the value that was pasted, without the blanks around it, and a message for what it can’t be', async () => {
      await eachField(async (form, field) => {
        for (const value of pasted) {
          assert.ok(await form.send(edit(field, value)));
          const after = shown(form, field);
          assert.equal(after?.value, value.trim(), field.key);
          if (after.error !== undefined) assertSaysWhy(after.error, `${field.key} = ${value.slice(0, 40)}`);
        }
      });
    });

    it('refuses what is too long to be sent, and keeps the value', async () => {
      await eachField(async (form, field) => {
        const before = shown(form, field)?.value;
        assert.equal(await form.send(edit(field, 'x'.repeat(longestText + 1))), false);
        assert.equal(shown(form, field)?.value, before);
      });
    });

    it('is planned as it is shown, or not at all', async () => {
      let plans = 0;
      await eachField(async (form, field) => {
        const proposed = field.value;
        for (const value of ['', 'my-thing-2', 'a/b', '10.91.0.0/26', '203.0.113.7', proposed]) {
          await form.send(edit(field, value));
          const asked = form.asked();
          const { error } = shown(form, field) ?? {};
          await form.send({ type: 'preview' });
          const spec = form.planned();
          const mistakes = fieldsOf(form).filter((one) => one.error !== undefined);
          if (error !== undefined || mistakes.length > 0 || !form.mayPlan()) {
            assert.equal(spec, undefined, `${field.key} = ${value} is planned with a mistake`);
            assert.equal(form.asked(), asked, 'Azure is not asked for a form with a mistake');
            continue;
          }
          assert.ok(spec !== undefined, `${field.key} = ${value} is not planned`);
          plans += 1;
          const text = JSON.stringify(spec);
          for (const one of fieldsOf(form)) {
            if (one.kind !== 'text' || one.id === 'tags') continue;
            const parts = one.id === 'ranges' ? one.value.split(/[\s,;]+/) : [one.value];
            for (const part of parts) {
              assert.ok(
                text.includes(JSON.stringify(part).slice(1, -1)),
                `${one.key} shows ${part}, planned is ${text}`,
              );
            }
          }
          if (value !== proposed && proposed.length > 6 && isAlone(form, field, proposed)) {
            assert.ok(!text.includes(`${proposed}"`), `${proposed} was replaced, planned is ${text}`);
          }
        }
      });
      assert.ok(plans > 0);
    });

    /** Each field of text, in the way that leads to it first; the form is as it was proposed but for that. */
    async function eachField(look: (form: DrivenForm, field: TextField) => Promise<void>): Promise<void> {
      const done = new Set<string>();
      for (const way of ways) {
        const form = await opened(way);
        if (form === undefined) continue;
        for (const field of fieldsOf(form).filter(isText)) {
          if (done.has(field.key)) continue;
          done.add(field.key);
          await look(form, field);
          await form.send(edit(field, field.value));
        }
      }
      assert.ok(done.size > 0, 'the form has fields');
    }
  });
}

function fieldsOf(form: DrivenForm): readonly FieldView[] {
  return form.sections().flatMap(({ fields }) => fields);
}

function isText(field: FieldView): field is TextField {
  return field.kind === 'text';
}

function shown(form: DrivenForm, { key }: FieldView): TextField | undefined {
  return fieldsOf(form)
    .filter(isText)
    .find((field) => field.key === key);
}

/** No other field shows it as well. */
function isAlone(form: DrivenForm, field: FieldView, value: string): boolean {
  return fieldsOf(form).every((one) => one.key === field.key || !JSON.stringify(one).includes(value));
}

/** A sentence, which names more than that something is wrong. */
function assertSaysWhy(error: string, about: string): void {
  assert.match(error, /^.{20,}[.?]$/su, `${about}: ${error}`);
  assert.ok(error.length < 700, `${about}: ${error.slice(0, 200)}`);
  assert.doesNotMatch(error, /\b(?:invalid|error|undefined|NaN|\[object)\b/iu, `${about}: ${error}`);
}
