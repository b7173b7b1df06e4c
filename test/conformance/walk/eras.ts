import type { Service } from './step';

type Versions = Readonly<Record<Service, string>>;

const today: Versions = {
  clusters: '2026-06-01',
  denials: '2022-04-01',
  dns: '2024-06-01',
  graph: '2024-04-01',
  groups: '2025-04-01',
  locks: '2020-05-01',
  network: '2026-01-01',
  policies: '2025-03-01',
  registries: '2025-11-01',
  restrictions: '2024-10-01',
  roleDefinitions: '2022-04-01',
  roles: '2022-04-01',
  subscriptions: '2022-12-01',
};

/** The api-versions that clients of several years send. */
export const eras: Readonly<Record<string, Versions>> = {
  'the SDK of today': today,
  "Microsoft's definitions of 2024": {
    ...today,
    clusters: '2024-02-01',
    dns: '2020-06-01',
    graph: '2022-10-01',
    groups: '2024-03-01',
    network: '2024-01-01',
    registries: '2023-07-01',
  },
  'version 2.45 of the Azure CLI': {
    ...today,
    clusters: '2022-11-01',
    dns: '2018-09-01',
    graph: '2021-03-01',
    groups: '2021-04-01',
    locks: '2016-09-01',
    network: '2022-01-01',
    registries: '2022-02-01-preview',
    roleDefinitions: '2018-01-01-preview',
    roles: '2020-04-01-preview',
    subscriptions: '2019-11-01',
  },
  'version 2.74 of the Azure CLI': {
    ...today,
    clusters: '2025-03-01',
    groups: '2024-11-01',
    network: '2024-05-01',
    registries: '2025-03-01-preview',
    roleDefinitions: '2022-05-01-preview',
  },
};
