import { t } from '@vscode/l10n';
import { loginServerProblem, repositoryProblem, tagProblem } from '../manifests/image';
import { imageIn } from '../manifests/reference';
import { FailureError } from '../model/failure';

/** What the nodes are asked to pull: by digest where one is known, else by tag. */
export interface TestImage {
  readonly loginServer: string;
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** `contoso.azurecr.io/shop/web@sha256:…`. With a digest the tag is left out: it would only be decoration. */
export function imageText({ loginServer, repository, tag, digest }: TestImage): string {
  return digest === undefined
    ? `${loginServer}/${repository}:${tag ?? ''}`
    : `${loginServer}/${repository}@${digest}`;
}

/**
 * Reads what somebody typed: `repository:tag` or `repository@sha256:…`, with or without the login server in front.
 * Gives the image, or why it can't be used.
 */
export function parseTestImage(text: string, loginServer: string): TestImage | { readonly problem: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { problem: t('Enter an image, for example shop/web:v1.') };
  const reference = imageIn(trimmed, loginServer);
  if ('problem' in reference) return reference;
  const { repository, tag, digest } = reference;
  if (tag === undefined && digest === undefined) {
    return { problem: t('Add a tag or a digest, for example shop/web:v1 or shop/web@sha256:….') };
  }
  const image = {
    loginServer,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
  const problem = imageProblem(image);
  return problem === undefined ? image : { problem };
}

/** The image, if every part of it may reach a cluster. Throws a FailureError otherwise. */
export function requireTestImage(image: TestImage): TestImage {
  const problem = imageProblem(image);
  if (problem === undefined) return image;
  throw new FailureError({
    code: 'verify.invalidImage',
    kind: 'user',
    message: t`This image can’t be used for the test: ${problem}`,
    nextAction: t('Choose another image.'),
  });
}

function imageProblem({ loginServer, repository, tag, digest }: TestImage): string | undefined {
  const problem = loginServerProblem(loginServer) ?? repositoryProblem(repository);
  if (problem !== undefined) return problem;
  if (digest !== undefined && !digestForm.test(digest)) {
    return t('A digest is “sha256:” and 64 lowercase hexadecimal digits.');
  }
  return digest === undefined || tag !== undefined ? tagProblem(tag ?? '') : undefined;
}
