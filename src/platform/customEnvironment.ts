/** A custom cloud as VS Code's own sign-in knows it: the setting `microsoft-sovereign-cloud.customEnvironment`. */
import type { Cloud } from '../model/clouds';

/** All members that VS Code's schema of the setting requires. */
export function environmentOf(cloud: Cloud): Readonly<Record<string, string>> {
  const { displayName, resourceManager, authority, portal, scope } = cloud;
  return {
    name: displayName,
    portalUrl: portal ?? resourceManager,
    managementEndpointUrl: resourceManager,
    resourceManagerEndpointUrl: resourceManager,
    activeDirectoryEndpointUrl: authority,
    activeDirectoryResourceId: scope.replace(/\/\.default$/, ''),
  };
}

/** Whether the setting makes VS Code sign in where this cloud's users do. */
export function isSameEnvironment(setting: unknown, { authority }: Pick<Cloud, 'authority'>): boolean {
  if (typeof setting !== 'object' || setting === null || !('activeDirectoryEndpointUrl' in setting))
    return false;
  const { activeDirectoryEndpointUrl: url } = setting;
  return typeof url === 'string' && url.replace(/\/+$/, '').toLowerCase() === authority.toLowerCase();
}
