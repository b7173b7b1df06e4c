import type { Json } from '../../estate';

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration as Kusto writes it: `7d`, `1.5h`, `30m`, `10s`, `5ms`. */
export function durationOf(text: string): number {
  const [, count = '', unit = ''] = /^([\d.]+)([a-z]+)$/.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

/** A date in the one form in which texts of dates compare as the dates do; `undefined` for what is none. */
export function dateText(text: string): string | undefined {
  return textOfMoment(Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text));
}

/** The same of milliseconds since the epoch; `undefined` where that is beyond all dates. */
export function textOfMoment(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Milliseconds since the epoch of what is a date by its form; `undefined` for everything else. */
export function momentOf(value: Json): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/**
 * A sum or difference with a date: of a date and a duration a date, of two dates the milliseconds between them. Null for
 * what dates don't take; `undefined` where there is no date.
 */
export function reckonedTime(operator: string, left: Json, right: Json): Json | undefined {
  const [from, to] = [momentOf(left), momentOf(right)];
  if (from === undefined && to === undefined) return undefined;
  if (operator === '-' && from !== undefined && to !== undefined) return from - to;
  const moment = from ?? (operator === '+' ? to : undefined);
  const duration = from === undefined ? left : right;
  if (moment === undefined || typeof duration !== 'number' || !['+', '-'].includes(operator)) return null;
  return textOfMoment(operator === '+' ? moment + duration : moment - duration) ?? null;
}
