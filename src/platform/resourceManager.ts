import type { Settings } from './parseSettings';

/** Origin of the Resource Manager that the settings name: the emulator's, or that of the cloud. */
export function resourceManagerOf({
  cloud,
  emulatorEndpoint,
}: Pick<Settings, 'cloud' | 'emulatorEndpoint'>): string {
  return emulatorEndpoint ?? cloud.resourceManager;
}
