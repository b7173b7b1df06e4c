import { appendFileSync } from 'node:fs';

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** Enough for the longest test run; the oldest go first. */
const KEPT = 20_000;

/** Every exchange with Resource Manager, one JSON object a line, without the callers' tokens. */
export class RequestLog {
  private lines: string[] = [];

  constructor(private readonly file?: string) {}

  add(exchange: Exchange): void {
    const line = lineOf(exchange);
    this.lines.push(line);
    if (this.lines.length > KEPT) this.lines.splice(0, this.lines.length - KEPT);
    if (this.file !== undefined) appendFileSync(this.file, `${line}\n`, { mode: 0o600 });
  }

  text(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  clear(): void {
    this.lines = [];
  }
}

function lineOf({ request, response }: Exchange): string {
  const { body, ...rest } = request;
  const head = { ...rest, headers: redacted(request.headers) };
  try {
    return JSON.stringify({ request: { ...head, ...(body === undefined ? {} : { body }) }, response });
  } catch {
    // JSON that is nested thousands of levels deep can be parsed, but not written.
    return JSON.stringify({ request: { ...head, body: 'not printable' }, response });
  }
}

const SECRET = /^(authorization|x-ms-authorization-auxiliary|cookie)$/i;

function redacted(headers: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    SECRET.test(name) ? 'REDACTED' : value,
  ]);
  return Object.fromEntries(entries) as Record<string, string | undefined>;
}
