import type { Cloud } from '../arm/clouds';
import type { FrontAnswer, FrontRequest } from './answer';

/** The version in which the answer was one object with members of its own. */
const FIRST_VERSION = '2015-01-01';
/** The version in which it lists clouds; later ones are again about the cloud that is asked alone. */
const LIST_VERSION = '2019-05-01';

/**
 * What `az cloud register --endpoint-resource-manager` reads to find the other addresses of a cloud. The sign-in
 * address is that of an AD FS: for any other one that MSAL doesn't know by name it asks Microsoft's first.
 */
export function answerCloudMetadata(cloud: Cloud, request: FrontRequest): FrontAnswer {
  const { origin } = request;
  const version = request.query.get('api-version');
  if (version === null) {
    return {
      status: 400,
      body: {
        error: {
          code: 'MissingApiVersionParameter',
          message: 'The api-version query parameter (?api-version=) is required for all requests.',
        },
      },
    };
  }
  const authentication = { loginEndpoint: `${origin}/adfs`, audiences: [origin] };
  if (version === FIRST_VERSION) {
    const body = { galleryEndpoint: origin, graphEndpoint: origin, portalEndpoint: origin, authentication };
    return { status: 200, body };
  }
  const described = {
    name: 'AzureEmulator',
    resourceManager: origin,
    portal: origin,
    gallery: origin,
    graph: origin,
    graphAudience: origin,
    microsoftGraphResourceId: origin,
    authentication: { ...authentication, identityProvider: 'ADFS', tenant: 'adfs' },
    suffixes: { acrLoginServer: cloud.registrySuffix },
  };
  return { status: 200, body: version === LIST_VERSION ? [described] : described };
}
