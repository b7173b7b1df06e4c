/** How a verification ends before the nodes are asked. */
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
    message: `An unexpected error occurred: ${withoutSecrets(message)}`,
    nextAction: 'Run the test again. If the problem persists, report it with the log.',
  };
}

export const nothingChosen: Failure = {
  code: 'verify.noPool',
  kind: 'user',
  message: 'No selected node pool can pull.',
  nextAction: 'Select at least one node pool with a running node.',
};

export function tooLong(target: CommandTarget): Failure {
  return {
    code: 'verify.tooLong',
    kind: 'transient',
    message: 'The cluster took longer than four minutes for one command.',
    nextAction:
      noNodeForCommands(target) ??
      'Check whether pods in the namespace aks-command can start. Nodes may be full. Then run the test again.',
  };
}

export function noNamespace(namespace: string): Failure {
  return {
    code: 'verify.noNamespace',
    kind: 'user',
    message: `The cluster has no namespace “${namespace}”.`,
    nextAction: 'Choose an existing namespace. The test doesn’t create one.',
  };
}

/** What kubectl says when the signed-in user (Entra ID) may do less than the command. */
export function notAllowed(said: string): Failure {
  const forbidden = /forbidden|unauthorized|must be logged in/i.test(said);
  return {
    code: forbidden ? 'verify.forbidden' : 'verify.unreadableOutput',
    kind: forbidden ? 'auth' : 'transient',
    message: `The first command in the cluster failed: ${firstLine(said)}`,
    nextAction: forbidden
      ? 'Get a role in the cluster, for example Azure Kubernetes Service RBAC Writer in the namespace and Reader for the rest.'
      : 'Run the test again.',
  };
}
