/** The way to the extension host, and what the user typed that the host hasn't answered yet. */
import type { FieldId, SavedForm, ToHost } from '../protocol';

interface VsCodeApi {
  postMessage(message: ToHost): void;
  setState(state: SavedForm): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: ToHost): void {
  api.postMessage(message);
}

/** Kept by VS Code over a reload of the window. */
export function keep(saved: SavedForm): void {
  api.setState(saved);
}

interface Typed {
  readonly value: string;
  readonly edit: number;
}

let edits = 0;
const typed = new Map<FieldId, Typed>();

/** Sends an edit and shows it until the host's view contains it. */
export function edit(field: FieldId, value: string): void {
  // Counting starts above the host's number: it may have answered edits of an earlier page of the same form.
  edits += 1;
  typed.set(field, { value, edit: edits });
  post({ type: 'edit', field, value, edit: edits });
}

/** What the host has seen can be forgotten: from now on its value counts. */
export function settle(seen: number): void {
  edits = Math.max(edits, seen);
  for (const [field, { edit: number }] of typed) if (number <= seen) typed.delete(field);
}

export function shownValue(field: FieldId, value: string): string {
  return typed.get(field)?.value ?? value;
}
