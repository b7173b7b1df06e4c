/** Regions as Azure shows them, and as a choice. */
import { regionName } from '../../model/regionNames';
import { regionKey } from '../../model/regions';
import type { Region } from '../../provisioning';
import type { OptionView } from '../planForm/protocol/fields';

/** The region's name for reading, e.g. West Europe; as it is given where that isn't known. */
export function shownRegion(regions: readonly Region[], location: string): string {
  return regionName(location, regions);
}

export function regionOptions(regions: readonly Region[]): readonly OptionView[] {
  return regions.map(({ name: value, displayName }) => ({
    value,
    label: displayName,
    ...(regionKey(displayName) === regionKey(value) ? {} : { detail: value }),
  }));
}
