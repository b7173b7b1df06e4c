/** How a verification ends before the nodes are asked. */
import { t } from '@vscode/l10n';
import { isFailureError, type Failure } from '../model/failure';
import { withoutSecrets } from '../model/secrets';
import { noNodeForCommands, type CommandTarget } from '../provisioning';
import { firstLine } from './output';

/** Whatever was thrown, as a Failure. */
export function failureOf(error: unknown): Failure {
  if (isFailureError(error)) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'verify.defect',
    kind: 'defect',
    message: t`An unexpected error occurred: ${withoutSecrets(message)}`,
    nextAction: t('Run the test again. If the problem persists, report it with the log.'),
  };
}

export const nothingChosen: Failure = {
  code: 'verify.noPool',
  kind: 'user',
  message: t('No selected node pool can pull.'),
  nextAction: t('Select at least one node pool with a running node.'),
};

export function tooLong(target: CommandTarget): Failure {
  return {
    code: 'verify.tooLong',
    kind: 'transient',
    message: t('The cluster took longer than four minutes for one command.'),
    nextAction:
      noNodeForCommands(target) ??
      t(
        'Check whether pods in the namespace aks-command can start. Nodes may be full. Then run the test again.',
      ),
  };
}

export function noNamespace(namespace: string): Failure {
  return {
    code: 'verify.noNamespace',
    kind: 'user',
    message: t`The cluster has no namespace “${namespace}”.`,
    nextAction: t('Choose an existing namespace. The test doesn’t create one.'),
  };
}

/** What kubectl says when the signed-in user (Entra ID) may do less than the command. */
export function notAllowed(said: string): Failure {
  const forbidden = /forbidden|unauthorized|must be logged in/i.test(said);
  return {
    code: forbidden ? 'verify.forbidden' : 'verify.unreadableOutput',
    kind: forbidden ? 'auth' : 'transient',
    message: t`The first command in the cluster failed: ${firstLine(said)}`,
    nextAction: forbidden
      ? t(
          'Get a role in the cluster, for example Azure Kubernetes Service RBAC Writer in the namespace and Reader for the rest.',
        )
      : t('Run the test again.'),
  };
}
