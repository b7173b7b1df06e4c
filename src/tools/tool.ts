/** What a tool is, without VS Code: parsed input, words before it runs, and an answer of data. */
import * as v from 'valibot';
import { visibleText } from '../model/shownText';
import type { Answer } from './answer';
import { inputError } from './errors';

/** Asked before it runs, for what a person has to agree to. */
interface Confirmation {
  readonly title: string;
  readonly message: string;
}

/** What VS Code shows of a call before it is made. */
export interface Prepared {
  readonly progress: string;
  readonly confirmation?: Confirmation;
}

export interface Tool {
  readonly schema: v.GenericSchema;
  /** Free of side effects. Rejects with ToolError or FailureError for an input that can't be used. */
  prepare(input: unknown): Promise<Prepared>;
  /** Rejects with ToolError for an input that can't be used, and with FailureError. */
  run(input: unknown, signal: AbortSignal): Promise<Answer>;
}

export interface ToolParts<Input> {
  readonly schema: v.GenericSchema<unknown, Input>;
  /** "Reading the estate" */
  readonly progress: (input: Input) => string;
  /** Left out for what only reads or opens a page. */
  readonly confirm?: (input: Input) => Promise<Confirmation>;
  readonly run: (input: Input, signal: AbortSignal) => Promise<Answer>;
}

/** A tool whose parts get parsed input only. */
export function tool<Input>({ schema, progress, confirm, run }: ToolParts<Input>): Tool {
  const parse = (input: unknown): Input => {
    const result = v.safeParse(schema, input);
    if (result.success) return result.output;
    throw inputError(result.issues.map(words).join(' '));
  };
  return {
    schema,
    async prepare(input) {
      const parsed = parse(input);
      const confirmation = await confirm?.(parsed);
      return { progress: progress(parsed), ...(confirmation && { confirmation }) };
    },
    run: async (input, signal) => run(parse(input), signal),
  };
}

/** What the caller sent is named by its kind at most: it may be a whole log. */
function words({ path, expected, message, received }: v.BaseIssue<unknown>): string {
  const name = visibleText(path?.map(({ key }) => String(key)).join('.') ?? 'input').slice(0, 100);
  if (expected === 'never') return `${name}: no such property.`;
  if (received === 'undefined') return `${name}: is missing.`;
  return `${name}: expected ${expected ?? message}, and got ${received.slice(0, 100)}.`;
}

/** A name, a login server or a resource ID. */
export const named = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));
/** Part of a name, for lists that are too long. */
export const filter = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), '');
/** How many items an answer may have. */
export const mostItems = 50;
export const limit = v.optional(
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostItems)),
  mostItems,
);
