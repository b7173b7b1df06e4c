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
    `${nameOf(registryId)} has an image ${target.repository}:${target.tag} already, and it was left as it is.`,
  nextAction: 'Overwrite the tag, or import under another one.',
};

const tagUncertain: Omit<Rule, 'said'> = {
  code: 'import.tagUncertain',
  kind: 'conflict',
  message: ({ registryId, target, source }) =>
    `${nameOf(registryId)} has an image ${target.repository}:${target.tag}, and it is not known since when: an answer of Azure got lost, so that it may be ${source.image} of this import, or an image that was there before and was left as it is.`,
  nextAction:
    'Compare its digest (below Images in the tree) with that of the source; or overwrite the tag, which brings the same image again if it is this import’s.',
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
      `${nameOfSource(source)} limits how often images may be pulled without an account, and Azure has reached the limit.`,
    nextAction: 'Import again later, or take an image of the Microsoft registry (mcr.microsoft.com).',
  },
  {
    code: 'import.firewall',
    kind: 'conflict',
    said: /is not allowed access|acr\/firewall/i,
    message: ({ registryId }) =>
      `A registry's network rules keep out the service that copies images (${nameOf(registryId)}, or the one that the image comes from).`,
    nextAction: 'Let trusted services in (az acr update --allow-trusted-services true), then import again.',
  },
  {
    code: 'import.sourceNotFound',
    kind: 'user',
    said: /MANIFEST_UNKNOWN|NAME_UNKNOWN|not ?found|does not exist/i,
    message: ({ source }) =>
      `${nameOfSource(source)} has no image ${source.image}, or shows it to nobody without an account.`,
    nextAction: 'Check repository and tag, and import again.',
  },
  {
    code: 'import.sourceRefused',
    kind: 'auth',
    said: /unauthorized|authentication required|access.*denied|insufficient_scope/i,
    message: ({ source }) => `${nameOfSource(source)} gives ${source.image} only to those who sign in.`,
    nextAction: 'Take a public image, or copy it with az acr import, which takes credentials for the source.',
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
  return source.kind === 'public' ? source.registry : `registry ${nameOf(source.registryId)}`;
}
