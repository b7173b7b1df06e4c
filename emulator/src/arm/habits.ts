import type { ArmAnswer } from './answer';
import { parseArmId } from './armId';
import { shortRegion } from './clouds';
import type { Latency } from './latency';
import type { Operation, OperationStart, OperationUrls } from './operation';

export function operationUrls(start: OperationStart, guid: string): OperationUrls {
  const id = parseArmId(start.target);
  const subscription = `/subscriptions/${id?.subscriptionId ?? ''}`;
  const location = shortRegion(start.location ?? 'global');
  switch (start.habit) {
    case 'network': {
      const scope = `${subscription}/providers/Microsoft.Network/locations/${location}`;
      return { status: `${scope}/operations/${guid}`, result: `${scope}/operationResults/${guid}` };
    }
    case 'registry': {
      const token = `${lastSegment(id?.type ?? '').toLowerCase()}-${guid}`;
      const scope = `${subscription}/providers/Microsoft.ContainerRegistry/locations/${location}`;
      return start.verb === 'delete' || start.verb === 'action'
        ? { result: `${scope}/operationResults/${token}` }
        : { status: `${start.target}/operationStatuses/${token}` };
    }
    case 'privateDns': {
      const scope = `${subscription}/resourceGroups/${id?.resourceGroup ?? ''}/providers/Microsoft.Network`;
      const token = Buffer.from(`${start.name};${guid}`).toString('base64url');
      return {
        status: `${scope}/privateDnsOperationStatuses/${token}`,
        result: `${scope}/privateDnsOperationResults/${token}`,
      };
    }
    case 'cluster': {
      const scope = `${subscription}/providers/Microsoft.ContainerService/locations/${location}`;
      return { status: `${scope}/operations/${guid}`, result: `${scope}/operationresults/${guid}` };
    }
    case 'command':
      return { result: start.target };
    case 'resources':
      return { result: `${subscription}/operationresults/${guid.replaceAll('-', '').toUpperCase()}` };
  }
}

/** Headers of the answer that starts the operation. */
export function beginHeaders(operation: Operation, origin: string, latency: Latency): Record<string, string> {
  const isNetwork = operation.habit === 'network';
  const sendsResult = !isNetwork || operation.verb === 'delete';
  return {
    ...pollHeaders(operation, origin, sendsResult),
    ...(isNetwork && operation.verb === 'create' ? { 'azure-asyncnotification': 'Enabled' } : {}),
    ...latency.retryAfter(),
  };
}

/** Answer of the URL in `Azure-AsyncOperation`. It is 200 whatever the outcome: the body tells it. */
export function pollAnswer(operation: Operation, origin: string, latency: Latency): ArmAnswer {
  const isRunning = operation.state === 'InProgress';
  const word = isRunning && operation.habit === 'registry' ? runningWord(operation) : operation.state;
  const status = {
    ...(operation.habit === 'registry'
      ? { id: operation.target, name: lastSegment(operation.urls.status ?? '') }
      : {}),
    status: word,
    ...(operation.error === undefined ? {} : { error: operation.error.toJSON() }),
  };
  if (!isRunning) return { status: 200, body: status };
  switch (operation.habit) {
    case 'network':
    case 'cluster':
      return { status: 200, body: status, headers: latency.retryAfter() };
    case 'registry':
      return {
        status: 201,
        body: status,
        headers: { ...pollHeaders(operation, origin, false), ...latency.retryAfter() },
      };
    case 'privateDns':
    case 'resources':
    case 'command':
      return {
        status: 202,
        body: status,
        headers: { ...pollHeaders(operation, origin, true), ...latency.retryAfter() },
      };
  }
}

/** Answer of the URL in `Location`: 202 while running, then what a synchronous call would have answered. */
export function resultAnswer(operation: Operation, origin: string, latency: Latency): ArmAnswer {
  if (operation.state === 'InProgress') {
    const body = operation.habit === 'privateDns' ? { body: {} } : {};
    return {
      status: 202,
      ...body,
      headers: { ...pollHeaders(operation, origin, true), ...latency.retryAfter() },
    };
  }
  if (operation.error !== undefined) {
    return { status: operation.error.status, body: { error: operation.error.toJSON() } };
  }
  return operation.result?.() ?? { status: 200 };
}

function pollHeaders(operation: Operation, origin: string, withResult: boolean): Record<string, string> {
  const { status, result } = operation.urls;
  const url = (path: string): string => `${origin}${path}?api-version=${operation.apiVersion}`;
  return {
    ...(status === undefined ? {} : { 'Azure-AsyncOperation': url(status) }),
    ...(result === undefined || !withResult ? {} : { Location: url(result) }),
  };
}

function runningWord(operation: Operation): string {
  return { create: 'Creating', update: 'Updating', delete: 'Deleting', action: 'Running' }[operation.verb];
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
