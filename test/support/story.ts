import assert from 'node:assert/strict';
import { EmulatorCalls } from './emulatorCalls';
import { startHostSession, stopSharedHost, type HostSession, type HostSessionOptions } from './hostSession';
import { Keyboard } from './keyboard';
import { Workbench } from './workbench';

/** A window of VS Code, who sits before it, and Azure behind it. */
export interface Story {
  /** The running session; throws before the first test. */
  session(): HostSession;
  readonly workbench: Workbench;
  readonly keyboard: Keyboard;
  readonly azure: EmulatorCalls;
}

after(stopSharedHost);

/**
 * For the top of a `describe`: its tests tell one story in one window, each going on from the one before it, so that after
 * a failure the rest is skipped. A test that failed leaves a picture, and what the window said in its error.
 */
export function story(name: string, options: HostSessionOptions = {}): Story {
  let started: HostSession | undefined;
  let isBroken = false;
  const session = (): HostSession => {
    assert.ok(started, 'VS Code runs from the first test on');
    return started;
  };
  const workbench = new Workbench(session);

  before(async () => {
    started = await startHostSession({ viewport: { width: 1280, height: 860 }, ...options });
  });
  after(() => started?.stop());
  beforeEach(function () {
    if (isBroken) this.skip();
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    isBroken = true;
    if (test.err !== undefined) test.err.message += `\n${await workbench.words()}`;
    await workbench.screenshot(`failed-${name}-${Date.now()}`);
  });

  return {
    session,
    workbench,
    keyboard: new Keyboard(session),
    azure: new EmulatorCalls(() => session().emulatorUrl),
  };
}
