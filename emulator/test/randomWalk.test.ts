import assert from 'node:assert/strict';
import type { ArmAnswer } from '../src/arm/answer';
import { at, textAt } from '../src/arm/json';
import { checkInvariants } from './walk/invariants';
import { Random } from './walk/random';
import { nextRequest, Places, type WalkRequest } from './walk/requests';
import { CALLERS, GROUPS, makeWorld, SUBSCRIPTIONS, type World } from './walk/world';

const STEPS = Number(process.env['RANDOM_WALK_STEPS'] ?? 10_000);
/** Each of them is the status of some answer. */
const DOORS = [200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 412, 415, 429];
const SEED = Number(process.env['RANDOM_WALK_SEED'] ?? Date.now() % 1_000_000);

describe('a random walk', function () {
  this.timeout(120_000);

  it(`of ${STEPS} requests keeps the estate whole (RANDOM_WALK_SEED=${SEED})`, () => {
    const world = makeWorld();
    const random = new Random(SEED);
    const statuses = new Map<number, number>();
    const read = (path: string, version: string): unknown => world.core.send('GET', path, version).body;
    let polls: string[] = [];
    let known: string[] = [];
    // Otherwise the walk stood before closed doors. Some of these are rare, so that it may take a little longer.
    const missing = () => (STEPS < 10_000 ? [] : DOORS.filter((status) => !statuses.has(status)));
    for (let step = 0; step < STEPS || (step < 4 * STEPS && missing().length > 0); step += 1) {
      if (step % 20 === 0) known = idsOf(world);
      const request = nextRequest(new Places(random, known, read));
      try {
        const answer = send(world, request);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        polls = [...polls, ...pollUrls(answer)].slice(-50);
        if (polls.length > 0 && random.chance(0.2)) poll(world, random.one(polls));
        // Sometimes the next operation comes to nothing.
        if (random.chance(0.01)) {
          world.core.faults.add({ kind: random.one(['operation-failed', 'operation-canceled'] as const) });
        }
        if (step % 20 === 0) checkInvariants(world.core.estate);
      } catch (error) {
        const text = JSON.stringify(request).slice(0, 600);
        throw new Error(`seed ${SEED}, step ${step}, ${text}: ${String(error)}`, { cause: error });
      }
      // Most requests meet operations of others that still run.
      if (random.chance(0.4)) world.clock.advance(random.below(40));
      if (random.chance(0.02)) world.clock.advance(600);
    }
    world.clock.advance(3600);
    world.core.operations.settle();
    checkInvariants(world.core.estate);
    const stuck = world.core.estate
      .all()
      .filter(({ properties }) =>
        /^(Creating|Updating|Deleting)$/.test(textAt(properties, 'provisioningState') ?? ''),
      );
    assert.deepEqual(
      stuck.map(({ id }) => id),
      [],
    );
    assert.deepEqual(missing(), [], 'no answer had these statuses');
  });
});

function pollUrls({ headers = {} }: ArmAnswer): string[] {
  return [headers['Azure-AsyncOperation'], headers['Location']].filter((url) => url !== undefined);
}

function poll(world: World, url: string): void {
  const { pathname, search } = new URL(url);
  const request = {
    method: 'GET',
    url: `${pathname}${search}`,
    body: '',
    caller: CALLERS.owner,
    headers: {},
  };
  const answer = send(world, request);
  assert.ok(answer.status < 500);
}

function idsOf({ core }: World): string[] {
  return core.estate
    .all()
    .map(({ id }) => id)
    .filter((id) => /\/resourceGroups\/[^/]+\/providers\//.test(id) && !id.includes('/SOA/'));
}

function send({ core, defects }: World, request: WalkRequest): ArmAnswer {
  const { method, url, body, caller } = request;
  const path = decodeURIComponentSafe(url.split('?')[0] ?? '');
  core.operations.settle();
  const before = core.estate.get(path);
  const headers = {
    authorization: `Bearer user:${caller}`,
    'content-type': 'application/json',
    ...request.headers,
  };
  const { answer } = core.handle({ method, url, headers, body, origin: 'http://127.0.0.1' });
  assert.deepEqual(defects, []);
  assert.ok(answer.status < 500, `answers ${answer.status}`);
  if (answer.status >= 400 && method !== 'HEAD') {
    assert.ok(textAt(answer.body, 'error', 'code'), 'an error has a code');
    assert.ok(textAt(answer.body, 'error', 'message'), 'an error has a message');
  }
  const isWrite = method === 'PUT' || method === 'PATCH';
  const after = core.estate.get(path);
  if (isWrite && answer.status < 300 && answer.status !== 202 && before?.etag !== undefined) {
    assert.notEqual(after?.etag, before.etag, 'the etag is still the same');
  }
  if (answer.status >= 400 && isWrite) assert.equal(after, before, 'a refused write changed something');
  if (answer.status < 400) mayDo(request, path);
  JSON.stringify(at(answer, 'body'));
  return answer;
}

/** What each caller may do, said again in other words than the emulator's. */
function mayDo({ method, caller, headers }: WalkRequest, path: string): void {
  if (caller === CALLERS.owner || headers['authorization'] !== undefined) return;
  const isRead = method === 'GET' || method === 'HEAD';
  const lower = path.toLowerCase();
  const isGraph = lower.endsWith('/microsoft.resourcegraph/resources');
  const isOpen = /^\/(subscriptions(\/[^/]+)?|tenants)$/.test(lower) || isGraph;
  if (isOpen) return;
  switch (caller) {
    case CALLERS.reader:
      assert.ok(isRead, 'a reader wrote');
      return;
    case CALLERS.contributor:
      assert.ok(
        lower.startsWith(`/subscriptions/${SUBSCRIPTIONS[0]}`),
        'a contributor left the subscription',
      );
      assert.ok(isRead || !lower.includes('/microsoft.authorization/'), 'a contributor gave rights');
      return;
    case CALLERS.networker: {
      const isList =
        isRead && /^\/subscriptions\/[^/]+\/(resourcegroups|providers\/[^/]+\/[^/]+)$/.test(lower);
      assert.ok(isList || lower.startsWith(GROUPS[0].toLowerCase()), 'a network contributor left the group');
      assert.ok(
        isRead || lower.includes('/providers/microsoft.network/'),
        'a network contributor changed something else',
      );
      assert.ok(isRead || !lower.includes('/microsoft.authorization/'), 'a network contributor gave rights');
      return;
    }
    default:
      assert.fail('a stranger was let in');
  }
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
