/** The setting `acrPrivateLink.customCloud`: where a cloud is that isn't known by name. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';

/** Tokens are asked for and sent there. */
function address(member: string, isOrigin: boolean) {
  return v.pipe(
    v.string(t`must have the text ${member}`),
    v.transform((text) => text.trim().replace(/\/+$/, '')),
    v.check(
      (text) => isAddress(text, isOrigin),
      (issue) =>
        t`must have an https address${isOrigin ? t(' without a path') : ''} in ${member}, not “${issue.input.slice(0, 100)}”`,
    ),
  );
}

function isAddress(text: string, isOrigin: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash, pathname } = new URL(text);
  const isPlain = protocol === 'https:' && `${username}${password}${search}${hash}` === '';
  return isPlain && !/\s/.test(text) && (!isOrigin || pathname === '/');
}

const cliName = /^[A-Za-z][A-Za-z0-9._-]{0,63}$/;
const hostSuffix = /^(?=.{3,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;

const members = {
  name: v.optional(
    v.pipe(
      v.string(t('must have a text as name')),
      v.trim(),
      v.regex(/^[^\p{C}]{1,60}$/u, t('must have a name of at most 60 characters')),
    ),
  ),
  resourceManager: address('resourceManager', true),
  authority: address('authority', false),
  registrySuffix: v.pipe(
    v.string(t('must have the text registrySuffix')),
    v.trim(),
    v.toLowerCase(),
    v.transform((text) => text.replace(/^\./, '')),
    v.regex(
      hostSuffix,
      t('must have the end of registries’ host names in registrySuffix, such as azurecr.contoso.example'),
    ),
  ),
  audience: v.optional(address('audience', false)),
  microsoftGraph: v.optional(address('microsoftGraph', true)),
  portal: v.optional(address('portal', true)),
  azureCliName: v.optional(
    v.pipe(
      v.string(t('must have a text as azureCliName')),
      v.regex(cliName, t('must have a name of letters, digits, “.”, “_” and “-” in azureCliName')),
    ),
  ),
};

/** Endpoints as `customCloud` takes them. */
export const customEndpoints = v.strictObject(members, ({ expected }) =>
  expected === 'never'
    ? t`must have no other members than ${Object.keys(members).join(', ')}`
    : t('must have resourceManager, authority and registrySuffix, because acrPrivateLink.cloud is “custom”'),
);
