import assert from 'node:assert/strict';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

describe('deleting a group', () => {
  let emulator: Emulator;
  let arm: ArmClient;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const outcome = async (group: string): Promise<string | undefined> => {
    const { status, headers } = await arm.send('DELETE', group);
    assert.equal(status, 202);
    return (await arm.get(new URL(headers.get('location') ?? '').pathname)).body.error?.code;
  };

  it('takes an endpoint’s traces along: connection, interface, records, and the peering’s state', async () => {
    assert.equal(await outcome(make.groupOf(contoso.coreEndpoint)), undefined);
    assert.deepEqual(emulator.estate.below(make.groupOf(contoso.coreEndpoint)), []);
    const { properties } = await arm.succeed('GET', make.shopPeering);
    assert.equal(properties?.['peeringState'], 'Disconnected');
  });

  it('leaves what is in use from outside, and the group with it', async () => {
    const group = make.groupOf(contoso.shopNetwork);
    const id = await make.denyHttps(arm, contoso.shopNetwork, 'Outbound');
    assert.equal(await outcome(group), 'ResourceGroupDeletionBlocked');
    assert.equal((await arm.succeed('GET', group)).properties?.['provisioningState'], 'Succeeded');
    // The nodes of a cluster in another group are in this subnet; nothing needs the security group.
    await arm.succeed('GET', make.NODES);
    assert.equal((await arm.get(id)).status, 404);
  });
});
