import type { ResourceType } from '../arm/provider';

/** Every resource type that the emulator answers for; each provider's file adds its line. */
export const resourceTypes: readonly ResourceType[] = [];
