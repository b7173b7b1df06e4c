import assert from 'node:assert/strict';
import { CORE_IMAGE } from '../../emulator/test/causes/requests';
import type { CommandTarget } from '../../src/provisioning/observed/commandTarget';
import type { Azure, Clock } from '../../src/provisioning/ports';
import { cleanLeftover, lookInside } from '../../src/verifying/look';
import { verdictOf } from '../../src/verifying/verification';
import { never } from './support/azure';
import { contoso } from './support/contoso';
import { hurried, Verifying } from './support/verifying';

type Answer = ReturnType<Azure['runInCluster']>;

const unreachable: Answer = Promise.resolve({ exitCode: 1, logs: 'Unable to connect to the server\n' });

describe('what a verification leaves in a cluster', () => {
  let verifying: Verifying;
  let azure: Azure;

  beforeEach(async () => {
    verifying = await Verifying.start();
    ({ azure } = verifying);
  });
  afterEach(() => verifying.close());

  const run: Verifying['run'] = (...args) => verifying.run(...args);
  const podsLeft = () => verifying.podsLeft();

  /** Azure with something in between that sees each command, and sends it or not. */
  function sending(
    between: (command: string, send: { (): Answer; readonly signal: AbortSignal }) => Answer,
  ): Azure {
    return {
      ...azure,
      runInCluster: (target, command, signal) =>
        between(
          command,
          Object.assign(() => azure.runInCluster(target, command, signal), { signal }),
        ),
    };
  }

  for (const phase of ['preparing', 'creating', 'watching'] as const) {
    it(`leaves no pod behind when it is cancelled while ${phase}`, async () => {
      const stop = new AbortController();
      const done = await run(CORE_IMAGE, contoso('shopCluster'), {
        signal: stop.signal,
        tell: (state) => {
          if (state.phase === phase && state.commands > { preparing: 0, creating: 1, watching: 2 }[phase]) {
            stop.abort();
          }
        },
      });
      assert.equal(done.cancelled, true);
      assert.ok(['cancelled', 'failed'].includes(verdictOf(done) ?? ''), verdictOf(done));
      assert.equal(done.failure, undefined);
      assert.equal(done.cleanup.state, phase === 'preparing' ? 'none' : 'clean');
      assert.deepEqual(podsLeft(), []);
    });
  }

  it('doesn’t give up the command that creates pods, so that none comes after the clean-up', async () => {
    const stop = new AbortController();
    let given: AbortSignal | undefined;
    const as = sending((command, send) => {
      if (command.includes('kubectl run')) {
        given = send.signal;
        stop.abort();
      }
      return send();
    });
    const done = await run(CORE_IMAGE, contoso('shopCluster'), { as, signal: stop.signal });
    assert.deepEqual([done.cancelled, given?.aborted, done.cleanup.state], [true, false, 'clean']);
  });

  it('goes on looking where a look or two fail, and ends at the third', async () => {
    for (const [misses, code] of [
      [2, undefined],
      [3, 'verify.unreadableOutput'],
    ] as const) {
      let left: number = misses;
      const as = sending((command, send) => {
        if (!command.includes('kubectl get events') || left === 0) return send();
        left -= 1;
        return unreachable;
      });
      const done = await run(CORE_IMAGE, contoso('shopCluster'), { as });
      assert.deepEqual([done.failure?.code, left], [code, 0]);
      assert.deepEqual([done.cleanup.state, podsLeft()], ['clean', []]);
    }
  });

  it('deletes again where that fails, and says how it is done by hand where it fails for good', async () => {
    let left = 2;
    const as = sending((command, send) => {
      if (!command.includes('kubectl delete') || left === 0) return send();
      left -= 1;
      return unreachable;
    });
    const done = await run(CORE_IMAGE, contoso('shopCluster'), { as });
    assert.deepEqual([verdictOf(done), done.cleanup.state, podsLeft()], ['pulled', 'clean', []]);
    left = 3;
    const worse = await run(CORE_IMAGE, contoso('shopCluster'), { as });
    assert.equal(worse.cleanup.state, 'left');
    assert.match(
      worse.cleanup.command ?? '',
      /^az aks command invoke .*--command "?'?kubectl delete pods --namespace=default/,
    );
    assert.equal(podsLeft().length, 1);
  });

  it('recognises what a run left that nobody cleaned, when its time is over, and cleans just that', async () => {
    const crash = sending((command, send) =>
      command.includes('kubectl run') || command.includes('getent')
        ? send()
        : Promise.reject(new Error('the window is gone')),
    );
    const left = await run(CORE_IMAGE, contoso('shopCluster'), { as: crash });
    assert.equal(left.cleanup.state, 'left');
    const target: CommandTarget = await azure.readCommandTarget(contoso('shopCluster'), never);
    const now = await lookInside(target, { commands: azure, clock: hurried }, never);
    assert.deepEqual(now.leftovers, []);
    const later: Clock = { ...hurried, now: () => Date.now() + 600_000 };
    const { leftovers } = await lookInside(target, { commands: azure, clock: later }, never);
    assert.deepEqual(
      leftovers.map(({ runId, namespace }) => [runId, namespace]),
      [[left.request.runId, 'default']],
    );
    await azure.runInCluster(target, 'kubectl run other --image=a --restart=Never', never);
    assert.deepEqual(
      await cleanLeftover(target, leftovers[0]!, { commands: azure, clock: later }, never),
      [],
    );
    assert.deepEqual(podsLeft(), ['other']);
  });
});
