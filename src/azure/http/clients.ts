import type { AuthorizationManagementClient } from '@azure/arm-authorization';
import {
  createContainerRegistryManagement,
  type ContainerRegistryManagementContext,
} from '@azure/arm-containerregistry/api';
import { createContainerService, type ContainerServiceContext } from '@azure/arm-containerservice/api';
import { createNetworkManagement, type NetworkManagementContext } from '@azure/arm-network/api';
import { createPrivateDnsManagement, type PrivateDnsManagementContext } from '@azure/arm-privatedns/api';
import { createResourceGraph, type ResourceGraphContext } from '@azure/arm-resourcegraph/api';
import { createResourceManagement, type ResourceManagementContext } from '@azure/arm-resources/api';
import { createSubscription, type SubscriptionContext } from '@azure/arm-resources-subscriptions/api';
import type { Pipeline } from '@azure/core-rest-pipeline';
import type { Client } from '@azure-rest/core-client';
import { subscriptionOf } from '../../model/armId';
import type { AzureOptions, TokenSource } from '../../provisioning';
import { createPipeline } from './pipeline';
import { RecentIds } from './recent';
import { credentialOver } from './tokens';

/** The SDK's clients, each made when first needed and kept: one a provider and subscription. */
export class Clients {
  /** What Resource Graph may not know of yet. */
  readonly recent = new RecentIds();
  private readonly made = new Map<string, unknown>();
  private readonly pipelines = new Map<TokenSource, Pipeline>();
  /** The SDK wants one in the signature; the pipeline that it is given along with it attaches the tokens. */
  private readonly credential;

  /** Throws FailureError if the endpoint may not be given a token. */
  constructor(private readonly options: AzureOptions) {
    this.pipelineOver(options.tokenSource);
    this.credential = credentialOver(options.tokenSource);
  }

  /** How host names of the cloud's registries end, without the leading dot. */
  get registrySuffix(): string {
    return this.options.cloud.registrySuffix;
  }

  registries(subscriptionId: string): ContainerRegistryManagementContext {
    return this.once(`registries ${subscriptionId}`, () =>
      createContainerRegistryManagement(this.credential, subscriptionId, this.own(subscriptionId)),
    );
  }

  clusters(subscriptionId: string): ContainerServiceContext {
    return this.once(`clusters ${subscriptionId}`, () =>
      createContainerService(this.credential, subscriptionId, this.own(subscriptionId)),
    );
  }

  network(subscriptionId: string): NetworkManagementContext {
    return this.once(`network ${subscriptionId}`, () =>
      createNetworkManagement(this.credential, subscriptionId, this.own(subscriptionId)),
    );
  }

  privateDns(subscriptionId: string): PrivateDnsManagementContext {
    return this.once(`dns ${subscriptionId}`, () =>
      createPrivateDnsManagement(this.credential, subscriptionId, this.own(subscriptionId)),
    );
  }

  resources(subscriptionId: string): ResourceManagementContext {
    return this.once(`resources ${subscriptionId}`, () =>
      createResourceManagement(this.credential, subscriptionId, this.own(subscriptionId)),
    );
  }

  subscriptions(): SubscriptionContext {
    return this.once('subscriptions', () => createSubscription(this.credential, this.own()));
  }

  graph(): ResourceGraphContext {
    // The subscriptions are named in each query; the client's own is not used.
    return this.once('graph', () => createResourceGraph(this.credential, '', this.own()));
  }

  async authorization(subscriptionId: string): Promise<AuthorizationManagementClient> {
    // Evaluated when first needed, but bundled into the same file: a file of its own would bring a second copy of the
    // SDK's core (50 kB, and 10 ms when it is loaded) to save 4 ms of loading this one.
    const { createAuthorization } = await import('./authorization');
    return this.once(`authorization ${subscriptionId}`, () =>
      createAuthorization(this.credential, subscriptionId, this.own(subscriptionId)),
    );
  }

  /** The client of the provider that a resource belongs to, for requests of which the JSON is ours. */
  of(resourceId: string): Client {
    const subscriptionId = subscriptionOf(resourceId);
    const type = /\/providers\/([^/]+\/[^/]+)(?!.*\/providers\/)/i.exec(resourceId)?.[1]?.toLowerCase() ?? '';
    if (type.startsWith('microsoft.containerregistry/')) return this.registries(subscriptionId);
    if (type.startsWith('microsoft.containerservice/')) return this.clusters(subscriptionId);
    if (type === 'microsoft.network/privatednszones') return this.privateDns(subscriptionId);
    if (type.startsWith('microsoft.network/')) return this.network(subscriptionId);
    return this.resources(subscriptionId);
  }

  /** With tokens for the subscription; without one, with those of the sign-in. */
  private own(subscriptionId?: string) {
    const { endpoint, emulator, tokensFor, tokenSource } = this.options;
    const tokens = subscriptionId === undefined ? undefined : tokensFor?.(subscriptionId);
    return {
      endpoint,
      allowInsecureConnection: emulator,
      pipeline: this.pipelineOver(tokens ?? tokenSource).clone(),
    };
  }

  private pipelineOver(tokenSource: TokenSource): Pipeline {
    const known = this.pipelines.get(tokenSource);
    if (known !== undefined) return known;
    const made = createPipeline({ ...this.options, tokenSource });
    this.pipelines.set(tokenSource, made);
    return made;
  }

  private once<T>(key: string, make: () => T): T {
    const known = this.made.get(key.toLowerCase());
    if (known !== undefined) return known as T;
    const made = make();
    this.made.set(key.toLowerCase(), made);
    return made;
  }
}
