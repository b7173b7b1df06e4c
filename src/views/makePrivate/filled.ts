/** What a stage's fields are shown from. */
import type {
  AccessSettings,
  Inventory,
  Preferred,
  PublicAccessObserved,
  Subscription,
} from '../../provisioning';
import type { Filled as LinkFilled } from '../link/draft';

/** The stages that give the registry its private endpoint, and clusters a private path. */
export interface PathsFilled {
  readonly stage: 'together' | 'endpoint';
  readonly observed: PublicAccessObserved;
  readonly world: { readonly inventory: Inventory; readonly subscriptions: readonly Subscription[] };
  readonly preferred: Preferred;
  /** Ids of the clusters that are linked in the same plan. */
  readonly linked: readonly string[];
  /** A link of these clusters; without any, the registry's side of one. */
  readonly link: LinkFilled;
}

export interface AccessFields {
  readonly access: string;
  readonly ranges: string;
  readonly trustedServices: string;
}

export interface AccessFilled {
  readonly stage: 'access';
  readonly fields: AccessFields;
  readonly settings: AccessSettings;
  readonly observed: PublicAccessObserved;
}

export type Filled = PathsFilled | AccessFilled;
