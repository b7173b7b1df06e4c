import { AuthorizationManagementClient } from '@azure/arm-authorization';
import type { TokenCredential } from '@azure/core-auth';
import { deserializationPolicy, serializationPolicy } from '@azure/core-client';
import type { Pipeline } from '@azure/core-rest-pipeline';

/**
 * arm-authorization is of the SDK's former generation: it keeps operations and models together and builds its bodies
 * in the pipeline.
 */
export function createAuthorization(
  credential: TokenCredential,
  subscriptionId: string,
  options: { endpoint: string; allowInsecureConnection: boolean; pipeline: Pipeline },
): AuthorizationManagementClient {
  options.pipeline.addPolicy(serializationPolicy(), { phase: 'Serialize' });
  options.pipeline.addPolicy(deserializationPolicy(), { phase: 'Deserialize' });
  return new AuthorizationManagementClient(credential, subscriptionId, options);
}
