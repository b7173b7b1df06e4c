/** Contoso with two more directories: one that asks for more proof, and one that is gone. */
import contosoFile from '../../emulator/scenarios/contoso.json';
import { contosoNames } from '../../emulator/src/scenario';
import { nameOf } from '../../src/model/armId';
import type { MicrosoftAccount } from './microsoftAccounts';

const [contoso, fabrikam] = [contosoNames.tenant, contosoNames.fabrikamTenant];
const northwind = '9a1d2f5e-3c47-4f0e-8a51-b6c0d1e2f394';
export const directories = { contoso, fabrikam, northwind };

/** Mira is at home in Contoso, a guest in Fabrikam, and was one in Northwind; Lena is in Fabrikam, and Sam has no role. */
export const mira = { id: contosoNames.mira, label: 'mira.jansen@contoso.com', home: contoso };
export const lena: MicrosoftAccount = {
  id: '4be1a9d0-77c3-4f52-9c0e-3f6d21b8a501',
  label: 'lena.vogel@fabrikam.com',
  home: fabrikam,
};
export const sam: MicrosoftAccount = {
  id: '4be1a9d0-77c3-4f52-9c0e-3f6d21b8a502',
  label: 'sam.okafor@contoso.com',
  home: contoso,
};

const shop = '/subscriptions/5d0c6a0e-9f35-4a4c-8b43-0d5fbd0c7f11';
const data = '/subscriptions/5d0c6a0e-9f35-4a4c-8b43-0d5fbd0c7f12';
const group = `${shop}/resourceGroups/rg-shop`;
const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-shop`;
export const fabrikamPair = {
  registry: 'fabrikamshop',
  cluster: 'aks-fabrikam',
  clusterId: `${group}/providers/Microsoft.ContainerService/managedClusters/aks-fabrikam`,
};

/** Seed data of the emulator, for a file. */
export const severalDirectories = {
  ...contosoFile,
  tenants: [
    { ...contosoFile.tenants[0], members: [mira.id, sam.id] },
    { ...contosoFile.tenants[1], members: [mira.id, lena.id] },
    {
      id: northwind,
      displayName: 'Northwind',
      defaultDomain: 'northwind.example',
      members: [mira.id],
    },
  ],
  subscriptions: [
    ...contosoFile.subscriptions,
    { id: nameOf(shop), displayName: 'Fabrikam Shop', tenant: fabrikam },
    { id: nameOf(data), displayName: 'Fabrikam Data', tenant: fabrikam },
  ],
  principals: [
    ...contosoFile.principals,
    ...[lena, sam].map(({ id, label }) => ({ id, type: 'User', name: label })),
  ],
  resourceGroups: [
    ...contosoFile.resourceGroups,
    { id: group, location: 'westeurope' },
    { id: `${data}/resourceGroups/rg-data`, location: 'westeurope' },
  ],
  clusters: [
    ...contosoFile.clusters,
    {
      id: fabrikamPair.clusterId,
      location: 'westeurope',
      kubelet: '4be1a9d0-77c3-4f52-9c0e-3f6d21b8a511',
      controlPlane: '4be1a9d0-77c3-4f52-9c0e-3f6d21b8a512',
      outboundAddress: '203.0.113.90',
      pools: [{ name: 'system', mode: 'System', count: 2, subnet: `${network}/subnets/nodes` }],
    },
  ],
  resources: [
    ...contosoFile.resources,
    {
      id: network,
      body: {
        location: 'westeurope',
        properties: {
          addressSpace: { addressPrefixes: ['10.77.0.0/16'] },
          subnets: [{ name: 'nodes', properties: { addressPrefix: '10.77.0.0/20' } }],
        },
      },
    },
    {
      id: `${group}/providers/Microsoft.ContainerRegistry/registries/${fabrikamPair.registry}`,
      body: { location: 'westeurope', sku: { name: 'Premium' } },
    },
    {
      id: `${data}/resourceGroups/rg-data/providers/Microsoft.ContainerRegistry/registries/fabrikamdata`,
      body: { location: 'westeurope', sku: { name: 'Basic' } },
    },
  ],
  roleAssignments: [
    ...contosoFile.roleAssignments,
    { principal: mira.id, role: 'Owner', scope: shop },
    { principal: lena.id, role: 'Owner', scope: data },
  ],
};
