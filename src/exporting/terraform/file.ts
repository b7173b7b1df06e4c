/** The text of `main.tf`: header, providers, data sources, and the resources as they are made. */
import { subscriptionKeyOf } from '../../model/armId';
import type { Cloud } from '../../model/clouds';
import { commented, wrapped } from '../header';
import type { Source } from '../model';
import { blockText, type Item, Reference } from './hcl';
import type { References } from './references';

export interface Block {
  readonly subscriptionId: string;
  readonly address: string;
  /** By which Terraform takes over what is there. */
  readonly importId: string;
  readonly head: string;
  readonly isAzurerm: boolean;
  readonly isThere: boolean;
  readonly items: readonly Item[];
  readonly comments: readonly string[];
  readonly dependsOn: readonly { readonly address: string; readonly reason: string }[];
}

export interface Blocks {
  readonly blocks: readonly Block[];
  readonly references: References;
}

export function fileText({ header }: Source, cloud: Cloud, { blocks, references }: Blocks): string {
  const usesAzapi = blocks.some(({ isAzurerm }) => !isAzurerm);
  const { dataSources } = references;
  const there = blocks.filter(({ isThere }) => isThere);
  const subscriptions = [
    ...new Set([
      ...blocks.filter(({ isAzurerm }) => isAzurerm).map(({ subscriptionId }) => subscriptionId),
      ...dataSources.map(({ id }) => subscriptionKeyOf(id)),
      ...blocks.map(({ subscriptionId }) => subscriptionId),
    ]),
  ];
  const aliases = aliasesOf(subscriptions);
  const provider = (subscriptionId: string): Item[] => {
    const alias = aliases.get(subscriptionId);
    return alias === undefined ? [] : [{ argument: 'provider', value: new Reference(`azurerm.${alias}`) }];
  };
  const environment = environmentOf(cloud);
  const texts = [
    commented(header, '#').join('\n'),
    requirements(usesAzapi),
    ...subscriptions.map((subscriptionId) => {
      const alias = aliases.get(subscriptionId);
      return blockText('provider "azurerm"', [
        ...(alias === undefined ? [] : [{ argument: 'alias', value: alias }]),
        { argument: 'subscription_id', value: subscriptionId },
        ...environment.azurerm,
        { argument: 'resource_provider_registrations', value: 'none' },
        { block: 'features', items: [] },
      ]);
    }),
    ...(usesAzapi ? [blockText('provider "azapi"', environment.azapi)] : []),
    ...(dataSources.length === 0 ? [] : ['# Existing resources that are only referenced.']),
    ...dataSources
      .toSorted((a, b) => (`${a.type}.${a.name}` < `${b.type}.${b.name}` ? -1 : 1))
      .map(({ id, type, name, items }) =>
        blockText(`data "${type}" "${name}"`, [...provider(subscriptionKeyOf(id)), ...items]),
      ),
    ...(there.length === 0 ? [] : ['# Takes over what is there. Once that is done, these can be taken out.']),
    ...there.map(({ address, importId }) =>
      blockText('import', [
        { argument: 'to', value: new Reference(address) },
        { argument: 'id', value: importId },
      ]),
    ),
    ...blocks.map((block) => {
      const items = [
        ...(block.isAzurerm ? provider(block.subscriptionId) : []),
        ...block.items,
        ...orderOf(block),
      ];
      const comments = commented(
        block.comments.flatMap((line) => wrapped(line)),
        '#',
      );
      return [...comments, blockText(block.head, items)].join('\n');
    }),
  ];
  return `${texts.join('\n\n')}\n`;
}

/** What a provider needs to find the cloud: nothing, a name, or endpoints. */
function environmentOf({
  name,
  terraformEnvironment,
  resourceManager,
  authority,
  scope,
}: Cloud): Readonly<Record<'azurerm' | 'azapi', readonly Item[]>> {
  if (name === 'public') return { azurerm: [], azapi: [] };
  if (terraformEnvironment !== undefined) {
    const named: Item[] = [{ argument: 'environment', value: terraformEnvironment }];
    return { azurerm: named, azapi: named };
  }
  const endpoint = {
    active_directory_authority_host: authority,
    resource_manager_audience: scope.replace(/\/\.default$/, ''),
    resource_manager_endpoint: resourceManager,
  };
  return {
    azurerm: [{ argument: 'metadata_host', value: new URL(resourceManager).host }],
    azapi: [{ argument: 'endpoint', value: [endpoint] }],
  };
}

function orderOf({ dependsOn }: Block): Item[] {
  if (dependsOn.length === 0) return [];
  const reasons = [...new Set(dependsOn.map(({ reason }) => reason))];
  return [
    ...reasons.map((reason) => ({ comment: wrapped(reason).join(' ') })),
    { argument: 'depends_on', value: dependsOn.map(({ address }) => new Reference(address)) },
  ];
}

function requirements(usesAzapi: boolean): string {
  const pinned = (source: string, version: string) => ({ source, version });
  return blockText('terraform', [
    { argument: 'required_version', value: '>= 1.5' },
    {
      block: 'required_providers',
      items: [
        ...(usesAzapi ? [{ argument: 'azapi', value: pinned('Azure/azapi', '~> 2.4') }] : []),
        { argument: 'azurerm', value: pinned('hashicorp/azurerm', '~> 4.40') },
      ],
    },
  ]);
}

/** The first subscription is the provider's own; each other one has an alias that follows from its id. */
function aliasesOf(subscriptions: readonly string[]): ReadonlyMap<string, string> {
  const short = (id: string) => `sub_${id.slice(0, 8).replace(/[^a-z0-9]/g, '_')}`;
  const isAmbiguous = new Set(subscriptions.map(short)).size < subscriptions.length;
  return new Map(
    subscriptions
      .slice(1)
      .map((id) => [id, isAmbiguous ? `sub_${id.replace(/[^a-z0-9]/g, '_')}` : short(id)]),
  );
}
