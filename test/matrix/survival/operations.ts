import { accessOperations } from './accessOperations';
import type { Disturbed } from './disturbed';
import { grantOperations } from './grantOperations';
import { linkOperations } from './linkOperations';
import { registryOperations } from './registryOperations';

let made: Promise<readonly Disturbed[]> | undefined;

/** Every operation that matrices disturb, with plans made for the states that they will be applied to; planned once. */
export function operations(): Promise<readonly Disturbed[]> {
  made ??= planned();
  return made;
}

async function planned(): Promise<readonly Disturbed[]> {
  return [
    ...(await linkOperations()),
    ...(await registryOperations()),
    ...(await accessOperations()),
    ...(await grantOperations()),
  ];
}
