/** The types in which the form that makes a registry private differs from other forms. */
import type { LinkPlan, PublicAccessPlan, RegistryPlan } from '../../provisioning';
import type { Filled } from './filled';
import type { Header, OverviewView, Subject } from './protocol';
import type { OverviewMessage } from './protocol/messages';
import type { PullersView } from './protocol/pullers';

export interface MakePrivateTypes {
  readonly filled: Filled;
  readonly plan: LinkPlan | RegistryPlan | PublicAccessPlan;
  readonly drawing: PullersView;
  readonly subject: Subject & { readonly schemaVersion: 1 };
  readonly header: Header;
  readonly choosing: OverviewView;
  readonly message: OverviewMessage;
}
