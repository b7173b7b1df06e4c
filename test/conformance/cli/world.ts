import { join } from 'node:path';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { pullVerdict } from '../../../emulator/src/oracle/index';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import { AzureCli } from './azureCli';
import { Checks } from './checks';

const SCENARIO = 'test/conformance/cli/scenario.yaml';

interface SignIn {
  readonly applicationId: string;
  readonly secret: string;
}

/** The names that the recipe gives to what it makes, and what the scenario has. */
interface Names {
  readonly tenant: string;
  readonly subscription: string;
  readonly kubelet: string;
  readonly operator: SignIn;
  readonly auditor: SignIn;
  readonly shopGroup: string;
  readonly shopNetwork: string;
  readonly cluster: string;
  readonly group: string;
  readonly registry: string;
  readonly network: string;
  readonly endpoint: string;
  readonly zone: string;
}

/** The emulator behind TLS, and the CLI as two service principals: one may do everything, the other only read. */
export interface World {
  readonly emulator: Emulator;
  readonly address: string;
  readonly operator: AzureCli;
  readonly auditor: AzureCli;
  readonly names: Names;
  readonly checks: Checks;
  readonly groupId: string;
  readonly registryId: string;
  readonly networkId: string;
  readonly shopNetworkId: string;
  readonly clusterId: string;
  readonly image: string;
  /** Whether the cluster's nodes can pull the image, from the emulator's state alone. */
  pulls(): string;
}

/** Starts the emulator with its files in `folder`. */
export async function startWorld(folder: string): Promise<World> {
  const authorityFile = join(folder, 'authority.pem');
  const emulator = await startEmulator({
    scenario: SCENARIO,
    // As little as makes the CLI wait at all: it has to poll, and to follow what it is told.
    latencyScale: 0.01,
    tls: { authorityFile },
  });
  const names = readNames();
  const subscriptionId = `/subscriptions/${names.subscription}`;
  const groupId = `${subscriptionId}/resourceGroups/${names.group}`;
  const shopGroupId = `${subscriptionId}/resourceGroups/${names.shopGroup}`;
  const clusterId = `${shopGroupId}/providers/Microsoft.ContainerService/managedClusters/${names.cluster}`;
  const image = `${names.registry}.azurecr.io/shop/app:1`;
  return {
    emulator,
    address: emulator.tlsUrl ?? '',
    operator: await AzureCli.inFolder(join(folder, 'operator'), authorityFile),
    auditor: await AzureCli.inFolder(join(folder, 'auditor'), authorityFile),
    names,
    checks: new Checks(),
    groupId,
    registryId: `${groupId}/providers/Microsoft.ContainerRegistry/registries/${names.registry}`,
    networkId: `${groupId}/providers/Microsoft.Network/virtualNetworks/${names.network}`,
    shopNetworkId: `${shopGroupId}/providers/Microsoft.Network/virtualNetworks/${names.shopNetwork}`,
    clusterId,
    image,
    pulls: () => {
      emulator.core.operations.settle();
      return pullVerdict(emulator.estate, { clusterId, image }).eventText;
    },
  };
}

function readNames(): Names {
  const scenario = parse(readFileSync(SCENARIO, 'utf8')) as {
    names: Record<string, string>;
    principals: (SignIn & { name: string })[];
  };
  const signIn = (name: string): SignIn => {
    const found = scenario.principals.find((principal) => principal.name === name);
    if (found === undefined) throw new Error(`The scenario has no principal ${name}.`);
    return found;
  };
  return {
    tenant: scenario.names['tenant'] ?? '',
    subscription: scenario.names['sub'] ?? '',
    kubelet: scenario.names['kubelet'] ?? '',
    operator: signIn('sp-operator'),
    auditor: signIn('sp-auditor'),
    shopGroup: 'rg-shop',
    shopNetwork: 'vnet-shop',
    cluster: 'aks-shop',
    group: 'rg-registry',
    registry: 'cliregistry',
    network: 'vnet-registry',
    endpoint: 'pe-cliregistry',
    zone: 'privatelink.azurecr.io',
  };
}
