import type { Json } from '../../estate';

/** How many parameters a function takes at least and at most, and what it gives. */
export type ScalarFunction = readonly [least: number, most: number, run: (values: readonly Json[]) => Json];
