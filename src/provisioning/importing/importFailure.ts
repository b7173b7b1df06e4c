import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import type { Failure } from '../../model/failure';
import type { ImageImport, ImportSource } from '../plan/imageImport';

interface Rule {
  readonly code: string;
  readonly kind: Failure['kind'];
  readonly said: RegExp;
  readonly message: (request: ImageImport) => string;
  readonly nextAction: string;
}

const tagExists: Rule = {
  code: 'import.tagExists',
  kind: 'conflict',
  said: /already exists in (the )?target registry|tag.*already exists/i,
  message: ({ registryId, target }) =>
    t`${nameOf(registryId)} already has an image ${target.repository}:${target.tag}. It wasn’t changed.`,
  nextAction: t('Overwrite the tag, or import to another tag.'),
};

const tagUncertain: Omit<Rule, 'said'> = {
  code: 'import.tagUncertain',
  kind: 'conflict',
  message: ({ registryId, target, source }) =>
    t`${nameOf(registryId)} has an image ${target.repository}:${target.tag}, but a response from Azure was lost. It may be ${source.image} of this import, or an earlier image that wasn’t changed.`,
  nextAction: t(
    'Compare its digest (under Images in the tree) with the source’s digest, or import again and overwrite the tag.',
  ),
};

/**
 * What Azure says when an import fails, by the words that the registries' own errors have in it: its code is nearly
 * always `InvalidParameters` (public issues of Azure/acr and Azure/azure-cli).
 */
const rules: readonly Rule[] = [
  tagExists,
  {
    code: 'import.throttled',
    kind: 'transient',
    said: /toomanyrequests|too many requests|rate limit|pull rate/i,
    message: ({ source }) =>
      t`${nameOfSource(source)} limits anonymous pulls, and Azure has reached the limit.`,
    nextAction: t('Import again later, or use an image in the Microsoft registry (mcr.microsoft.com).'),
  },
  {
    code: 'import.firewall',
    kind: 'conflict',
    said: /is not allowed access|acr\/firewall/i,
    message: ({ registryId }) =>
      t`Network rules block the import service (of ${nameOf(registryId)} or of the source registry).`,
    nextAction: t('Allow trusted services (az acr update --allow-trusted-services true), then import again.'),
  },
  {
    code: 'import.sourceNotFound',
    kind: 'user',
    said: /MANIFEST_UNKNOWN|NAME_UNKNOWN|not ?found|does not exist/i,
    message: ({ source }) =>
      t`${nameOfSource(source)} has no image ${source.image}, or the image isn’t public.`,
    nextAction: t('Check the repository and tag, then import again.'),
  },
  {
    code: 'import.sourceRefused',
    kind: 'auth',
    said: /unauthorized|authentication required|access.*denied|insufficient_scope/i,
    message: ({ source }) => t`${nameOfSource(source)} requires a sign-in for ${source.image}.`,
    nextAction: t('Use a public image, or run az acr import with credentials for the source.'),
  },
];

/**
 * The failure in words that say what to do, where Azure's text tells what happened; else as it is. `answerLost` says
 * that Azure's answer to the same request got lost and it was sent again: a tag that is there may then be its doing.
 */
export function importFailure(failure: Failure, request: ImageImport, answerLost = false): Failure {
  const { azure } = failure;
  // A missing right and throttling of Resource Manager itself have their own words already.
  if (azure === undefined || failure.kind === 'auth' || azure.status === 429) return failure;
  const found = rules.find(({ said }) => said.test(`${azure.code} ${azure.message}`));
  if (found === undefined) return failure;
  const rule = found === tagExists && answerLost ? tagUncertain : found;
  const { code, kind, message, nextAction } = rule;
  return { ...failure, code, kind, message: message(request), nextAction };
}

/** Where an image comes from, for reading. */
function nameOfSource(source: ImportSource): string {
  return source.kind === 'public' ? source.registry : t`registry ${nameOf(source.registryId)}`;
}
