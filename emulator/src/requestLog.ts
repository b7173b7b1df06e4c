import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** One exchange with Resource Manager, in the format that OpenAPI validators of traffic read. */
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
  /** Kinds of the faults that hit, with commas. After `reset-after` the caller never saw the response. */
  readonly injected?: string;
}

/** Enough for the longest test run; the oldest go first. */
const KEPT = 20_000;

/** Every exchange with Resource Manager, one JSON object a line, without the callers' tokens. */
export class RequestLog {
  private lines: string[] = [];
  private open: number | undefined;

  constructor(private readonly file?: string) {}

  add(exchange: Exchange): void {
    const line = lineOf(exchange);
    this.lines.push(line);
    if (this.lines.length > 2 * KEPT) this.lines = this.lines.slice(-KEPT);
    if (this.file === undefined) return;
    this.open ??= openSync(this.file, 'a', 0o600);
    appendFileSync(this.open, `${line}\n`);
  }

  /** The exchanges since the start or the last reset, oldest first. */
  exchanges(): Exchange[] {
    return this.kept().map((line) => JSON.parse(line) as Exchange);
  }

  text(): string {
    return this.kept()
      .map((line) => `${line}\n`)
      .join('');
  }

  clear(): void {
    this.lines = [];
  }

  close(): void {
    if (this.open !== undefined) closeSync(this.open);
    this.open = undefined;
  }

  private kept(): string[] {
    return this.lines.slice(-KEPT);
  }
}

/**
 * Where an emulator writes its exchanges that wasn't told where: a file of its own in the folder that the variable
 * EMULATOR_TRAFFIC names, so that the traffic of a whole test run can be checked. Without the variable, nowhere.
 */
export function trafficFile(): string | undefined {
  const folder = process.env['EMULATOR_TRAFFIC'];
  if (folder === undefined || folder === '') return undefined;
  mkdirSync(folder, { recursive: true });
  return join(folder, `${randomUUID()}.jsonl`);
}

function lineOf({ request, response, injected }: Exchange): string {
  const { body, ...rest } = request;
  const head = { ...rest, headers: redacted(request.headers) };
  const mark = injected === undefined ? {} : { injected };
  try {
    return JSON.stringify({
      request: { ...head, ...(body === undefined ? {} : { body }) },
      response,
      ...mark,
    });
  } catch {
    // JSON that is nested thousands of levels deep can be parsed, but not written.
    return JSON.stringify({ request: { ...head, body: 'not printable' }, response, ...mark });
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
