import * as v from 'valibot';
import { parseAnswer } from '../http/parse';
import type { RegistryAnswer } from './registryClient';

const name = v.pipe(v.string(), v.maxLength(300));

/** `/acr/v1/_catalog`; an empty registry has null for a list. */
export const catalogShape = v.object({ repositories: v.nullable(v.array(name)) });

/** `/acr/v1/{name}/_tags` */
export const tagsShape = v.object({
  tags: v.nullable(
    v.array(
      v.object({
        name,
        digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
        lastUpdateTime: v.nullish(v.string()),
      }),
    ),
  ),
});

/** The body in the form that the schema says. Throws FailureError naming what `what` is, where it is another. */
export function parsedBody<T extends v.GenericSchema>(
  schema: T,
  { body }: RegistryAnswer,
  what: string,
): v.InferOutput<T> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Not JSON: said in the same words as JSON of another form.
  }
  return parseAnswer(schema, value, what);
}
