import { t } from '@vscode/l10n';
import { runCommand } from '@azure/arm-containerservice/api/managedClusters';
import * as v from 'valibot';
import { nameOf, subscriptionOf } from '../../model/armId';
import { FailureError, isFailureError } from '../../model/failure';
import type { AzureOptions, ClusterCommands, CommandOutput } from '../../provisioning';
import { noNodeForCommands, taintWords } from '../../provisioning/adapters';
import { answerBehind } from '../http/answers';
import type { Clients } from '../http/clients';
import { groupNameOf } from '../http/ids';
import { parseAnswer } from '../http/parse';
import { paceOf } from '../http/pipeline';
import { redact } from '../http/redact';

/**
 * The Entra application that AKS's API servers check tokens for, the same in all clouds (Azure docs, “Use Azure RBAC
 * for Kubernetes authorization”; the Azure CLI asks for the same in `az aks command invoke`).
 */
const serverApplication = '6dae42f8-4368-4678-94ff-3960e28e3630';

const outputShape = v.object({
  exitCode: v.optional(v.nullish(v.number())),
  logs: v.optional(v.nullish(v.string())),
  provisioningState: v.optional(v.nullish(v.string())),
  reason: v.optional(v.nullish(v.string())),
});

/**
 * See ClusterCommands.runInCluster. The token of the user goes to Azure in the request's body, where the cluster has
 * Entra ID, and nowhere else. Throws what the SDK throws for a refusal.
 */
export async function runInCluster(
  clients: Clients,
  options: AzureOptions,
  target: RunTarget,
  command: string,
  signal: AbortSignal,
): Promise<CommandOutput> {
  const { clusterId, usesEntraId } = target;
  const context = clients.clusters(subscriptionOf(clusterId));
  const clusterToken = usesEntraId ? await tokenFor(options, clusterId, signal) : undefined;
  const poller = runCommand(
    context,
    groupNameOf(clusterId),
    nameOf(clusterId),
    { command, ...(clusterToken === undefined ? {} : { clusterToken }) },
    { updateIntervalInMs: paceOf(options), abortSignal: signal },
  );
  let isTaken = false;
  try {
    await poller.submitted();
    isTaken = true;
    const answer = await poller.pollUntilDone({ abortSignal: signal });
    const result = parseAnswer(outputShape, answer, t`a command in ${nameOf(clusterId)}`);
    if (!/^(Failed|Canceled)$/i.test(result.provisioningState ?? '')) {
      return { exitCode: result.exitCode ?? 0, logs: result.logs ?? '' };
    }
    throw notRun(target, result.reason);
  } catch (error) {
    const reason = reasonNotRun(error, isTaken);
    throw reason === undefined ? error : notRun(target, reason);
  }
}

type RunTarget = Parameters<ClusterCommands['runInCluster']>[0];

/**
 * Why the command's pod didn't run, where that is what an error says; undefined for any other. AKS answers with these
 * codes or words, with changing statuses (Azure/azure-cli#27776, #23203 and #25336), or as if there were no result
 * (Microsoft's article “Resolve az aks command invoke failures”).
 */
function reasonNotRun(error: unknown, isTaken: boolean): string | undefined {
  const answer = answerBehind(error);
  if (answer === undefined) return undefined;
  const { status, code, message } = answer;
  if (isTaken && status === 404) return t('its pod didn’t start');
  const isOfPod = /^(Kubernetes\w*|RunCommand|Command)?(Operation|Performance)Error$/i.test(code);
  return isOfPod || /^Failed to run command\b/i.test(message) ? message || code : undefined;
}

async function tokenFor(
  { tokenSource }: AzureOptions,
  clusterId: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return (await tokenSource([`${serverApplication}/.default`], { signal })).token;
  } catch (error) {
    if (isFailureError(error) && error.failure.kind === 'cancelled') throw error;
    // The cause is left out: what signs in may have put more into it than anybody should read.
    throw new FailureError({
      code: 'verify.noClusterToken',
      kind: 'auth',
      message: t`Cluster ${nameOf(clusterId)} requires a Microsoft Entra ID sign-in, and this account provided no token for it.`,
      nextAction: t(
        'Sign in with the Azure CLI (run az login), set acrPrivateLink.signIn to azureCli, then try again.',
      ),
      resourceId: clusterId,
    });
  }
}

function notRun(
  { clusterId, pools = [], hasVirtualNodes = false }: RunTarget,
  reason: string | null | undefined,
): FailureError {
  const why = pools.length === 0 ? undefined : noNodeForCommands({ pools, hasVirtualNodes });
  const tainted = taintWords(pools);
  const usual = t(
    'Check whether pods in the namespace aks-command can start. Nodes may be full, or a policy may block the pods',
  );
  return new FailureError({
    code: 'verify.commandNotRun',
    kind: 'transient',
    message: t`The command didn’t run in cluster ${nameOf(clusterId)}: ${redact(reason ?? t('AKS returned no reason')).replace(/\.$/, '')}.`,
    nextAction:
      why === undefined
        ? `${usual}.${tainted === '' ? '' : t` These pools are tainted and don’t run them: ${tainted}.`}`
        : t`${why} Add a Linux pool without a taint, or remove a taint, then try again.`,
    resourceId: clusterId,
  });
}
