import * as v from 'valibot';
import type { AdminHandler } from './adminCall';
import { adminControls } from './adminControls';
import { ArmError } from './arm/errors';
import type { Core } from './core';
import { pullVerdict, resolveName } from './oracle/index';
import { nodeStart } from './oracle/bootstrap';
import { pullOverTime } from './oracle/kubelet';
import { partsOf } from './oracle/parts';
import { pushVerdict } from './oracle/push';
import type { RequestLog } from './requestLog';
import { readScenario, seedScenario } from './scenario';

export const ADMIN_PATH = '/_emulator';

export interface AdminRequest {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly body: string;
}

export interface AdminAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const handlers: Readonly<Record<string, AdminHandler>> = {
  'POST reset': ({ core, log, body }) => {
    const { scenario } = v.parse(v.strictObject({ scenario: v.optional(v.string()) }), body);
    // Read first: a name or a file that is wrong leaves everything as it is.
    const read = scenario === undefined ? undefined : readScenario(scenario, core.cloud.registrySuffix);
    log.clear();
    core.clear();
    if (read !== undefined) seedScenario(core, read);
    return { scenario: scenario ?? null, resources: core.estate.all().length };
  },
  'GET state': ({ core }) => {
    const resources = core.estate.all();
    return { resources: resources.sort((a, b) => a.id.localeCompare(b.id)) };
  },
  'GET oracle': ({ core, query }) => {
    const pull = { clusterId: needed(query, 'cluster'), image: needed(query, 'image') };
    const verdict = pullVerdict(core.estate, pull);
    if (!query.has('seconds')) return verdict;
    const seconds = v.parse(v.pipe(v.number(), v.maxValue(86_400)), Number(needed(query, 'seconds')));
    return {
      ...verdict,
      overTime: pullOverTime(core.estate, { ...pull, start: core.clock.now(), seconds }),
    };
  },
  'GET bootstrap': ({ core, query }) => nodeStart(core.estate, needed(query, 'cluster')),
  'GET parts': ({ core, query }) => ({
    pools: partsOf(core.estate, {
      registryId: needed(query, 'registry'),
      clusterId: needed(query, 'cluster'),
      ...optional(query, 'pool'),
      ...optional(query, 'image'),
    }),
  }),
  'GET push': ({ core, query }) =>
    pushVerdict(core.estate, {
      principalId: needed(query, 'principal'),
      image: needed(query, 'image'),
      from: needed(query, 'from'),
    }),
  'GET resolve': ({ core, query }) =>
    resolveName(core.estate, {
      networkId: needed(query, 'network'),
      name: needed(query, 'name'),
      ...(query.has('subnet') ? { subnetId: needed(query, 'subnet') } : {}),
    }),
  'GET registries': ({ core }) => ({ exchanges: core.dataPlane.exchanges() }),
  ...adminControls,
};

/** The emulator's own switches, outside of everything that Azure has. */
export function answerAdmin(core: Core, log: RequestLog, request: AdminRequest): AdminAnswer {
  try {
    core.operations.settle();
    const [path = '', search = ''] = request.url.split(/\?(.*)/s);
    const query = new URLSearchParams(search);
    const name = `${request.method} ${path.slice(ADMIN_PATH.length + 1)}`;
    if (name === 'GET log') return logAnswer(log, query.get('clear') === 'true');
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (handler === undefined) {
      const known = [...Object.keys(handlers), 'GET log'].join(', ');
      throw new ArmError(404, 'NotFound', `There is no such admin call; there are ${known}.`);
    }
    return json(200, handler({ core, log, query, body: parsed(request.body) }));
  } catch (thrown) {
    return failed(thrown);
  }
}

function failed(thrown: unknown): AdminAnswer {
  if (thrown instanceof ArmError) return json(thrown.status, { error: thrown.toJSON() });
  if (thrown instanceof v.ValiError) {
    const messages = (thrown.issues as v.BaseIssue<unknown>[]).map(
      (issue) => `${issue.message} at ${v.getDotPath(issue) ?? 'the top of the body'}`,
    );
    return json(400, { error: { code: 'BadRequest', message: `${messages.join('; ')}.` } });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return json(400, { error: { code: 'AdminCallFailed', message } });
}

function logAnswer(log: RequestLog, clear: boolean): AdminAnswer {
  const body = log.text();
  if (clear) log.clear();
  return { status: 200, contentType: 'application/x-ndjson; charset=utf-8', body };
}

function json(status: number, body: unknown): AdminAnswer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(body, undefined, 2) };
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ArmError(400, 'BadRequest', 'The body is not JSON.');
  }
}

function optional<Name extends string>(query: URLSearchParams, name: Name): Partial<Record<Name, string>> {
  return query.has(name) ? ({ [name]: needed(query, name) } as Record<Name, string>) : {};
}

function needed(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value !== null && value !== '') return value;
  throw new ArmError(400, 'BadRequest', `The query parameter \`${name}\` is missing.`);
}
