import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { viewIds } from '../../../src/contributions';
import { HostWatch } from '../../../src/views/webview/app/hostWatch';
import { parseFromPage } from '../../../src/views/webview/messages';
import { pageCommands, type FromPage } from '../../../src/views/webview/protocol';

/** Milliseconds on the clock of the test's own. Timers run by themselves, so that it can go on while none does. */
let now = 0;

/** A page and its host. */
class World {
  readonly sent: FromPage[] = [];
  /** What has become of the host, each time that the page was told so. */
  readonly told: ('lost' | 'back')[] = [];
  unheard = 0;
  isVisible = true;
  /** `dead`: what is said to it is gone. `slow`: it answers when it comes to itself. */
  host: 'alive' | 'slow' | 'dead' = 'alive';
  readonly watch: HostWatch = new HostWatch({
    send: (envelope) => {
      this.sent.push(envelope);
      if (this.host === 'alive') this.answer();
    },
    isVisible: () => this.isVisible,
    changed: () => {
      this.told.push(this.watch.isLost ? 'lost' : 'back');
    },
    unheard: () => {
      this.unheard += 1;
    },
  });

  /** The host receives all that was sent; the answer comes in a turn of its own. */
  answer(): void {
    const number = this.sent.at(-1)?.number ?? 0;
    setTimeout(() => {
      this.watch.received(number);
    }, 0);
  }

  pass(seconds: number): void {
    for (let passed = 0; passed < seconds; passed += 1) {
      now += 1000;
      mock.timers.tick(1000);
    }
  }

  /** Time goes by and no timer runs: the computer sleeps. */
  sleep(seconds: number): void {
    now += seconds * 1000;
  }
}

describe('a page that watches for its host', () => {
  let world: World;
  beforeEach(() => {
    now = 1_700_000_000_000;
    mock.method(Date, 'now', () => now);
    mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
    world = new World();
    world.watch.start({ type: 'ready' });
    world.pass(60);
  });
  afterEach(() => {
    world.watch.stop();
    mock.timers.reset();
    mock.restoreAll();
  });

  it('says nothing while the host answers, and asks it all the time', () => {
    assert.deepEqual(world.told, []);
    assert.ok(world.sent.length > 10);
    assert.deepEqual(world.sent[0], { number: 1, message: { type: 'ready' } });
    const rest = world.sent.slice(1);
    assert.ok(rest.every((envelope, index) => envelope.number === index + 2 && !('message' in envelope)));
  });

  it('tells within 15 seconds that the host is gone, and once', () => {
    world.host = 'dead';
    world.pass(15);
    assert.deepEqual(world.told, ['lost']);
    world.pass(600);
    assert.deepEqual(world.told, ['lost']);
  });

  it('tells within a few seconds when a button was pressed in vain, and leads back to it each time', () => {
    world.host = 'dead';
    world.watch.post({ type: 'cancel' });
    world.pass(2);
    assert.deepEqual(world.told, []);
    world.pass(4);
    assert.deepEqual([world.told, world.unheard], [['lost'], 0]);
    world.watch.post({ type: 'cancel' });
    world.watch.post({ type: 'retry' });
    assert.deepEqual([world.told, world.unheard], [['lost'], 2]);
  });

  it('tells it also when the host was gone before the page came up', () => {
    const other = new World();
    other.host = 'dead';
    other.watch.start({ type: 'ready' });
    other.pass(15);
    assert.deepEqual(other.told, ['lost']);
    other.watch.stop();
  });

  it('takes it back when the host was only slow', () => {
    world.host = 'slow';
    world.watch.post({ type: 'cancel' });
    world.pass(20);
    assert.deepEqual(world.told, ['lost']);
    world.answer();
    world.pass(1);
    assert.deepEqual(world.told, ['lost', 'back']);
    world.host = 'alive';
    world.pass(60);
    assert.deepEqual(world.told, ['lost', 'back']);
    world.host = 'dead';
    world.pass(15);
    assert.deepEqual(world.told, ['lost', 'back', 'lost']);
  });

  it('finds by itself that the host is back, without a button', () => {
    world.host = 'dead';
    world.pass(60);
    world.host = 'alive';
    world.pass(4);
    assert.deepEqual(world.told, ['lost', 'back']);
  });

  it('says nothing of a host that is slow for less than its questions may take', () => {
    for (let round = 0; round < 20; round += 1) {
      world.host = 'slow';
      world.pass(9);
      world.answer();
      world.host = 'alive';
      world.pass(1);
    }
    assert.deepEqual(world.told, []);
  });

  it('says nothing after the computer slept, whenever it fell asleep', () => {
    for (let awake = 0; awake < 12; awake += 1) {
      world.pass(awake);
      world.sleep(8 * 3600);
      // What was said before is lost on the way, or answered late: both are nothing to go by.
      world.host = awake % 2 === 0 ? 'slow' : 'alive';
      world.pass(2);
      world.answer();
      world.host = 'alive';
      world.pass(20);
    }
    assert.deepEqual(world.told, []);
  });

  it('counts nothing while it is hidden, however long, and begins anew when it is seen again', () => {
    world.host = 'slow';
    world.watch.post({ type: 'cancel' });
    world.isVisible = false;
    world.pass(3600);
    assert.deepEqual(world.told, []);
    world.isVisible = true;
    world.pass(4);
    assert.deepEqual(world.told, []);
    world.answer();
    world.host = 'alive';
    world.pass(60);
    assert.deepEqual(world.told, []);
    world.isVisible = false;
    world.host = 'dead';
    world.pass(3600);
    world.isVisible = true;
    world.pass(15);
    assert.deepEqual(world.told, ['lost']);
  });

  it('counts nothing where the timers themselves come late', () => {
    world.host = 'slow';
    for (let round = 0; round < 30; round += 1) {
      world.sleep(20);
      world.pass(1);
    }
    assert.deepEqual(world.told, []);
  });
});

describe('what a page sends', () => {
  it('is taken by its number, and its message is left to the page’s own parser', () => {
    for (const sent of [{ number: 1, message: { type: 'x' } }, { number: 2 }]) {
      assert.deepEqual(parseFromPage(sent), { ok: true, value: sent });
    }
  });

  for (const raw of [
    undefined,
    null,
    'ready',
    { type: 'ready' },
    { number: 0 },
    { number: 1.5 },
    { number: '1' },
    { number: 1, more: 1 },
  ]) {
    it(`is refused: ${JSON.stringify(raw)}`, () => {
      assert.equal(parseFromPage(raw).ok, false);
    });
  }

  it('may name two commands of VS Code’s own: they take no argument and change nothing in Azure', () => {
    assert.deepEqual(pageCommands, {
      showTree: `${viewIds.explorer}.focus`,
      reloadWindow: 'workbench.action.reloadWindow',
    });
  });
});
