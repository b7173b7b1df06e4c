import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { settingId, type settingNames } from '../contributions';
import { clouds, customCloud, type Cloud } from '../model/clouds';
import { FailureError } from '../model/failure';
import { isLoopback } from '../model/loopback';
import { defaultNamePatterns, type NamePatterns } from '../model/names';
import { customEndpoints } from './customEndpoints';
import { isOperationTag, operationTag, recordOf } from '../provisioning/adapters';

export interface Settings {
  readonly cloud: Cloud;
  /** Origin of the emulator that stands in for Azure; undefined for the real one. */
  readonly emulatorEndpoint: string | undefined;
  /** What the emulator takes as a token, where it is the sample estate. */
  readonly sampleToken?: string;
  readonly signIn: 'vscode' | 'azureCli' | 'environment' | 'managedIdentity';
  /** GUID or domain name of a directory; undefined for the account's own. */
  readonly tenant: string | undefined;
  /** GUIDs in lower case; empty for all subscriptions. */
  readonly subscriptions: readonly string[];
  /** Directories that aren't asked: GUIDs in lower case. */
  readonly hiddenDirectories: readonly string[];
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

export type ConnectionSetting = Exclude<keyof Settings, 'sampleToken'> | 'customCloud';

type Optional = 'customCloud' | 'hiddenDirectories';

type RawSettings = Readonly<Record<Exclude<ConnectionSetting, Optional>, unknown>> &
  Readonly<Partial<Record<Optional, unknown>>>;

const tenant = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const schemas = {
  cloud: v.picklist(
    ['public', 'usGovernment', 'china', 'custom'],
    t('must be “public”, “usGovernment”, “china” or “custom”'),
  ),
  emulatorEndpoint: v.pipe(
    v.string(t('must be a string')),
    v.trim(),
    v.check((text) => text === '' || loopbackOrigin(text) !== undefined, notLoopback),
    v.transform((text) => (text === '' ? undefined : loopbackOrigin(text))),
  ),
  signIn: v.picklist(
    ['vscode', 'azureCli', 'environment', 'managedIdentity'],
    t('must be “vscode”, “azureCli”, “environment” or “managedIdentity”'),
  ),
  tenant: v.pipe(
    v.string(t('must be a string')),
    v.trim(),
    v.check((text) => text === '' || tenant.test(text), t('must be a directory’s GUID or domain name')),
    v.transform((text) => (text === '' ? undefined : text)),
  ),
  subscriptions: v.array(
    v.pipe(
      v.string(t('must be a list of strings')),
      v.toLowerCase(),
      v.regex(guid, t('must be a list of subscription IDs (GUIDs)')),
    ),
    t('must be a list of subscription IDs'),
  ),
  hiddenDirectories: v.array(
    v.pipe(
      v.string(t('must be a list of texts')),
      v.toLowerCase(),
      v.regex(guid, t('must be a list of directory IDs (GUIDs)')),
    ),
    t('must be a list of directory IDs'),
  ),
};

const kindsOfNames = Object.keys(defaultNamePatterns) as (keyof NamePatterns)[];

const proposals = {
  names: v.record(
    v.picklist(kindsOfNames, t`must only have the keys ${kindsOfNames.join(', ')}`),
    v.pipe(
      v.string(t('must be patterns by kind of resource')),
      v.nonEmpty(t('must not have empty patterns')),
    ),
    t('must be patterns by kind of resource'),
  ),
  tags: v.pipe(
    recordOf(v.string(t('must be values by tag name')), t('must be values by tag name')),
    v.check(
      (tags) => !Object.keys(tags).some(isOperationTag),
      t`must not have ${operationTag}, which is reserved for this extension`,
    ),
  ),
};

/** Throws a FailureError that names the first setting that can't be used, and why. */
export function parseSettings(raw: RawSettings): Settings {
  return {
    cloud: cloudOf(raw),
    emulatorEndpoint: parsed('emulatorEndpoint', schemas.emulatorEndpoint, raw.emulatorEndpoint),
    signIn: parsed('signIn', schemas.signIn, raw.signIn),
    tenant: parsed('tenant', schemas.tenant, raw.tenant),
    subscriptions: parsed('subscriptions', schemas.subscriptions, raw.subscriptions),
    hiddenDirectories: parsed('hiddenDirectories', schemas.hiddenDirectories, raw.hiddenDirectories ?? []),
  };
}

/** The endpoints of a custom cloud count where that one is chosen only. */
function cloudOf(raw: Pick<RawSettings, 'cloud' | 'customCloud'>): Cloud {
  const chosen = parsed('cloud', schemas.cloud, raw.cloud);
  switch (chosen) {
    case 'public':
      return clouds.public;
    case 'usGovernment':
      return clouds.usGov;
    case 'china':
      return clouds.china;
    case 'custom':
      return customCloud(parsed('customCloud', customEndpoints, raw.customCloud));
  }
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
    message: t`The setting ${setting} ${result.issues[0].message}.`,
    nextAction: t`Change ${setting} in your user settings.`,
  });
}

function notLoopback(issue: v.CheckIssue<string>): string {
  return t`must be an address of this computer such as http://127.0.0.1:8080, not “${issue.input.slice(0, 100)}”`;
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

/**
 * Subscriptions (GUIDs in lower case) that the extension Azure Resources is set to show: its setting has a text for each
 * that ends in the subscription's id, with its directory in front (`tenant/subscription`). What has another form is left out.
 */
export function subscriptionsOfAzureResources(setting: unknown): readonly string[] {
  if (!Array.isArray(setting)) return [];
  const ids = setting.map((one: unknown) => (typeof one === 'string' ? one.split('/').at(-1) : '') ?? '');
  return [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => guid.test(id));
}
