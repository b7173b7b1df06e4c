import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { ArmError, resourceNotFound } from '../../arm/errors';
import { at, same, textAt } from '../../arm/json';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource } from '../../estate';
import { runShell } from './shell';
import { CLUSTER, clusterVersions, foundCluster } from './facts';
import { nodesOf, tolerates } from './nodes';

const TYPE = `${CLUSTER}/commandResults`;

export const runCommandBody = v.strictObject({
  command: v.pipe(v.string(), v.minLength(1)),
  context: v.optional(v.string()),
  clusterToken: v.optional(v.string()),
});

/**
 * `POST …/runCommand`: a command inside of a cluster, as its administrator. The `Location` names the command's result,
 * which is there once the command has run (operations and answers from the SDK; how a stopped or locked cluster
 * refuses is the emulator's choice). The command runs in a pod of AKS's, which tolerates no taint: without a node for it
 * the request is refused (quoted in issues). What the few known commands print follows from the pull oracle.
 */
export function runCommand(request: ArmRequest): ArmAnswer {
  const { estate, operations, body } = request;
  const cluster = foundCluster(request);
  if (at(cluster.properties, 'apiServerAccessProfile', 'disableRunCommand') === true) {
    throw new ArmError(
      400,
      'RunCommandDisabled',
      `Run command is disabled for managed cluster '${cluster.name}'.`,
    );
  }
  if (same(textAt(cluster.properties, 'powerState', 'code'), 'Stopped')) {
    throw new ArmError(
      409,
      'OperationNotAllowed',
      `Managed cluster '${cluster.name}' is stopped. Start it before commands can be run in it.`,
    );
  }
  if (
    at(cluster.properties, 'aadProfile', 'managed') === true &&
    textAt(body, 'clusterToken') === undefined
  ) {
    throw new ArmError(
      400,
      'BadRequest',
      `Managed cluster '${cluster.name}' is integrated with Microsoft Entra ID: clusterToken is needed.`,
    );
  }
  operations.refuseIfHeld(cluster.id);
  const hasNode = nodesOf(cluster).some(({ taints, windows }) => !windows && tolerates(taints, []));
  if (!hasNode) {
    throw new ArmError(
      400,
      'KubernetesPerformanceError',
      `Failed to run command due to cluster perf issue, container command-${randomUUID().replaceAll('-', '')} in aks-command namespace did not start within 30s on your cluster, retry may helps. If issue persist, you may need to tune your cluster with better performance (larger node/paid tier).`,
    );
  }
  const id = randomUUID().replaceAll('-', '');
  const path = `${cluster.id}/commandResults/${id}`;
  const headers = operations.start(request, {
    habit: 'command',
    latency: 'runCommand',
    target: path,
    verb: 'action',
    name: 'RunCommand',
    effect: () => {
      const now = new Date(request.now).toISOString();
      const { exitCode, logs } = runShell(
        estate,
        estate.get(cluster.id) ?? cluster,
        textAt(body, 'command') ?? '',
        now,
      );
      const properties = { provisioningState: 'Succeeded', exitCode, startedAt: now, finishedAt: now, logs };
      estate.put({ id: path, name: id, type: TYPE, properties });
    },
    result: () => ({ status: 200, body: shown(estate.get(path)) }),
  });
  return { status: 202, headers };
}

/** Results are polled by the operation's own URL while it runs, and can be read later. */
export const commandResults: ResourceType = {
  type: TYPE,
  apiVersions: clusterVersions,
  get: (request) => {
    const result = request.estate.get(request.id.path);
    if (result === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: shown(result) };
  },
};

function shown(result: ArmResource | undefined): unknown {
  return { id: result?.name, properties: result?.properties };
}
