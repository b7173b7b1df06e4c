/** What the user typed that the host hasn't answered yet, and the messages that all forms post. */
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { CommonToHost } from '../protocol/messages';
import type { FieldOffer, FieldView } from '../protocol/fields';

export function post(message: CommonToHost): void {
  vscodeApi.postMessage(message);
}

interface Typed {
  readonly value: string;
  readonly edit: number;
}

let edits = 0;
/** Highest number of the edits that the host's view contains. */
let settled = 0;
/** By the key of the field. */
const typed = new Map<string, Typed>();
/** Keys of the fields that the user has changed. */
const touched = new Set<string>();

/** Asks the host to fill a field in. */
export function takeOffer(type: FieldOffer): void {
  vscodeApi.postMessage({ type });
}

/** Sends an edit and shows it until the host's view contains it. */
export function edit({ id, scope, key }: FieldView, value: string): void {
  touched.add(key);
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
  settled = seen;
}

/** Whether the user has changed the field since the page was opened. */
export function isTouched(key: string): boolean {
  return touched.has(key);
}

/** What to show of a field that has the value for the host. */
export function shownValue(key: string, value: string): string {
  const own = typed.get(key);
  if (own === undefined) return value;
  if (own.edit > settled) return own.value;
  // The host leaves out the blanks around a text, while somebody who types is about to go on after one.
  if (own.value.trim() === value && document.activeElement?.id === fieldElement(key)) return own.value;
  typed.delete(key);
  return value;
}

/** Id of the element of a field. */
export function fieldElement(key: string): string {
  return `field-${key}`;
}
