/** Every operation on estates in which something of a pair is broken, as its form would ask for it with its defaults. */
import { randomUUID } from 'node:crypto';
import type { OperationKind } from '../../../src/provisioning/operations/kinds';
import { prepare } from '../../../src/provisioning/operations/prepare';
import type { AnyPlan, SpecOf } from '../../../src/provisioning/operations/table';
import type { World } from '../../../src/provisioning/operations/operation';
import type { WantedAccess } from '../../../src/provisioning/plan/publicAccessSpec';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { observeUnlink } from '../../../src/provisioning/teardown/unlink/observeUnlink';
import { detachParts } from '../../../src/provisioning/teardown/unlink/planDetach';
import { unlinkParts } from '../../../src/provisioning/teardown/unlink/planUnlink';
import { never } from '../../contract/support/azure';
import { contoso } from '../../contract/support/contoso';
import { proposeFor } from '../../contract/support/freshRegistries';

type Name = Parameters<typeof contoso>[0];

export interface Wish {
  readonly title: string;
  /** Rejects with FailureError where nothing can be proposed. */
  readonly plan: (world: World) => Promise<AnyPlan>;
}

function wish<Kind extends OperationKind>(
  title: string,
  kind: Kind,
  specOf: (world: World) => Promise<SpecOf<Kind>>,
): Wish {
  return {
    title,
    plan: async (world) => {
      const spec = await specOf(world);
      const { plan } = await prepare({ kind, spec, operationId: randomUUID() }, world, never);
      // The compiler doesn't see that the plan of a kind is one of all.
      return plan as AnyPlan;
    },
  };
}

const link = (registry: Name, cluster: Name, mode: 'private' | 'public' = 'private') =>
  wish(`link ${registry} to ${cluster}, ${mode}`, 'link', async ({ azure }) => {
    const asked = { registryId: contoso(registry), clusterIds: [contoso(cluster)] };
    return proposeSpec(await azure.observe(asked, never), { mode });
  });

const makePrivate = (registry: Name) =>
  wish(`give ${registry} an endpoint`, 'registry', ({ azure }) =>
    proposeFor(azure, { registry: { kind: 'existing', id: contoso(registry) } }),
  );

const access = (registry: Name, wanted: WantedAccess, trustedServices = true) =>
  wish(`public access of ${registry}: ${wanted.mode}`, 'publicAccess', () =>
    Promise.resolve({ schemaVersion: 1, registryId: contoso(registry), access: wanted, trustedServices }),
  );

const takeApart = (kind: 'unlink' | 'detach', registry: Name, cluster: Name) =>
  wish(`${kind} ${registry} from ${cluster}`, kind, async ({ azure, journal }) => {
    const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };
    const seen = await observeUnlink(pair, azure, journal, never);
    const parts = kind === 'unlink' ? unlinkParts(seen) : detachParts(seen);
    return { ...pair, ticked: parts.map(({ resourceId }) => resourceId) };
  });

export const wishes: readonly Wish[] = [
  link('coreRegistry', 'shopCluster'),
  link('coreRegistry', 'devtestCluster'),
  link('appsRegistry', 'shopCluster'),
  link('dataRegistry', 'paymentsCluster'),
  link('modelsRegistry', 'shopUsCluster'),
  link('appsRegistry', 'devtestCluster', 'public'),
  makePrivate('appsRegistry'),
  makePrivate('coreRegistry'),
  makePrivate('modelsRegistry'),
  access('appsRegistry', { mode: 'off' }),
  access('appsRegistry', { mode: 'ranges', ranges: ['203.0.113.0/24'] }),
  access('modelsRegistry', { mode: 'off' }, false),
  access('coreRegistry', { mode: 'on' }),
  takeApart('unlink', 'coreRegistry', 'shopCluster'),
  takeApart('unlink', 'appsRegistry', 'paymentsCluster'),
  takeApart('detach', 'coreRegistry', 'shopCluster'),
];
