const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration as Kusto writes it: `7d`, `1.5h`, `30m`, `10s`, `5ms`. */
export function durationOf(text: string): number {
  const [, count = '', unit = ''] = /^([\d.]+)([a-z]+)$/.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

/** A date in the one form in which texts of dates compare as the dates do; `undefined` for what is none. */
export function dateText(text: string): string | undefined {
  const milliseconds = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}
