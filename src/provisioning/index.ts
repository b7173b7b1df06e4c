/**
 * The front door of the engine: all that the rest of the extension imports of it. What isn't named here is its own affair and
 * may change without anybody else; a lint rule keeps it so.
 */

// What everybody outside has to know: ports, options, and what Azure said.
export type {
  Asked,
  AskedRegistry,
  Assigned,
  Azure,
  Clock,
  ClusterCommands,
  CommandOutput,
  FoundIdentities,
  GrantReader,
  JournalKeys,
  JournalStorage,
  Look,
  RegistryImages,
  ResumeToken,
  SealKey,
  StoredJournal,
  WriteOutcome,
  WriteProgress,
  ResourceReader,
} from './ports';
export type { AccessToken, Account, AzureLimits, AzureOptions, TokenSource } from './azureOptions';
export { type CommandTarget, isProxied, noNodeForCommands, type TargetPool } from './observed/commandTarget';
export type {
  AccountDirectory,
  Directory,
  FirstSeen,
  Inventory,
  Subscription,
  Surroundings,
  Unread,
} from './observed/inventory';
export { factOf, known, knownValues } from './observed/lookup';
export type {
  Fact,
  Facts,
  NameAvailability,
  Neighbours,
  Observed,
  ObservedCluster,
  ObservedConnection,
  ObservedEndpoint,
  ObservedNetwork,
  ObservedPeering,
  ObservedPool,
  ObservedProxy,
  ObservedRecord,
  ObservedRegistry,
  ObservedReplica,
  ObservedResourceGroup,
  ObservedRoleAssignment,
  ObservedRouteTable,
  ObservedSecurityGroup,
  ObservedSecurityRule,
  ObservedSubnet,
  ObservedThing,
  ObservedZone,
  ObservedZoneGroup,
  ObservedZoneLink,
  Region,
} from './observed/observed';
export type { DirectoryPrincipal, ObservedGrant, SignedIn } from './observed/observedGrant';
export type {
  ObservedPullers,
  PrincipalRole,
  PublicAccessObserved,
  VisibleCluster,
} from './observed/observedPullers';
export {
  type Continuation,
  type Listing,
  type RegistryAddress,
  type RegistryRefusal,
} from './observed/registryImages';
export {
  type DenyAssignment,
  type HeldPermission,
  type Lock,
  type ObservedRights,
  type ProviderAsked,
  type RightsAsked,
  rightsFact,
} from './observed/rights';

// What is wanted, and the plan of it.
export { changedSince } from './plan/changedSince';
export type { Choice } from './plan/choice';
export { standingOf } from './plan/standing';
export { wordToType } from './plan/findings';
export type { GrantPushSpec, PrincipalType } from './plan/grantPushSpec';
export type { ImageImport, ImportProgress, ImportSource } from './plan/imageImport';
export { isOperationTag, operationOf } from './plan/ownership';
export type { Blocker, Plan, Requirement, Step, StepKind, StepRequest } from './plan/plan';
export type { PublicAccessPlan, PublicAccessSpec, WantedAccess } from './plan/publicAccessSpec';
export type { RegistryPlan, RegistrySpec } from './plan/registrySpec';
export type { RollBackSpec } from './plan/rollBackSpec';
export type { ClusterLink, LinkPlan, LinkSpec, OnAbsent, PrivateAccess, RegistrySide } from './plan/spec';
export type { StepRights } from './plan/verdict';
export { hasRunningNodes } from '../reachability/runningNodes';
export { planLink, reachAfterLink } from './planning/planLink';
export { hasZoneFor } from './planning/resolvers';
export { proposeNames } from './proposing/pathNames';
export { type Preferred, proposeInstead, proposeSpec } from './proposing/propose';
export { usualSubnetPrefix } from './proposing/proposePlace';
export { type NewRegistryWish, proposeRegistry, type RegistryWishes } from './registry/proposeRegistry';
export { accessBlockersOfPullers } from './publicAccess/accessBlockers';
export { principalWords } from './publicAccess/accessHazards';
export { accessSettings, type AccessSettings } from './publicAccess/accessSettings';
export { mostRules, normalRules, rulesProblems } from './publicAccess/addressRules';
export { observePublicAccess } from './publicAccess/observePublicAccess';
export { type ClusterPuller, type HeldRole, pullersOf } from './publicAccess/pullers';

// What is there, as it would be made.
export { type ExistingWish, observeExisting } from './existing/existing';
export type { Existing } from './existing/found';
export { observePlanned } from './existing/ofPlan';

// Operations: a plan is made, run, resumed.
export { discardOperation, readOperation, understood } from './operations/journaled';
export { canBeUndone, type OperationKind } from './operations/kinds';
export type { World } from './operations/operation';
export { prepare } from './operations/prepare';
export { prepareResume, reasonNotToResume, resumeOperation, type ResumePorts } from './operations/resume';
export { run } from './operations/run';
export { type AnyPlan, operations, type PlanOf, type SeenOf, type SpecOf, titleOf } from './operations/table';
export type { CancelSignal } from './applying/cancellation';
export type { OperationEvent, OperationListener } from './applying/events';
export type { Outcome } from './applying/outcome';
export type { ApplyPorts } from './applying/run';

// What journals say of them.
export type { Journal } from './journal/journalSchema';
export { closedIn, isRollBackOf } from './journal/closing';
export { recordedOperations, releaseLeases } from './journal/operations';
export { readJournal } from './journal/reading';
export { unusable } from './journal/unusable';

// What is done beside plans.
export { awaitApproval, endpointsToApprove } from './approving/awaitApproval';
export { checkImport, observeImport } from './importing/checkImport';

// Whether clusters can pull, and how they are related to registries.
export type { Hop } from '../reachability/hops';
export { type PoolReach, reachOf } from '../reachability/reach';
export { worldOfInventory } from './observed/inventoryWorld';
export { worldOf } from './observed/world';
export { type Link, linksIn, type LinkState } from './linkState';
