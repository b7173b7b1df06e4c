/**
 * What things cost, in US dollars: Microsoft's list prices for East US, without tax and without what somebody has
 * agreed with Microsoft. From https://azure.microsoft.com/pricing/details/container-registry/ and
 * https://azure.microsoft.com/pricing/details/private-link/, looked up in November 2026.
 */
import { t } from '@vscode/l10n';
export const prices = {
  /** A registry a day, by SKU; each replica costs as much as a Premium registry. */
  registryDay: { Basic: 0.167, Standard: 0.667, Premium: 1.667 },
  endpointHour: 0.01,
  endpointGigabyte: 0.01,
} as const;

/** Where the numbers are from, and where they are today. */
export const pricingPages = {
  registry: 'https://azure.microsoft.com/pricing/details/container-registry/',
  privateLink: 'https://azure.microsoft.com/pricing/details/private-link/',
} as const;

/** For the reader to judge the numbers by. */
export const priceSource = t('Microsoft’s list prices for East US as of November 2026');

/** As Microsoft's pricing calculator counts them. */
const hoursPerMonth = 730;

/** `1.667` → `US$ 1.667 a day (about US$ 51 a month)`: people plan by the month. */
export function daily(amount: number): string {
  return t`${dollars(amount)} a day (about ${dollars(rounded((amount / 24) * hoursPerMonth))} a month)`;
}

/** `0.01` → `US$ 0.01 an hour (about US$ 7.3 a month)`. */
export function hourly(amount: number): string {
  return t`${dollars(amount)} an hour (about ${dollars(rounded(amount * hoursPerMonth))} a month)`;
}

/** To two figures. */
function rounded(amount: number): number {
  return Number(amount.toPrecision(2));
}

/** `1.667` → `US$ 1.667`. */
export function dollars(amount: number): string {
  return `US$ ${Number(amount.toFixed(3))}`;
}
