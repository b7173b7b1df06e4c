/** Networks and subnets for an endpoint, as choices of a form. */
import { t } from '@vscode/l10n';
import { idKey, nameOf } from '../../model/armId';
import { usableAddresses } from '../../model/addressRange';
import { isReservedSubnet } from '../../model/names';
import type { Observed, ObservedNetwork } from '../../provisioning';
import type { OptionView } from '../planForm/protocol/fields';

/** Value of a choice that means: make one. */
export const makeNew = 'new';

export function networkFacts(
  { networks }: Pick<Observed, 'networks'>,
  id: string,
): ObservedNetwork | undefined {
  const fact = networks[idKey(id)];
  return fact?.state === 'known' ? fact.value : undefined;
}

/** Delegated subnets and those that Azure keeps for a service take no private endpoint. */
function takesEndpoints(subnet: ObservedNetwork['subnets'][number]): boolean {
  return subnet.delegations.length === 0 && !isReservedSubnet(subnet.name);
}

export function subnetOptions(network: ObservedNetwork | undefined, chosen: string): readonly OptionView[] {
  if (network === undefined) {
    // Its subnets are still being read.
    return [
      { value: makeNew, label: t('New subnet') },
      ...(chosen === makeNew ? [] : [{ value: chosen, label: nameOf(chosen) }]),
    ];
  }
  return [
    ...network.subnets.filter(takesEndpoints).map((subnet) => {
      const free = Math.max(0, usableAddresses(subnet.addressPrefixes) - subnet.usedAddresses);
      return {
        value: subnet.id,
        label: subnet.name,
        detail: t`${subnet.addressPrefixes.join(', ')}, ${free} free`,
      };
    }),
    { value: makeNew, label: t('New subnet') },
  ];
}
