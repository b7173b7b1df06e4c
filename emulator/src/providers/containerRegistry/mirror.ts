import type { Estate, JsonObject } from '../../estate';

/** Shows a connection's state on the endpoint's side as well. */
export function mirrorConnection(_estate: Estate, _endpointId: string, _state: JsonObject): void {}
