/** What a stage's fields are shown from. */
import type {
  AccessSettings,
  Inventory,
  Observed,
  ObservedRegistry,
  PublicAccessObserved,
  RegistrySpec,
} from '../../provisioning';
import type { FieldId } from './protocol/fields';

export type Fields = Readonly<Record<FieldId, string>>;

export interface EndpointFilled {
  readonly stage: 'endpoint';
  readonly fields: Fields;
  readonly registry: ObservedRegistry;
  readonly observed: Observed;
  readonly inventory: Inventory;
  /** What the fields were proposed from; names and ranges that were typed take the place of its own. */
  readonly proposed: RegistrySpec;
  /** The network that it was proposed for; undefined for one of the registry's own. */
  readonly proposedFor: string | undefined;
}

export interface AccessFilled {
  readonly stage: 'access';
  readonly fields: Fields;
  readonly settings: AccessSettings;
  readonly observed: PublicAccessObserved;
}

export type Filled = EndpointFilled | AccessFilled;

export const noFields: Fields = {
  upgrade: 'false',
  network: '',
  networkName: '',
  networkPrefix: '',
  subnetName: '',
  subnetPrefix: '',
  endpointName: '',
  approval: 'automatic',
  requestMessage: '',
  dns: 'zone',
  zone: '',
  tags: '',
  access: 'off',
  ranges: '',
  trustedServices: 'true',
};
