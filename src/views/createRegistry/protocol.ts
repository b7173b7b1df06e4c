/** What the form that creates a private registry says besides what every form that plans and applies says. */
import type * as common from '../planForm/protocol';

/** Where the registry is to be. */
export interface CreateSubject {
  readonly schemaVersion: 1;
  /** GUID. */
  readonly subscriptionId: string;
}

export interface CreateHeader {
  /** Name of the subscription; its id until that is read. */
  readonly subscription: string;
  /** Name of the registry, and where it is reached. */
  readonly registry:
    { readonly name: string; readonly loginServer: string; readonly isPublic: boolean } | undefined;
}

export type CreateView = common.PlanFormView & CreateHeader;
