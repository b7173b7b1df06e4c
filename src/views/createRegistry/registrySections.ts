/** The sections about the registry itself: what it is called, where it is, and who gets in. */
import { nameOf, sameId } from '../../model/armId';
import { nameProblem } from '../../model/names';
import { daily, prices, priceSource, pricingPages } from '../../model/prices';
import { regionName } from '../../model/regionNames';
import { choice, fact, name, radio, section, text } from '../planForm/fields';
import { makeNew } from '../place/networks';
import { listedRegions } from '../place/options';
import type { FieldView, NoteView, OptionView, SectionView } from '../planForm/protocol/fields';
import { isThere, loginServer, type Context, type Scope } from './draft';
import type { NameState } from './nameCheck';

export function registrySection(scope: Scope, context: Context, named: NameState | undefined): SectionView {
  const { fields } = scope;
  return section('registry', 'Registry', [
    nameField(scope, context, named),
    locationField(scope, 'location', 'Region', context),
    choice(
      scope,
      'group',
      'Resource group',
      groupOptions(context),
      context.groups === undefined
        ? 'The groups of this subscription can’t be listed: give the name of one, or of a new one.'
        : undefined,
    ),
    ...(fields.group === makeNew ? [groupField(scope, context)] : []),
    {
      ...fact(
        scope,
        'sku',
        'SKU',
        'Premium',
        `The only SKU with private endpoints and replicas. About ${daily(prices.registryDay.Premium)} (${priceSource}).`,
      ),
      link: { label: 'Prices of Azure Container Registry', href: pricingPages.registry },
    },
  ]);
}

/** Azure takes 5 to 50 letters and digits; whether the name is free only Azure knows. */
function nameField(scope: Scope, context: Context, named: NameState | undefined): FieldView {
  const value = scope.fields.name;
  const refused =
    named?.state === 'answered' && !named.answer.available && !isThere(context, scope.fields)
      ? named.answer.reason === 'taken'
        ? `${value} is taken: names of registries are unique in all of Azure. Choose another one.`
        : `Azure does not take this name: ${named.answer.message}`
      : undefined;
  const problem = nameProblem('registry', value) ?? refused;
  const note =
    problem !== undefined
      ? undefined
      : isThere(context, scope.fields)
        ? thereNote
        : nameNote(loginServer(scope.fields, context), named);
  return {
    ...text(scope, 'name', 'Registry name', problem, '5 to 50 letters and digits.'),
    ...(note === undefined ? {} : { note }),
  };
}

const thereNote: NoteView = {
  state: 'unknown',
  text: 'A registry of this name is in this group already. Preview says whether it is the one that was begun here, and what it lacks.',
};

function nameNote(host: string, named: NameState | undefined): NoteView | undefined {
  switch (named?.state) {
    case undefined:
      return undefined;
    case 'asking':
      return { state: 'asking', text: 'Asking Azure whether the name is free…' };
    case 'answered':
      return { state: 'good', text: `Free: the registry will be ${host}.` };
    case 'unknown':
      return {
        state: 'unknown',
        text: `Whether the name is free could not be asked: ${named.reason} Preview asks again.`,
      };
  }
}

function groupOptions({ groups = [], regions }: Context): readonly OptionView[] {
  return [
    { value: makeNew, label: 'New resource group' },
    ...groups.map(({ id, location }) => ({
      value: id,
      label: nameOf(id),
      detail: regionName(location, regions),
    })),
  ];
}

function groupField(scope: Scope, { groups = [], regions }: Context): FieldView {
  const { groupName, location } = scope.fields;
  const existing = groups.find(({ id }) => sameId(nameOf(id), groupName));
  return name(
    scope,
    'groupName',
    'Name of the resource group',
    'resourceGroup',
    existing === undefined
      ? `Created in ${regionName(location, regions)} if it does not exist.`
      : `It exists already, in ${regionName(existing.location, regions)}: it is used as it is.`,
  );
}

/** A list where the regions are known, else text. */
function locationField(scope: Scope, id: 'location', label: string, { regions }: Context): FieldView {
  if (regions.length > 0) return choice(scope, id, label, listedRegions(regions));
  const error = scope.fields[id].trim() === '' ? 'Enter a region, such as westeurope.' : undefined;
  return text(scope, id, label, error, 'The regions of this subscription can’t be listed.');
}

export function accessSection(scope: Scope): SectionView {
  return section('access', 'Access', [
    radio(
      scope,
      'publicAccess',
      'Public network access',
      [
        {
          value: 'Disabled',
          label: 'Off',
          detail:
            'Only networks that reach the private endpoint can push and pull. Shut out are this computer unless it is in such a network, build agents outside of it, builds in the cloud (az acr build, tasks), and the lists of images in the portal and here. Importing images still works.',
        },
        {
          value: 'Enabled',
          label: 'On',
          detail:
            'Whoever has a role on the registry gets in from anywhere, and over the private endpoint as well. Nobody is shut out; it can be switched off later.',
        },
      ],
      undefined,
    ),
    radio(scope, 'permissions', 'Role assignment permissions mode', [
      {
        value: 'legacy',
        label: 'RBAC Registry Permissions',
        detail: 'A role such as AcrPull or AcrPush holds for all repositories of the registry.',
      },
      {
        value: 'abac',
        label: 'RBAC Registry + ABAC Repository Permissions',
        detail:
          'Roles can be limited to repositories. Clusters pull with Container Registry Repository Reader: AcrPull and AcrPush are not honoured.',
      },
    ]),
    fact(
      scope,
      'adminUser',
      'Admin user',
      'Off',
      'Its password would be shared and have all rights. Sign in with Microsoft Entra ID instead.',
    ),
  ]);
}
