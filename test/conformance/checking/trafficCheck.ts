import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { operationNames } from '../../../emulator/src/arm/operationNames';
import { Core } from '../../../emulator/src/core';
import type { Exchange } from '../../../emulator/src/requestLog';
import { checkExchange, type Finding } from './check';
import { falseFindings, rewrites, undescribed } from './exceptions';
import type { Validator } from './validator';

/** One finding, with how often it came and where it came first. */
export interface Counted {
  readonly text: string;
  readonly example: string;
  count: number;
}

/** How often an operation was seen without a fault. */
export interface Seen {
  succeeded: number;
  refused: number;
  /** Api-versions that were asked for and answered. */
  readonly versions: Set<string>;
}

/** Checks exchanges one by one and keeps the sums that the report is made of. */
export class TrafficCheck {
  pairs = 0;
  readonly coverage = { exact: 0, nearest: 0, poll: 0, listed: 0, undescribed: 0 };
  readonly findings: Record<Finding['level'], Map<string, Counted>> = {
    mistake: new Map(),
    newer: new Map(),
    refused: new Map(),
    injected: new Map(),
  };
  /** Exchanges that a fault hit, by its kinds. */
  readonly faults = new Map<string, number>();
  /** Operations without a definition that the exceptions name. */
  readonly listed = new Map<string, number>();
  /** Operations without a definition that nothing explains. */
  readonly undescribed = new Map<string, Counted>();
  readonly seen: Map<string, Seen>;
  private readonly needed = new Map<object, number>();
  private readonly core = new Core();
  /** What each URL of the emulator at hand answered last. */
  private readonly read = new Map<string, unknown>();

  constructor(private readonly validator: Validator) {
    const names = operationNames(this.core.router.types.all);
    this.seen = new Map(names.map((name) => [name, { succeeded: 0, refused: 0, versions: new Set() }]));
  }

  /** Every `*.jsonl` below a folder; none, if the folder isn't there. */
  async addFolder(folder: string): Promise<void> {
    if (!existsSync(folder)) return;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.jsonl')).toSorted()) {
      // A file is one emulator's.
      this.read.clear();
      const lines = createInterface({ input: createReadStream(join(folder, file)), crlfDelay: Infinity });
      // Written by the emulator itself, one object a line.
      for await (const line of lines) if (line !== '') await this.add(JSON.parse(line) as Exchange);
    }
  }

  async add(exchange: Exchange): Promise<void> {
    this.pairs += 1;
    const { method, url } = exchange.request;
    const { pathname, searchParams } = new URL(url);
    const operation = this.core.router.operationOf(method, pathname);
    const example = `${method} ${pathname} → ${exchange.response.status}`;
    this.see(operation, exchange, searchParams.get('api-version') ?? '');

    const { coverage, needed, findings } = await checkExchange(
      exchange,
      operation,
      this.validator,
      this.read.get(pathname.toLowerCase()),
    );
    if (method === 'GET') this.read.set(pathname.toLowerCase(), exchange.response.body);
    this.coverage[coverage] += 1;
    const name = operation ?? 'nothing answers for the path';
    if (coverage === 'listed') raise(this.listed, name);
    if (coverage === 'undescribed') count(this.undescribed, name, example);
    for (const rule of needed) this.needed.set(rule, (this.needed.get(rule) ?? 0) + 1);
    for (const { level, source, issue } of findings) {
      const at = (issue.places[0] ?? '').replace(/\/\d+(?=\/|$)/g, '/#');
      const text = `${name} [${source}, ${issue.side}] ${issue.code} ${at}: ${issue.message.slice(0, 200)}`;
      count(this.findings[level], text, example);
    }
  }

  /** Every rule of the exceptions, with how many exchanges needed it. */
  rules(): { readonly kind: string; readonly why: string; readonly uses: number }[] {
    const of = (kind: string, rules: readonly { readonly why: string }[]) =>
      rules.map((rule) => ({ kind, why: rule.why, uses: this.needed.get(rule) ?? 0 }));
    return [
      ...of('no definition', undescribed),
      ...of('rewritten URL', rewrites),
      ...of('false finding', falseFindings),
    ];
  }

  private see(operation: string | undefined, { response, injected }: Exchange, version: string): void {
    if (injected !== undefined) {
      raise(this.faults, injected);
      return;
    }
    const seen = this.seen.get(operation ?? '');
    if (seen === undefined) return;
    if (response.status < 400) {
      seen.succeeded += 1;
      seen.versions.add(version);
    } else seen.refused += 1;
  }
}

function raise(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function count(counted: Map<string, Counted>, text: string, example: string): void {
  const known = counted.get(text);
  if (known === undefined) counted.set(text, { text, example, count: 1 });
  else known.count += 1;
}
