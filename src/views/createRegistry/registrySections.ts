/** The sections about the registry itself: what it is called, where it is, and who gets in. */
import { t } from '@vscode/l10n';
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
  return section('registry', t('Registry'), [
    nameField(scope, context, named),
    locationField(scope, 'location', t('Region'), context),
    choice(
      scope,
      'group',
      t('Resource group'),
      groupOptions(context),
      context.groups === undefined
        ? t(
            'The resource groups of this subscription can’t be listed. Enter the name of an existing or new one.',
          )
        : undefined,
    ),
    ...(fields.group === makeNew ? [groupField(scope, context)] : []),
    {
      ...fact(
        scope,
        'sku',
        'SKU',
        'Premium',
        t`Required for private endpoints and replicas. About ${daily(prices.registryDay.Premium)} (${priceSource}).`,
      ),
      link: { label: t('Prices of Azure Container Registry'), href: pricingPages.registry },
    },
  ]);
}

/** Azure takes 5 to 50 letters and digits; whether the name is free only Azure knows. */
function nameField(scope: Scope, context: Context, named: NameState | undefined): FieldView {
  const value = scope.fields.name;
  const refused =
    named?.state === 'answered' && !named.answer.available && !isThere(context, scope.fields)
      ? named.answer.reason === 'taken'
        ? t`${value} is already in use. Registry names are unique across Azure. Choose another one.`
        : t`Azure doesn’t accept this name: ${named.answer.message}`
      : undefined;
  const problem = nameProblem('registry', value) ?? refused;
  const note =
    problem !== undefined
      ? undefined
      : isThere(context, scope.fields)
        ? thereNote
        : nameNote(loginServer(scope.fields, context), named);
  return {
    ...text(scope, 'name', t('Registry name'), problem, t('5 to 50 letters and digits.')),
    ...(note === undefined ? {} : { note }),
  };
}

const thereNote: NoteView = {
  state: 'unknown',
  text: t(
    'This resource group already has a registry with this name. Preview shows whether it was started here and what is missing.',
  ),
};

function nameNote(host: string, named: NameState | undefined): NoteView | undefined {
  switch (named?.state) {
    case undefined:
      return undefined;
    case 'asking':
      return { state: 'asking', text: t('Checking whether the name is available…') };
    case 'answered':
      return { state: 'good', text: t`Available. Login server: ${host}` };
    case 'unknown':
      return {
        state: 'unknown',
        text: t`Couldn’t check whether the name is available: ${named.reason} Preview checks again.`,
      };
  }
}

function groupOptions({ groups = [], regions }: Context): readonly OptionView[] {
  return [
    { value: makeNew, label: t('New resource group') },
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
    t('Resource group name'),
    'resourceGroup',
    existing === undefined
      ? t`Created in ${regionName(location, regions)} if it doesn’t exist.`
      : t`Existing resource group in ${regionName(existing.location, regions)}.`,
  );
}

/** A list where the regions are known, else text. */
function locationField(scope: Scope, id: 'location', label: string, { regions }: Context): FieldView {
  if (regions.length > 0) return choice(scope, id, label, listedRegions(regions));
  const error = scope.fields[id].trim() === '' ? t('Enter a region, such as westeurope.') : undefined;
  return text(scope, id, label, error, t('The regions of this subscription can’t be listed.'));
}

export function accessSection(scope: Scope): SectionView {
  return section('access', t('Access'), [
    radio(
      scope,
      'publicAccess',
      t('Public network access'),
      [
        {
          value: 'Disabled',
          label: t('Off'),
          detail: t(
            'Only networks connected to the private endpoint can push and pull. This blocks this computer, hosted build agents, ACR Tasks (az acr build), and browsing images in the portal and here. Importing images still works.',
          ),
        },
        {
          value: 'Enabled',
          label: t('On'),
          detail: t(
            'Anyone with a role assignment can connect from any network, including over the private endpoint. You can disable this later.',
          ),
        },
      ],
      undefined,
    ),
    radio(scope, 'permissions', t('Role assignment permissions mode'), [
      {
        value: 'legacy',
        label: t('RBAC Registry Permissions'),
        detail: t('Roles such as AcrPull and AcrPush apply to all repositories.'),
      },
      {
        value: 'abac',
        label: t('RBAC Registry + ABAC Repository Permissions'),
        detail: t(
          'Roles can be limited to repositories. Clusters pull with Container Registry Repository Reader: AcrPull and AcrPush aren’t honored.',
        ),
      },
    ]),
    fact(
      scope,
      'adminUser',
      t('Admin user'),
      t('Off'),
      t('Its shared password would have full permissions. Sign in with Microsoft Entra ID instead.'),
    ),
  ]);
}
