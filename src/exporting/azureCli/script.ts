/** A plan as a bash script of the Azure CLI. Pure. */
import { subscriptionKeyOf } from '../../model/armId';
import { asObjects, type Json, type JsonObject } from '../../model/json';
import type { Cloud } from '../../model/clouds';
import { visibleText } from '../../model/shownText';
import { type Exported, inCircle } from '../exported';
import { commented, wrapped } from '../header';
import { nodesOf, type Source, type WrittenStep } from '../model';
import { textsIn, unseen } from '../sayable';
import { bashQuoted, withJson } from './bash';
import { contents } from './contents';
import { functionsFor } from './functions';

/** One file, `apply.sh`. Refused where something goes whose contents no script can look at. */
export function toAzureCli({ steps, header }: Source, cloud: Cloud): Exported {
  const reasons = steps.flatMap(unsaid);
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const nodes = nodesOf(steps);
  if (nodes === undefined) return inCircle;
  const ordered = nodes.map(({ step }) => step);
  const deletes = ordered.some(({ action }) => action === 'delete');
  const text = [
    '#!/usr/bin/env bash',
    ...commented(
      [
        ...header,
        '',
        `Requires the Azure CLI, signed in (az login) to ${cloud.cliName}. It stops at the first error. When rerun, it`,
        `skips what already exists.${deletes ? ' It asks before each deletion; --yes confirms all of them.' : ''}`,
      ],
      '#',
    ),
    '# shellcheck disable=SC2016 # Between single quotes a dollar sign is meant as such.',
    'set -euo pipefail',
    '',
    functionsFor(ordered),
    '',
    ...subscriptionChecks(ordered),
    ...ordered.flatMap((step, index) => ['', ...stepLines(step, `${index + 1}/${ordered.length}`)]),
    '',
    String.raw`printf 'Done.\n'`,
    '',
  ].join('\n');
  return { kind: 'exported', files: [{ name: 'apply.sh', text }] };
}

function unsaid({ action, kind, title, guard }: WrittenStep): string[] {
  if (action === 'delete' && contents[kind] === 'unknowable') {
    return [`${title} is deleted. A script can’t check its contents. Roll back in ACR Private Link instead.`];
  }
  return unseen(title, textsIn([guard?.expected ?? {}, guard?.unchanged?.settings ?? {}]));
}

/** A subscription that the account doesn’t see would look like one in which nothing is. */
function subscriptionChecks(steps: readonly WrittenStep[]): string[] {
  const ids = [...new Set(steps.map(({ resourceId }) => subscriptionKeyOf(resourceId)))];
  return [
    "begin 'Subscriptions'",
    ...ids.map((id) => `az account show --only-show-errors --subscription ${bashQuoted(id)} --output none`),
  ];
}

function stepLines(step: WrittenStep, count: string): string[] {
  const { title, reason, action, resourceId, request } = step;
  return [
    `begin ${bashQuoted(visibleText(`${count} ${verbs[action]} ${title}`))}`,
    ...commented(wrapped(reason), '#'),
    `id=${bashQuoted(resourceId)}`,
    `version=${bashQuoted(request.apiVersion)}`,
    ...(action === 'create'
      ? [withJson('create', jsonOf(request.body))]
      : action === 'delete'
        ? deletion(step)
        : request.method === 'PATCH'
          ? patch(step)
          : put(step)),
  ];
}

const verbs = { create: 'Create', update: 'Change', delete: 'Delete', reuse: 'Keep' } as const;

function patch(step: WrittenStep): string[] {
  const { request, guard } = step;
  return [
    `if is_set ${membersOf(request.body)}; then`,
    "  say 'Already set.'",
    'else',
    ...[...expectation(guard?.expected), ...expectation(guard?.unchanged?.settings), ...listChecks(step)].map(
      (line) => `  ${line}`,
    ),
    withJson('  change', jsonOf(request.body)),
    'fi',
  ];
}

/** It may have to be written though it is set so: then Azure tries again. */
function put(step: WrittenStep): string[] {
  const { request, guard } = step;
  const checks = [...expectation(guard?.unchanged?.settings), ...listChecks(step)];
  const more = Object.entries(request.query ?? {}).map(
    ([name, value]) => `&${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return [
    ...expectation(guard?.expected),
    ...(checks.length === 0
      ? []
      : [`if ! is_set ${membersOf(request.body)}; then`, ...checks.map((line) => `  ${line}`), 'fi']),
    withJson(`write ${bashQuoted(more.join(''))}`, jsonOf(request.body)),
  ];
}

function deletion({ kind, guard }: WrittenStep): string[] {
  const looks = contents[kind];
  const allowed = guard?.contents?.allowed ?? [];
  const checks = [
    ...expectation(guard?.expected),
    ...expectation(guard?.unchanged?.settings),
    ...(looks === 'unknowable' ? [] : looks).map(({ path, query }) =>
      ['holds_only', path, query, ...allowed]
        .map((word, index) => (index === 0 ? word : bashQuoted(word)))
        .join(' '),
    ),
  ];
  return [
    'if is_there; then',
    ...checks.map((line) => `  ${line}`),
    '  remove',
    'else',
    "  say 'Already deleted.'",
    'fi',
  ];
}

/** That members are as they were when it was planned. */
function expectation(members: JsonObject | undefined): string[] {
  return members === undefined || leaves(members).length === 0 ? [] : [`expect ${membersOf(members)}`];
}

/** That a list of several writers has the entries that it had, or those that it gets. */
function listChecks({ request }: WrittenStep): string[] {
  return (request.lists ?? []).map(({ list, key, add, remove }) => {
    const entries = asObjects(at(request.body, list));
    const keysOf = (some: readonly JsonObject[]) => some.map((entry) => textOf(at(entry, key)));
    const before = [...keysOf(entries).filter((one) => !keysOf(add).includes(one)), ...keysOf(remove)];
    const query = `${path(list.split('.'))}[].${path(key.split('.'))}`;
    return ['expect_entries', query, before.join('\n'), keysOf(entries).join('\n')]
      .map((word, index) => (index === 0 ? word : bashQuoted(word)))
      .join(' ');
  });
}

function at(value: Json | undefined, where: string): Json | undefined {
  return where
    .split('.')
    .reduce<Json | undefined>((inner, name) => (inner as JsonObject | undefined)?.[name], value);
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** A query for all scalars of an object, and for how long its lists are, and the list that it has to answer. */
function membersOf(object: JsonObject): string {
  const all = leaves(object);
  const query = `[${all.map(([where]) => where).join(', ')}]`;
  return `${bashQuoted(query)} ${bashQuoted(JSON.stringify(all.map(([, value]) => value)))}`;
}

function leaves(value: Json, where = ''): (readonly [string, Json])[] {
  if (typeof value !== 'object' || value === null) return [[where, value]];
  if (Array.isArray(value)) {
    // Without it a list that gets shorter, or empty, would look as if it were so already.
    const length = [`length(${where} || \`[]\`)`, value.length] as const;
    return [
      length,
      ...(value as readonly Json[]).flatMap((item, index) => leaves(item, `${where}[${index}]`)),
    ];
  }
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(member, [...(where === '' ? [] : [where]), path([name])].join('.')),
  );
}

/** Quoted names: tags may hold any character. */
function path(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join('.');
}

function jsonOf(body: JsonObject): string {
  return JSON.stringify(body, undefined, 2);
}
