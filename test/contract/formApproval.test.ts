import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/platform/clock';
import { engine } from '../../src/views/planForm/engine';
import { createLinkForm, type LinkForm } from '../../src/views/link/linkForm';
import type { PageView } from '../../src/views/link/protocol';
import { sharedScope } from '../../src/views/planForm/protocol/fields';
import { viewOf } from '../../src/views/planForm/view';
import { MemoryStorage } from '../support/fakeWriter';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';

describe('the link form, with an endpoint that the registry’s owner approves', () => {
  let linking: Linking;
  beforeEach(async () => {
    linking = await Linking.start();
    linking.closePublicAccess('appsRegistry');
  });
  afterEach(() => linking.close());

  it('never says that it is linked before the approval, and says so after it', async () => {
    const { azure } = linking;
    const registryId = contoso('appsRegistry');
    const seen: PageView[] = [];
    const form: LinkForm = createLinkForm(
      {
        azure: () => Promise.resolve(azure),
        inventory: () => azure.inventory(subscriptionIds, never),
        preferred: () => ({}),
        newId: randomUUID,
        changed: () => undefined,
        written: () => undefined,
        log: (error) => {
          throw error;
        },
        journal: new MemoryStorage(),
        clock: {
          now: () => Date.now(),
          // The owner approves while the form waits; all other waiting is as long as it is.
          sleep: (milliseconds, signal) => {
            const { page } = viewOf(form, 0, undefined);
            if (page.phase !== 'done') return systemClock.sleep(milliseconds, signal);
            seen.push(page);
            approveAll(linking, registryId);
            return Promise.resolve();
          },
        },
      },
      engine,
      { registryId, clusterIds: [contoso('shopUsCluster')] },
    );
    const edit = { type: 'edit', scope: sharedScope } as const;
    await form.settled();
    form.handle({ ...edit, field: 'approval', value: 'manual', edit: 1 });
    form.handle({ ...edit, field: 'requestMessage', value: 'For the shop, please.', edit: 2 });
    form.handle({ type: 'preview' });
    await form.settled();
    const shown = pageOf(form, 'plan').plan;
    assert.deepEqual(shown.blockers, []);
    for (const { id } of shown.hazards)
      form.handle({ type: 'acknowledge', hazardId: id, acknowledged: true });
    form.handle({ type: 'apply', operationId: shown.operationId, revision: shown.revision });
    await form.settled();

    const [waiting] = seen;
    assert.ok(waiting?.phase === 'done' && waiting.verification.state === 'pending');
    assert.match(
      waiting.verification.approvals[0]?.command ?? '',
      /^az acr private-endpoint-connection approve /,
    );
    assert.equal(pageOf(form, 'done').verification.state, 'verified');
  });
});

function pageOf<P extends PageView['phase']>(form: LinkForm, phase: P): Extract<PageView, { phase: P }> {
  const { page } = viewOf(form, 0, undefined);
  assert.equal(page.phase, phase, JSON.stringify(page).slice(0, 500));
  return page as Extract<PageView, { phase: P }>;
}

function approveAll({ emulator: { core, estate } }: Linking, registryId: string): void {
  core.operations.settle();
  const type = 'Microsoft.ContainerRegistry/registries/privateEndpointConnections';
  for (const { id } of estate.below(registryId, type)) {
    const state = { status: 'Approved', description: 'Welcome' };
    core.send('PUT', id, '2025-11-01', { properties: { privateLinkServiceConnectionState: state } });
  }
  core.operations.settle();
}
