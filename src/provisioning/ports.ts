/** What the engine needs of the world. Adapters live in src/azure and src/platform. */
import type { Failure } from '../model/failure';
import type { JsonObject } from '../model/json';
import type { PrincipalType } from './plan/grantPushSpec';
import type { CommandTarget } from './observed/commandTarget';
import type { DirectoryPrincipal, ManagedIdentity, ObservedGrant, SignedIn } from './observed/observedGrant';
import type { ImageImport, ImportProgress } from './plan/imageImport';
import type {
  AccountDirectory,
  Directory,
  FirstSeen,
  Inventory,
  Subscription,
  Surroundings,
  Unread,
} from './observed/inventory';
import type { Fact, NameAvailability, Observed, ObservedResourceGroup, Region } from './observed/observed';
import type { StepRequest } from './plan/plan';
import type { Lock, ObservedRights, RightsAsked } from './observed/rights';
import type { ObservedPullers } from './observed/observedPullers';
import type { RegistrySpec } from './plan/registrySpec';
import type {
  Continuation,
  DigestAnswer,
  ImageTag,
  Listing,
  RegistryAddress,
} from './observed/registryImages';
import type { LinkSpec } from './plan/spec';

export interface AzureObserver {
  /**
   * Reads the state of a registry and clusters. With a spec, also everything that the spec names. Never rejects for a
   * missing right or thing (those are facts); rejects with FailureError when nothing can be said (not signed in, no
   * network, aborted).
   */
  observe(asked: Asked, signal: AbortSignal): Promise<Observed>;
}

/** Observes several pairs together. */
interface AzureLooker {
  /**
   * For several observations that are made together: each thing is read once, however many of them are about it, as of when
   * it was first asked for. `registryIds` are those that they are about.
   */
  look(registryIds: readonly string[], signal: AbortSignal): Promise<Look>;
}

export interface Look {
  /** As `AzureObserver.observe`. */
  observe(asked: Asked): Promise<Observed>;
}

/** What an observation is about. */
export interface Asked {
  readonly registryId: string;
  readonly clusterIds: readonly string[];
  readonly spec?: LinkSpec;
  /** False: nothing is planned from it, so that names that are free, and ways out that decide nothing now, aren't read. */
  readonly forPlan?: false;
  /** Further networks that are to be read. */
  readonly networkIds?: readonly string[];
  /** For a registry by itself: `clusterIds` is empty then, and the registry need not exist. */
  readonly registry?: AskedRegistry;
}

/** What an observation for a registry by itself is about, besides the registry's id. */
export interface AskedRegistry {
  /** Suffix of host names in this cloud, e.g. `azurecr.io`: with it the zones of a registry to be made are found. */
  readonly hostSuffix?: string;
  /** A network that the user chose for the endpoint. */
  readonly networkId?: string;
  /** Left out for a proposal; with it, everything that it names is read. */
  readonly spec?: RegistrySpec;
}

/** Picks a running Azure operation up again; holds addresses, never a token. */
export type ResumeToken = string;

export interface WriteProgress {
  /** Azure took the request; `resumeToken` is undefined when it was already done with the answer. */
  accepted(resumeToken: ResumeToken | undefined): void | Promise<void>;
  /** One line about the Azure operation, e.g. its provisioning state. */
  status(text: string): void;
  /** A retry is about to be made. */
  retrying(failure: Failure, attempt: number, delaySeconds: number): void;
  /** Asked just before the same request is sent again; without its leave the write fails with `azure.lookAgain`. */
  readonly mayResend?: () => Promise<boolean>;
}

export type WriteOutcome =
  | {
      readonly ok: true;
      /** As Azure answered it at the end; undefined where it answered nothing, as for what is deleted. */
      readonly resource?: JsonObject;
    }
  | { readonly ok: false; readonly failure: Failure };

