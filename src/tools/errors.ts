/** What went wrong, for a language model: what it is, and what to do instead. */
import type { Failure } from '../model/failure';
import { detailsOf } from '../platform/failures';
import { dataBlock } from './answer';
import { type Chosen, withoutOthers } from './chosen';

/** Its message is for the model. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

export function inputError(what: string): ToolError {
  return new ToolError(`The input can’t be used. ${what} Correct the input and call the tool again.`);
}

/** What Azure says stands in a block of data, as in an answer. */
export function failureError(failure: Failure, chosen: Chosen | undefined): ToolError {
  const todo =
    failure.kind === 'transient'
      ? 'Call the tool again in a moment.'
      : 'Tell the user what to do. Calling the tool again with the same input doesn’t help.';
  const data = { failure: detailsOf(failure) };
  const shown = chosen === undefined ? data : withoutOthers(data, chosen);
  return new ToolError(`The tool couldn’t respond. ${todo}\n${dataBlock(shown)}`);
}
