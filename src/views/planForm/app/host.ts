/** What the user typed that the host hasn't answered yet, and the messages that all forms post. */
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { CommonToHost } from '../protocol';
import type { FieldView } from '../protocol/fields';

export function post(message: CommonToHost): void {
  vscodeApi.postMessage(message);
}

interface Typed {
  readonly value: string;
  readonly edit: number;
}

let edits = 0;
/** By the key of the field. */
const typed = new Map<string, Typed>();

/** Sends an edit and shows it until the host's view contains it. */
export function edit({ id, scope, key }: FieldView, value: string): void {
  typed.set(key, { value, edit: postEdit(scope, id, value) });
}

/** Sends an edit of a field that isn't shown; gives its number. */
export function postEdit(scope: string, field: string, value: string): number {
  // Counting starts above the host's number: it may have answered edits of an earlier page of the same form.
  edits += 1;
  post({ type: 'edit', scope, field, value, edit: edits });
  return edits;
}

/** What the host has seen can be forgotten: from now on its value counts. */
export function settle(seen: number): void {
  edits = Math.max(edits, seen);
  for (const [key, { edit: number }] of typed) if (number <= seen) typed.delete(key);
}

export function shownValue(key: string, value: string): string {
  return typed.get(key)?.value ?? value;
}
