import { randomBytes } from 'node:crypto';

/** Marks everything that one verification creates in a cluster. */
export function newRunId(): string {
  return randomBytes(5).toString('hex');
}

export function isRunId(text: string): boolean {
  return /^[0-9a-f]{10}$/.test(text);
}

/** The label that the pods carry; its value is the run's id. */
export const runLabel = 'acr-private-link/verify-run';
/** Label that says which tool made a thing, as Kubernetes recommends it. */
export const managedByLabel = { key: 'app.kubernetes.io/managed-by', value: 'acr-private-link' } as const;
