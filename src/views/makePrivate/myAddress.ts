/** Add My IP Address: the address by which a registry itself has seen this computer. Nobody else is asked. */
import { t } from '@vscode/l10n';
import type { Listing } from '../../provisioning';

/** The addresses with the one that the registry named, or why there is none, in sentences. */
export type MyAddress =
  { readonly kind: 'added'; readonly ranges: string } | { readonly kind: 'none'; readonly words: string };

/** `answer` is what the registry says to somebody who wants to list its repositories; `ranges` is what was typed so far. */
export function withMyAddress(ranges: string, name: string, answer: Listing<unknown>): MyAddress {
  const none = (why: string): MyAddress => ({
    kind: 'none',
    words: t`${why} Enter the public IP address of this computer or its network manually. Your network administrator knows it.`,
  });
  if (answer.kind === 'failed')
    return none(t`${name} couldn’t say which address this computer has for it: ${answer.failure.message}`);
  if (answer.kind !== 'unreachable')
    return none(t`${name} allows this computer, and names an address only when it denies access.`);
  const { address } = answer;
  if (address === undefined) return none(t`${name} doesn’t say which address this computer has for it.`);
  if (address.includes(':'))
    return none(
      t`This computer has the address ${address} for ${name}, whose firewall takes IPv4 addresses only.`,
    );
  if (ranges.split(/[\s,;]+/).includes(address))
    return {
      kind: 'none',
      words: t`The list already contains ${address}, the address of this computer for ${name}.`,
    };
  return {
    kind: 'added',
    ranges: [ranges.trim().replace(/[\s,;]+$/, ''), address].filter(Boolean).join(', '),
  };
}
