/** What the emulator itself costs: how long it takes to start, and whether a long list slows its pages down. */
import { Core } from '../emulator/src/core';
import { startEmulator } from '../emulator/src/server';
import { spread, type Spread } from './figures';

const SUBSCRIPTION = '/subscriptions/11111111-1111-4111-8111-111111111111';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const PAGE = 50;

export interface EmulatorFigures {
  readonly start: Spread;
  /** Milliseconds for the page of a list of 50, and for each page of a list of 5,000. */
  readonly few: Spread;
  readonly many: Spread;
}

export async function measureEmulator(): Promise<EmulatorFigures> {
  const starts: number[] = [];
  for (let run = 0; run < 10; run += 1) {
    const from = performance.now();
    const emulator = await startEmulator({ scenario: 'contoso' });
    starts.push(performance.now() - from);
    await emulator.close();
  }
  const [few, many] = [estateWith(50), estateWith(5000)];
  // Both lists in turn, and the first round for nothing, so that neither profits from code that has run before.
  const times: Record<'few' | 'many', number[]> = { few: [], many: [] };
  for (let round = 0; round < 20; round += 1) {
    const once = { few: repeated(few, 10), many: pageTimes(many) };
    if (round < 2) continue;
    times.few.push(...once.few);
    times.many.push(...once.many);
  }
  return { start: spread(starts), few: spread(times.few), many: spread(times.many) };
}

function estateWith(count: number): Core {
  const core = new Core({ pageSize: PAGE });
  core.estate.put({ id: SUBSCRIPTION, name: 's', type: 'Microsoft.Resources/subscriptions', properties: {} });
  const group = { id: GROUP, name: 'rg', type: 'Microsoft.Resources/resourceGroups', location: 'westeurope' };
  core.estate.put({ ...group, properties: {} });
  for (let index = 0; index < count; index += 1) {
    const name = `registry${index}`;
    core.estate.put({
      id: `${GROUP}/providers/Microsoft.ContainerRegistry/registries/${name}`,
      name,
      type: 'Microsoft.ContainerRegistry/registries',
      location: 'westeurope',
      sku: { name: 'Premium', tier: 'Premium' },
      properties: { loginServer: `${name}.azurecr.io`, provisioningState: 'Succeeded' },
    });
  }
  return core;
}

function repeated(core: Core, times: number): number[] {
  return Array.from({ length: times }, () => pageTimes(core)).flat();
}

/** Milliseconds of each page of the list of registries, to the end. */
function pageTimes(core: Core): number[] {
  const times: number[] = [];
  let url: string | undefined =
    `${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry/registries?api-version=2025-11-01`;
  while (url !== undefined) {
    const from = performance.now();
    const { body } = core.router.handle({
      method: 'GET',
      url,
      headers: { authorization: 'Bearer bench' },
      body: '',
      origin: '',
    });
    JSON.stringify(body);
    times.push(performance.now() - from);
    url = (body as { nextLink?: string }).nextLink;
  }
  return times;
}