export interface AzureWriter {
  /** Sends one request and waits for the end of the operation that it starts. Rejects only for a defect. */
  write(
    resourceId: string,
    request: StepRequest,
    progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome>;
  /**
   * Waits for the end of an operation that an earlier `write` began. Fails with `azure.operationForgotten` when Azure
   * doesn't know it any more: then the same request may be sent again. Rejects only for a defect.
   */
  resume(
    resourceId: string,
    request: StepRequest,
    resumeToken: ResumeToken,
    progress: WriteProgress,
    signal: AbortSignal,
  ): Promise<WriteOutcome>;
}

export interface Assigned {
  readonly id: string;
  /** `User`, `Group`, `ServicePrincipal`, …; empty where Azure doesn't say. */
  readonly principalType: string;
}

/** Looks at single resources: what a journal says is compared with what is there. */
export interface ResourceReader {
  /** As ARM answers it. Rejects with FailureError only when nothing can be said (not signed in, aborted). */
  read(resourceId: string, signal: AbortSignal): Promise<Fact<JsonObject>>;
  /**
   * Ids of what lives in a resource group, a virtual network (peerings, subnets, and what is connected to those), a
   * private DNS zone (links and record sets but for the SOA), a registry (replicas, connections, and one each if it holds
   * images, webhooks or tokens) or a private endpoint (its DNS zone group); nothing for any other type.
   */
  contents(containerId: string, signal: AbortSignal): Promise<Fact<readonly string[]>>;
  /** Role assignments that apply at a scope: those on it and above, with whom they are for in Azure's words. */
  assignments(scope: string, signal: AbortSignal): Promise<Fact<readonly Assigned[]>>;
  /** Locks at, above and below a scope. */
  locks(scope: string, signal: AbortSignal): Promise<Fact<readonly Lock[]>>;
}

/** Looks at what the signed-in person may do. */
export interface RightsReader {
  /**
   * Never rejects for a missing right (that is a fact); rejects with FailureError when nothing can be said (not signed
   * in, no network, aborted).
   */
  readRights(asked: RightsAsked, signal: AbortSignal): Promise<ObservedRights>;
}

/** Looks at who may pull from a registry or push to it. */
export interface PullersReader {
  /**
   * Never rejects for a missing right or thing (those are facts); rejects with FailureError when nothing can be said
   * (not signed in, no network, aborted).
   */
  readPullers(registryId: string, signal: AbortSignal): Promise<ObservedPullers>;
}

export interface FoundIdentities {
  readonly identities: readonly ManagedIdentity[];
  /** Empty where everything could be read. */
  readonly unread: readonly Unread[];
}

/** Looks at whom a role on a registry could be assigned to, and what they may do already. */
export interface GrantReader {
  /**
   * `principalId` is a GUID. Never rejects for a missing right or thing (those are facts); rejects with FailureError
   * when nothing can be said (not signed in, no network, aborted).
   */
  observeGrant(registryId: string, principalId: string, signal: AbortSignal): Promise<ObservedGrant>;
  /**
   * User-assigned managed identities in the subscriptions (GUIDs), found by Resource Graph. Rejects with FailureError where
   * nothing could be read.
   */
  listIdentities(subscriptionIds: readonly string[], signal: AbortSignal): Promise<FoundIdentities>;
  /**
   * Whose names begin so in the directory (display names, those of users also as they sign in), at most 50, in the order
   * of their names. Rejects with FailureError, also where this sign-in may not read the directory.
   */
  findPrincipals(
    type: PrincipalType,
    text: string,
    signal: AbortSignal,
    /** Id of a resource in whose subscription's directory is looked; left out for that of the sign-in. */
    about?: string,
  ): Promise<readonly DirectoryPrincipal[]>;
  /**
   * Undefined where neither token nor directory tells. `about` as for `findPrincipals`. Rejects with FailureError when
   * nobody is signed in.
   */
  signedIn(signal: AbortSignal, about?: string): Promise<SignedIn | undefined>;
}

/** Lets Azure copy images into a registry; an action that the user has confirmed, no step of a plan. */
interface ImageImporter {
  /**
   * Resolves when the image is there. Rejects with FailureError in words of imports (`import.tagExists` and others);
   * when aborted with `cancelled`: what Azure had accepted it carries on with, and nothing stops it.
   */
  importImage(request: ImageImport, progress: ImportProgress, signal: AbortSignal): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after that many milliseconds, and at once when the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** What is stored of an operation. `version` grows with each text that is stored; the first one is 1. */
export type StoredJournal =
  | {
      readonly text: string;
      readonly version: number;
      /** Where what came after it was only begun: the version as which this text was stored. */
      readonly writtenAs?: number;
    }
  /** Nothing may be done by what is stored. */
  | { readonly text?: undefined; readonly version: number; readonly doubt: JournalDoubt };

/** Why a journal isn't believed. */
export interface JournalDoubt {
  /** `setAside`: it isn't what this extension wrote. `unchecked`: whether it is can't be told now. */
  readonly kind: 'setAside' | 'unchecked';
  readonly message: string;
  readonly nextAction: string;
  /** As it is stored, to be shown and nothing else. */
  readonly shown: string;
}

export interface ListedJournal {
  readonly operationId: string;
  /** Another one whenever something else is stored. */
  readonly stamp: string;
}

/** One text an operation, which several windows may want to write. */
export interface JournalStorage {
  read(operationId: string): Promise<StoredJournal | undefined>;
  /**
   * Stores the text in place of that version (0: there is none yet), as a whole or not at all. False when somebody else
   * has stored one since: of several that try, in whatever process, one succeeds.
   */
  replace(operationId: string, version: number, text: string): Promise<boolean>;
  /** Removes what is stored up to that version, by default everything; what was stored since stays. */
  remove(operationId: string, version?: number): Promise<void>;
  /**
   * Like `remove`, and keeps a copy that isn't listed. Gives the place of the copy, as the user can find it; undefined when
   * there was nothing.
   */
  setAside(operationId: string, version: number): Promise<string | undefined>;
  list(): Promise<readonly ListedJournal[]>;
}

/** What journals are sealed with. */
export interface SealKey {
  /** Says which key it is, and nothing of the key. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The keys of this user on this computer; files don't hold them. */
export interface JournalKeys {
  /** The key to seal with, the same in all windows; made when first needed. Rejects with FailureError when there is none to be had now. */
  current(): Promise<SealKey>;
  /** The key with this id; undefined if it isn't one of this user's. Rejects with FailureError when that can't be told now. */
  find(id: string): Promise<SealKey | undefined>;
}

/** Runs commands inside of clusters, through Azure (AKS run-command): also where the API server is private. */
export interface ClusterCommands {
  /** What decides whether commands can be run, and what there is to test. Rejects with FailureError. */
  readCommandTarget(clusterId: string, signal: AbortSignal): Promise<CommandTarget>;
  /**
   * Runs one line in a pod that AKS makes for it, and waits for its end; about ten seconds, and at most 512 kB of
   * output. In clusters with Entra ID it runs as the signed-in user, else as an administrator of the cluster. Rejects
   * with FailureError; what the line itself says, in words or by its exit code, is no failure. The pools are for the words
   * of a failure: they tell why that pod didn't start.
   */
  runInCluster(
    target: Pick<CommandTarget, 'clusterId' | 'usesEntraId'> &
      Partial<Pick<CommandTarget, 'pools' | 'hasVirtualNodes'>>,
    command: string,
    signal: AbortSignal,
  ): Promise<CommandOutput>;
}

export interface CommandOutput {
  readonly exitCode: number;
  /** What the commands wrote, both outputs in one. */
  readonly logs: string;
}

/**
 * Reads what a registry holds, from its own endpoint, with a token that the registry makes of the signed-in person's. The
 * registry may be closed to this computer or to this person: that is an outcome. Nothing here ever rejects; an aborted
 * call is `failed` with a failure of the kind `cancelled`.
 */
export interface RegistryImages {
  /** By name, a page at a time; `from` is the `next` of the page before. */
  repositories(
    registry: RegistryAddress,
    from: Continuation | undefined,
    signal: AbortSignal,
  ): Promise<Listing<string>>;
  /** The newest first, a page at a time. */
  tags(
    registry: RegistryAddress,
    repository: string,
    from: Continuation | undefined,
    signal: AbortSignal,
  ): Promise<Listing<ImageTag>>;
  /** The digest that a tag points to now; of a digest itself, where the repository has such an image. */
  digestOf(
    registry: RegistryAddress,
    repository: string,
    reference: string,
    signal: AbortSignal,
  ): Promise<DigestAnswer>;
}

/** Everything that the extension asks Azure for; made by `createAzure` in src/azure, loaded when first needed. */
export interface Azure
  extends
    AzureObserver,
    AzureLooker,
    AzureWriter,
    ResourceReader,
    RightsReader,
    GrantReader,
    ImageImporter,
    PullersReader,
    ClusterCommands {
  /** Registries' own endpoints, which aren't part of Azure Resource Manager. */
  readonly images: RegistryImages;
  /**
   * Where several accounts may be signed in, `onDirectories` is told of all of their directories; one that can't be read
   * costs itself only. Where there is one directory only, `onFirst` is told of what is on the first page, to be looked at only.
   * Rejects with FailureError where nothing could be read.
   */
  listSubscriptions(
    signal: AbortSignal,
    onDirectories?: (directories: readonly AccountDirectory[]) => void,
    onFirst?: (first: readonly Subscription[]) => void,
  ): Promise<readonly Subscription[]>;
  /** Directories that the account is in, as a guest too; each has a sign-in of its own. Rejects with FailureError. */
  listDirectories(signal: AbortSignal): Promise<readonly Directory[]>;
  /**
   * `subscriptionIds` are GUIDs, and `more` are those that are listed still. What is there before the rest is given to
   * `onFirst`, once, to be looked at only. `elsewhere` is what others read of the same estate.
   */
  inventory(
    subscriptionIds: readonly string[],
    signal: AbortSignal,
    onFirst?: (first: FirstSeen) => void,
    more?: Promise<readonly string[]>,
    elsewhere?: Promise<Surroundings>,
  ): Promise<Inventory>;
  /**
   * The inventory with what is in one subscription (a GUID) read anew, in the queries of that one. Undefined where that
   * isn't enough, because a cluster has come of which the roles elsewhere weren't read.
   */
  inventoryAgain(
    known: Inventory,
    subscriptionId: string,
    signal: AbortSignal,
  ): Promise<Inventory | undefined>;
  /** Whether a new registry may have the name. Rejects with FailureError when Azure doesn't say. */
  checkRegistryName(subscriptionId: string, name: string, signal: AbortSignal): Promise<NameAvailability>;
  /** Regions that the subscription may use, by display name. */
  listRegions(subscriptionId: string, signal: AbortSignal): Promise<readonly Region[]>;
  /** Resource groups of the subscription that the account may see. Rejects with FailureError. */
  listResourceGroups(subscriptionId: string, signal: AbortSignal): Promise<readonly ObservedResourceGroup[]>;
  /** The resource as ARM answers it, for View Properties. */
  readResource(resourceId: string, signal: AbortSignal): Promise<JsonObject>;
}
