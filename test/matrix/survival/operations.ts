import { accessOperations } from './accessOperations';
import type { Disturbed } from './disturbed';
import { grantOperations } from './grantOperations';
import { linkOperations } from './linkOperations';
import { registryOperations } from './registryOperations';

/** Every operation that matrices disturb, with plans made for the states that they will be applied to. */
export async function operations(): Promise<Disturbed[]> {
  return [
    ...(await linkOperations()),
    ...(await registryOperations()),
    ...(await accessOperations()),
    ...(await grantOperations()),
  ];
}
