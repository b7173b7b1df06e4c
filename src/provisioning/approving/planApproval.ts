/** The plan of the registry's owner that approves or rejects a private endpoint which waits for it. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { nameOf, sameId, subscriptionKeyOf } from '../../model/armId';
import { asObject, type JsonObject } from '../../model/json';
import { known } from '../observed/lookup';
import type { Fact, Observed } from '../observed/observed';
import type { ApprovalPlan, ApprovalSpec } from '../plan/approvalSpec';
import { needed, registryNotReady } from '../plan/findings';
import { fingerprint } from '../plan/fingerprint';
import { asRead } from '../plan/guarding';
import type { Blocker, Step } from '../plan/plan';
import { standingOf, stateIn } from '../plan/standing';
import { put, reuseStep, updateStep } from '../plan/stepBuilder';
import { approvalHazards } from './approvalHazards';

export interface ApprovalObserved {
  /** The registry's side, as ARM answers it. */
  readonly connection: Fact<JsonObject>;
  /** The registry with its endpoints, their zones, and who is near. */
  readonly link: Observed;
}

/** Statuses that Azure knows of a connection (azure-rest-api-specs, ConnectionStatus). */
const decided = { approve: 'Approved', reject: 'Rejected' } as const;
const words = { approve: t('approved'), reject: t('rejected') } as const;

/** Pure and total: what stands in the way is a blocker, never a throw. One PUT, and nothing where it is decided so already. */
export function planApproval(
  spec: ApprovalSpec,
  { connection, link }: ApprovalObserved,
  operationId: string,
): ApprovalPlan {
  const { registryId, connectionId, endpointId } = spec;
  const common = {
    operationId,
    purpose: { kind: 'approval', spec } as const,
    requirements: [],
    basedOn: [{ resourceId: connectionId, hash: fingerprint(connection) }],
  };
  const raw = known(connection);
  const registry = known(link.registry);
  const what = t`The connection of private endpoint ${nameOf(endpointId)} to registry ${nameOf(registryId)}`;
  if (raw === undefined || registry === undefined) {
    const blockers = [
      ...needed(what, connectionId, connection),
      ...needed(t`Registry ${nameOf(registryId)}`, registryId, link.registry),
    ];
    return { ...common, steps: [], blockers, hazards: [] };
  }
  const properties = asObject(raw['properties']);
  const asking = asObject(properties['privateEndpoint'])['id'];
  const { status } = asObject(properties['privateLinkServiceConnectionState']);
  if (typeof asking !== 'string' || !sameId(asking, endpointId)) {
    return { ...common, steps: [], blockers: [otherEndpoint(spec, asking)], hazards: [] };
  }
  if (status === decided[spec.decision]) {
    return { ...common, steps: [isDecided(spec)], blockers: [], hazards: [] };
  }
  return {
    ...common,
    steps: [decision(spec, raw)],
    blockers: [
      ...registryNotReady(registryId, registry.provisioningState),
      ...(status === 'Pending' ? [] : [notPending(spec, status)]),
      ...busy(spec, stateIn(raw)),
    ],
    hazards: approvalHazards(spec, link),
  };
}

function stepOf({ registryId, connectionId, endpointId, decision: way }: ApprovalSpec) {
  const title = t`Private endpoint ${nameOf(endpointId)} on registry ${nameOf(registryId)}: ${words[way]}`;
  return { id: 'connection', kind: 'connection', title, resourceId: connectionId } as const;
}

function isDecided(spec: ApprovalSpec): Step {
  return reuseStep({ ...stepOf(spec), reason: t`It’s already ${words[spec.decision]}.` });
}

function decision(spec: ApprovalSpec, answered: JsonObject): Step {
  const { registryId, endpointId, decision: way, message } = spec;
  const undo = { kind: 'impossible', why: t('A decided connection can’t become pending again.') } as const;
  return updateStep(undo, {
    ...stepOf(spec),
    reason:
      way === 'approve'
        ? t`The endpoint of subscription ${subscriptionKeyOf(endpointId)} can then send traffic to the registry.`
        : t`The endpoint of subscription ${subscriptionKeyOf(endpointId)} can never send traffic to the registry.`,
    request: put(apiVersions.registry, {
      properties: {
        privateEndpoint: { id: endpointId },
        privateLinkServiceConnectionState: { status: decided[way], description: message },
      },
    }),
    // Whatever somebody else decides in between stays as it is.
    guard: asRead('connection', answered),
    holds: [registryId],
  });
}

function otherEndpoint({ endpointId, connectionId }: ApprovalSpec, asking: unknown): Blocker {
  const who = typeof asking === 'string' ? asking : t('an unknown resource');
  return {
    code: 'anotherEndpoint',
    message: t`The connection belongs to ${who}, not to ${endpointId}.`,
    wayOut: t('Refresh, then decide on the pending connections.'),
    resourceIds: [connectionId],
  };
}

function notPending({ connectionId, endpointId }: ApprovalSpec, status: unknown): Blocker {
  const is = typeof status === 'string' ? status : 'unknown';
  return {
    code: 'alreadyDecided',
    message: t`Private endpoint ${nameOf(endpointId)} is no longer pending approval. Its connection status is ${is}.`,
    wayOut: t('Refresh. For another decision, the private endpoint has to be re-created.'),
    resourceIds: [connectionId],
  };
}

function busy({ connectionId, endpointId }: ApprovalSpec, state: string): Blocker[] {
  if (!['busy', 'going'].includes(standingOf(state))) return [];
  return [
    {
      code: 'connectionBusy',
      message: t`Azure is updating the connection of private endpoint ${nameOf(endpointId)} (${state}).`,
      wayOut: t('Wait until it finishes, then refresh to see the decision.'),
      resourceIds: [connectionId],
    },
  ];
}
