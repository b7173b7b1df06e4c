/** Arguments that many resources of azurerm have. */
import { nameOf } from '../../model/armId';
import type { Reading } from '../reading';
import type { Item, Value } from './hcl';
import type { References } from './references';

/** Its name, and the resource group that it is in. */
export function placed(id: string, references: References): Item[] {
  return [argument('name', nameOf(id)), argument('resource_group_name', references.groupName(id))];
}

export function location(body: Reading): Item[] {
  return given('location', body.text('location'));
}

export function tags(body: Reading): Item[] {
  return given('tags', body.named('tags'));
}

/** Left out where there is none. */
export function given(name: string, value: Value | undefined): Item[] {
  return value === undefined ? [] : [argument(name, value)];
}

export function argument(name: string, value: Value): Item {
  return { argument: name, value };
}
