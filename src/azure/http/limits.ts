import type { AzureLimits, AzureOptions } from '../../provisioning';

/** The services that are asked, each with what it is called in a failure and how much it may ask of us. */
export type Service = 'resourceManager' | 'directory' | 'registry';

const MB = 1024 * 1024;

const resourceManager: AzureLimits = {
  // Resource Manager itself gives a provider 60 seconds for an answer; the rest is for the way and a long body.
  tryMilliseconds: 100_000,
  // The largest page of Resource Graph, a thousand whole resources, has some MB.
  answerBytes: 64 * MB,
  // A thousand rows each from Resource Graph: more than a million resources.
  listPages: 1000,
  // Together they have to fit into the memory of VS Code's extension host, as JSON and as objects.
  listBytes: 256 * MB,
  // Azure's own limits are counted by the hour or less. Who is asked to wait longer is better told.
  longestWait: 10 * 60_000,
  // Resource Manager grants bursts of some hundred, and a person more windows than one.
  requestsAtOnce: 20,
};

const production: Readonly<Record<Service, AzureLimits>> = {
  resourceManager,
  directory: resourceManager,
  registry: {
    ...resourceManager,
    // Most private registries can't be reached from here, and the person who asked sits before a list that fills.
    tryMilliseconds: 15_000,
    // A page has a hundred names.
    answerBytes: 8 * MB,
    listBytes: 64 * MB,
    longestWait: 5000,
  },
};

/** The limits of a service, with those that the options set instead. */
export function limitsOf(service: Service, { limits }: Pick<AzureOptions, 'limits'>): AzureLimits {
  return { ...production[service], ...limits };
}
