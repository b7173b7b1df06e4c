/** JSON that has everything JSON may have, for property tests. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json';

/** What objects inherit or libraries watch for, what sorts first, and what is no letter. */
const oddNames = [
  '__proto__',
  'prototype',
  'constructor',
  'toString',
  'hasOwnProperty',
  'etag',
  'id',
  '0',
  '',
  ' ',
  '\0',
  '\ud800',
  'é',
  '名前',
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('\ud800', 'x\udc00', '"\\\n\u2028'),
);
const name = fc.oneof(fc.constantFrom(...oddNames), text);

/** Made of entries, because assigning `__proto__` sets no member. */
function objectOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.array(fc.tuple(name, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries));
}

export const { object: jsonObjects } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('object'),
  ),
  object: objectOf(tie('json')),
}));

/** Tags as a user or Azure may have them. */
export const tagSets = objectOf(text);
