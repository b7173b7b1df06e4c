import * as v from 'valibot';
import { settingId, type settingNames } from '../contributions';
import { clouds, type Cloud } from '../model/clouds';
import { FailureError } from '../model/failure';
import { isLoopback } from '../model/loopback';
import { defaultNamePatterns, type NamePatterns } from '../model/names';
import { isOperationTag, operationTag, recordOf } from '../provisioning/overview';

export interface Settings {
  readonly cloud: Cloud;
  /** Origin of the emulator that stands in for Azure; undefined for the real one. */
  readonly emulatorEndpoint: string | undefined;
  /** What the emulator takes as a token, where it is the sample estate. */
  readonly sampleToken?: string;
  readonly signIn: 'vscode' | 'azureCli' | 'environment';
  /** GUID or domain name of a directory; undefined for the account's own. */
  readonly tenant: string | undefined;
  /** GUIDs in lower case; empty for all subscriptions. */
  readonly subscriptions: readonly string[];
}

/** Origin of the Resource Manager that the settings name: the emulator's, or that of the cloud. */
export function resourceManagerOf({ cloud, emulatorEndpoint }: Settings): string {
  return emulatorEndpoint ?? cloud.resourceManager;
}

/** What the link form proposes instead of its own defaults. */
export interface Proposals {
  readonly names: Partial<NamePatterns>;
  readonly tags: Readonly<Record<string, string>>;
}

export type ConnectionSetting = Exclude<keyof Settings, 'sampleToken'>;

const cloudsBySetting = { public: clouds.public, usGovernment: clouds.usGov, china: clouds.china } as const;

const tenant = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const schemas = {
  cloud: v.pipe(
    v.picklist(['public', 'usGovernment', 'china'], 'must be “public”, “usGovernment” or “china”'),
    v.transform((name) => cloudsBySetting[name]),
  ),
  emulatorEndpoint: v.pipe(
    v.string('must be text'),
    v.trim(),
    v.check((text) => text === '' || loopbackOrigin(text) !== undefined, notLoopback),
    v.transform((text) => (text === '' ? undefined : loopbackOrigin(text))),
  ),
  signIn: v.picklist(['vscode', 'azureCli', 'environment'], 'must be “vscode”, “azureCli” or “environment”'),
  tenant: v.pipe(
    v.string('must be text'),
    v.trim(),
    v.check((text) => text === '' || tenant.test(text), 'must be the GUID or a domain name of a directory'),
    v.transform((text) => (text === '' ? undefined : text)),
  ),
  subscriptions: v.array(
    v.pipe(
      v.string('must be a list of texts'),
      v.toLowerCase(),
      v.regex(guid, 'must be a list of subscription IDs (GUIDs)'),
    ),
    'must be a list of subscription IDs',
  ),
};

const kindsOfNames = Object.keys(defaultNamePatterns) as (keyof NamePatterns)[];

const proposals = {
  names: v.record(
    v.picklist(kindsOfNames, `must have no other keys than ${kindsOfNames.join(', ')}`),
    v.pipe(v.string('must be patterns by kind of resource'), v.nonEmpty('must not have empty patterns')),
    'must be patterns by kind of resource',
  ),
  tags: v.pipe(
    recordOf(v.string('must be values by tag name'), 'must be values by tag name'),
    v.check(
      (tags) => !Object.keys(tags).some(isOperationTag),
      `must not have ${operationTag}, which is the extension’s own mark`,
    ),
  ),
};

/** Throws a FailureError that names the first setting that can't be used, and why. */
export function parseSettings(raw: Readonly<Record<ConnectionSetting, unknown>>): Settings {
  return {
    cloud: parsed('cloud', schemas.cloud, raw.cloud),
    emulatorEndpoint: parsed('emulatorEndpoint', schemas.emulatorEndpoint, raw.emulatorEndpoint),
    signIn: parsed('signIn', schemas.signIn, raw.signIn),
    tenant: parsed('tenant', schemas.tenant, raw.tenant),
    subscriptions: parsed('subscriptions', schemas.subscriptions, raw.subscriptions),
  };
}

/** Throws a FailureError like `parseSettings`; on its own, because only the form needs it. */
export function parseProposals(raw: Readonly<Record<keyof Proposals, unknown>>): Proposals {
  return {
    names: parsed('names', proposals.names, raw.names),
    tags: parsed('tags', proposals.tags, raw.tags),
  };
}

function parsed<T>(name: keyof typeof settingNames, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const setting = settingId(name);
  throw new FailureError({
    code: 'settings.invalid',
    kind: 'user',
    message: `The setting ${setting} ${result.issues[0].message}.`,
    nextAction: `Change ${setting} in your user settings.`,
  });
}

function notLoopback(issue: v.CheckIssue<string>): string {
  return `must be an address of this computer such as http://127.0.0.1:8080, not “${issue.input.slice(0, 100)}”`;
}

/** An emulator takes any token, so it may only be where nobody else listens. */
function loopbackOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain =
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '';
  return isPlain && isLoopback(url) ? url.origin : undefined;
}
