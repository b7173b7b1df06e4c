import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { repositoryProblem, tagProblem, loginServerProblem } from '../manifests/image';
import { FailureError } from '../model/failure';
import { isDigest } from '../model/imageNames';
import { imageOf } from './target';

/** Copies a repository's or an image's reference, by its tag or by its digest. Nothing is copied that no image is called. */
export async function copyImage(argument: unknown, by: 'tag' | 'digest'): Promise<void> {
  const { loginServer = '', repository = '', tag, digest } = imageOf(argument);
  const end = by === 'digest' ? `@${digest ?? ''}` : tag === undefined ? '' : `:${tag}`;
  const problem =
    loginServerProblem(loginServer) ??
    repositoryProblem(repository) ??
    (by === 'tag'
      ? tag && tagProblem(tag)
      : isDigest(digest ?? '')
        ? undefined
        : t('The image has no digest.'));
  if (problem) {
    throw new FailureError({
      code: 'manifests.invalidImage',
      kind: 'user',
      message: t`No image was copied. ${problem}`,
      nextAction: t('Choose a repository or a tag in the tree.'),
    });
  }
  await vscode.env.clipboard.writeText(`${loginServer}/${repository}${end}`);
}
