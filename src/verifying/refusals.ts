/** Why a test can't be made in a cluster, found out before anything is sent there. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parseId } from '../model/armId';
import type { Failure } from '../model/failure';
import { covers } from '../model/patterns';
import { shellCommand } from '../model/shell';
import { type CommandTarget, type ObservedRights, type RightsAsked, rightsFact } from '../provisioning';
import { poolOffers } from './pools';

/** The two actions that run-command asks for (AKS docs, “Access a private cluster”), and the narrowest roles with them. */
const needed = [
  {
    action: 'Microsoft.ContainerService/managedClusters/runcommand/action',
    role: 'Azure Kubernetes Service Cluster Admin Role',
  },
  { action: 'Microsoft.ContainerService/managedClusters/commandResults/read', role: 'Reader' },
] as const;

/** What has to be read to judge the rights. */
export function runCommandRights(clusterId: string): RightsAsked {
  return { scopes: [clusterId], providers: [] };
}

/** The first thing that stands in the way, with the way out; undefined if nothing is known to. */
export function refusalOf(target: CommandTarget, rights: ObservedRights): Failure | undefined {
  return refusalOfCluster(target) ?? refusalOfRights(target.clusterId, rights);
}

function refusalOfCluster(target: CommandTarget): Failure | undefined {
  const { clusterId, powerState, provisioningState, runCommandDisabled } = target;
  const name = nameOf(clusterId);
  const of = (code: string, message: string, nextAction: string): Failure => ({
    code: `verify.${code}`,
    kind: 'user',
    message,
    nextAction,
    resourceId: clusterId,
  });
  if (runCommandDisabled) {
    return of(
      'runCommandDisabled',
      t`Run command is disabled for cluster ${name} (apiServerAccessProfile.disableRunCommand).`,
      t('Ask a cluster administrator to enable it, or use kubectl directly.'),
    );
  }
  if (powerState === 'Stopped') {
    const start = onCluster('start', clusterId);
    return of(
      'stopped',
      t`Cluster ${name} is stopped, so no node can pull.`,
      t`Start it${start}, then try again.`,
    );
  }
  if (/^(Creating|Starting|Stopping|Deleting)$/i.test(provisioningState)) {
    return of(
      'busy',
      t`Cluster ${name} is being updated (${provisioningState}).`,
      t('Wait until the update finishes, then try again.'),
    );
  }
  if (/^(Failed|Canceled)$/i.test(provisioningState) && poolOffers(target).every(({ left }) => left)) {
    return of(
      'failed',
      t`The last update of cluster ${name} ended in the state ${provisioningState}, and none of its node pools has a running node.`,
      t('Reconcile the cluster first, for example with az aks update.'),
    );
  }
  if (poolOffers(target).every(({ left }) => left !== undefined)) {
    return of(
      'noNodes',
      t`No node pool of cluster ${name} has a running node.${target.hasVirtualNodes ? t(' Virtual nodes can’t run the test.') : ''}`,
      t('Start a node pool or scale it to one node, then try again.'),
    );
  }
  return undefined;
}

/** Rights that can't be read stop nothing: Azure says so when the command is sent. */
function refusalOfRights(clusterId: string, { permissions, caller }: ObservedRights): Failure | undefined {
  const fact = rightsFact(permissions, idKey(clusterId));
  if (fact.state !== 'known') return undefined;
  const missing = needed.filter(
    ({ action }) =>
      !fact.value.some(({ actions, notActions }) => covers(actions, action) && !covers(notActions, action)),
  );
  if (missing.length === 0) return undefined;
  const commands = missing.flatMap(
    ({ role }) =>
      shellCommand(
        ...['az', 'role', 'assignment', 'create', '--assignee', caller ?? '<your object ID>'],
        ...['--role', role, '--scope', clusterId],
      ) ?? [],
  );
  // Where a name fits into no command, the roles are all that can be said.
  const grants =
    commands.length === missing.length
      ? t`can run: ${commands.join(' ; ')}`
      : t`can assign you ${missing.map(({ role }) => role).join(t(' and '))} there.`;
  return {
    code: 'verify.noRights',
    kind: 'auth',
    message: t`You don’t have ${missing.map(({ action }) => action).join(t(' and '))} on cluster ${nameOf(clusterId)}.`,
    nextAction: t`An Owner or User Access Administrator of the cluster ${grants}`,
    resourceId: clusterId,
  };
}

function onCluster(verb: string, clusterId: string): string {
  const id = parseId(clusterId);
  if (id?.resourceGroup === undefined) return '';
  const { resourceGroup, name, subscriptionId } = id;
  const words = ['az', 'aks', verb, '-g', resourceGroup, '-n', name, '--subscription', subscriptionId];
  const command = shellCommand(...words);
  return command === undefined ? '' : ` (${command})`;
}
