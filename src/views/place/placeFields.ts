/** The fields of networks, subnets and approvals. */
import { t } from '@vscode/l10n';
import { overlaps } from '../../model/addressRange';
import type { Inventory, Observed } from '../../provisioning';
import { choice, name, radio, range, text, type Scope } from '../planForm/fields';
import { makeNew, networkFacts, subnetOptions } from './networks';
import type { FieldView } from '../planForm/protocol/fields';

/** The range of a new network; what is in its way for clusters of the inventory is said, and is no error for the registry. */
export function networkRange(
  scope: Scope<'networkPrefix'>,
  inventory: Pick<Inventory, 'clusters' | 'networks'>,
  besides: readonly string[],
  help: string,
): FieldView {
  const field = range(scope, 'networkPrefix', t('Network address range'), { besides }, help);
  const text = overlapNote(scope.fields.networkPrefix, inventory);
  return field.error !== undefined || text === undefined
    ? field
    : { ...field, note: { state: 'unknown', text } };
}

function overlapNote(
  prefix: string,
  { clusters, networks }: Pick<Inventory, 'clusters' | 'networks'>,
): string | undefined {
  const meets = (ranges: readonly string[]) => overlaps([prefix], ranges).length > 0;
  const named = (all: readonly { readonly name: string }[]) =>
    all.length > 1 ? t`${all[0]?.name ?? ''} and ${all.length - 1} more` : all[0]?.name;
  const there = named(networks.filter(({ addressPrefixes }) => meets(addressPrefixes)));
  const services = named(clusters.filter(({ serviceCidrs }) => meets(serviceCidrs)));
  const pods = named(clusters.filter(({ podCidrs }) => meets(podCidrs)));
  const notes = [
    ...(there === undefined
      ? []
      : [t`Overlaps with ${there}. Clusters there couldn’t be linked over a peering.`]),
    ...(services === undefined ? [] : [t`Overlaps with the service range of ${services}.`]),
    ...(pods === undefined ? [] : [t`Overlaps with the pod range of ${pods}.`]),
    ...(services === undefined && pods === undefined
      ? []
      : [t('Clusters with such a range use these addresses internally and couldn’t be linked.')]),
  ];
  return notes.length === 0 ? undefined : notes.join(' ');
}

/** The choice of a subnet, and name and range of a new one; `help` is about that range. */
export function subnetFields(
  scope: Scope<'network' | 'networkPrefix' | 'subnet' | 'subnetName' | 'subnetPrefix'>,
  { observed }: { readonly observed: Observed },
  help: string,
): FieldView[] {
  const { fields } = scope;
  const isNew = fields.network === makeNew;
  const network = isNew ? undefined : networkFacts(observed, fields.network);
  const list = isNew
    ? []
    : [
        choice(
          scope,
          'subnet',
          t('Subnet'),
          subnetOptions(network, fields.subnet),
          t('Delegated subnets can’t have private endpoints and aren’t listed.'),
        ),
      ];
  if (!isNew && fields.subnet !== makeNew) return list;
  const limits = {
    within: isNew ? [fields.networkPrefix] : (network?.addressPrefixes ?? []),
    besides: network?.subnets.flatMap(({ addressPrefixes }) => addressPrefixes) ?? [],
  };
  return [
    ...list,
    name(scope, 'subnetName', t('Subnet name'), 'subnet'),
    // Facts of a network that is just being read can't be held against the range.
    range(
      scope,
      'subnetPrefix',
      t('Subnet address range'),
      !isNew && network === undefined ? {} : limits,
      help,
    ),
  ];
}

/** Azure's limit for the message that the registry's owner reads. */
const longestMessage = 140;

/** Who lets a new endpoint connect; `meanwhile` says what holds until its owner has approved it. */
export function approvalFields(scope: Scope<'approval' | 'requestMessage'>, meanwhile: string): FieldView[] {
  const { approval, requestMessage } = scope.fields;
  const length = requestMessage.trim().length;
  const error =
    length > longestMessage
      ? t`The message has ${length} characters. Azure allows up to ${longestMessage}.`
      : undefined;
  return [
    radio(scope, 'approval', t('Approval of the connection'), [
      {
        value: 'automatic',
        label: t('Automatic'),
        detail: t('Requires permission to approve connections of the registry.'),
      },
      {
        value: 'manual',
        label: t('By the registry’s owner'),
        detail: t`The endpoint stays pending until the owner approves it. Until then, ${meanwhile}.`,
      },
    ]),
    ...(approval === 'manual'
      ? [
          text(
            scope,
            'requestMessage',
            t('Message to the owner'),
            error,
            t`Shown to the owner with the request. Up to ${longestMessage} characters.`,
          ),
        ]
      : []),
  ];
}
