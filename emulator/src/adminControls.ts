import * as v from 'valibot';
import type { AdminHandler } from './adminCall';
import { VirtualClock } from './arm/clock';
import { ArmError } from './arm/errors';
import { latencyProfile, type Latency } from './arm/latency';
import { faultSchema } from './faults/fault';
import { addPullFault, clearPullFaults, pullFaultSchema } from './oracle/pullFaults';
import { namespaceSchema, namespacesOf, putNamespace } from './providers/containerService/namespaces';
import { setState, stateSchema } from './providers/states';
import { applySnapshot, takeSnapshot } from './snapshot';

const upTo = (maximum: number) => v.pipe(v.number(), v.minValue(0), v.maxValue(maximum));

const latencyBody = v.strictObject({
  scale: v.optional(upTo(100)),
  profile: v.optional(
    v.strictObject(
      Object.fromEntries(Object.keys(latencyProfile).map((entry) => [entry, v.optional(upTo(86_400))])),
    ),
  ),
  roleDelaySeconds: v.optional(upTo(86_400)),
});

const clockBody = v.union([
  v.strictObject({ advanceSeconds: upTo(31_536_000) }),
  v.strictObject({ untilIdle: v.literal(true) }),
]);

const namespaceBody = v.strictObject({ cluster: v.string(), ...namespaceSchema.entries });

/** Admin calls that change how the emulator behaves: pace, time, faults, and all of its state at once. */
export const adminControls: Readonly<Record<string, AdminHandler>> = {
  'GET latency': ({ core }) => shownLatency(core.latency),
  'PUT latency': ({ core, body }) => {
    const { scale, profile, roleDelaySeconds } = v.parse(latencyBody, body);
    const { latency } = core;
    if (scale !== undefined) latency.scale = scale;
    if (profile !== undefined) latency.overrides = profile;
    if (roleDelaySeconds !== undefined) latency.roleDelaySeconds = roleDelaySeconds;
    return shownLatency(latency);
  },
  'GET clock': ({ core: { clock } }) => ({
    now: new Date(clock.now()).toISOString(),
    virtual: clock instanceof VirtualClock,
  }),
  'POST clock': ({ core: { clock, operations }, body }) => {
    const wanted = v.parse(clockBody, body);
    if (!(clock instanceof VirtualClock)) {
      throw new ArmError(
        409,
        'ClockIsReal',
        'Time can be moved only where the emulator was started with a virtual clock (--virtual-clock).',
      );
    }
    const seconds =
      'advanceSeconds' in wanted ? wanted.advanceSeconds : (operations.lastDue() - clock.now()) / 1000;
    clock.advance(seconds);
    operations.settle();
    return { now: new Date(clock.now()).toISOString(), virtual: true };
  },
  'POST settle': ({ core: { operations } }) => {
    operations.settleAll();
    return {};
  },
  'GET faults': ({ core }) => ({ faults: core.faults.list() }),
  'POST faults': ({ core, body }) => {
    const { id } = core.faults.add(v.parse(faultSchema, body));
    return core.faults.list().find((fault) => fault.id === id);
  },
  'DELETE faults': ({ core, query }) => {
    const id = query.get('id');
    if (id === null) core.faults.clear();
    else if (!core.faults.remove(id)) throw new ArmError(404, 'NotFound', `There is no fault '${id}'.`);
    return { faults: core.faults.list() };
  },
  'PUT states': ({ core, body }) => {
    const { states } = v.parse(v.strictObject({ states: v.array(stateSchema) }), body);
    for (const state of states) setState(core.estate, state);
    return { states: states.length };
  },
  'POST pulls': ({ core, body }) => {
    addPullFault(core.estate, v.parse(pullFaultSchema, body));
    return {};
  },
  'DELETE pulls': ({ core }) => {
    clearPullFaults(core.estate);
    return {};
  },
  'PUT namespaces': ({ core, body }) => {
    const { cluster, ...namespace } = v.parse(namespaceBody, body);
    putNamespace(core.estate, cluster, namespace);
    return { namespaces: namespacesOf(core.estate, cluster) };
  },
  'GET snapshot': ({ core }) => takeSnapshot(core),
  'PUT snapshot': ({ core, body }) => {
    applySnapshot(core, body);
    return { resources: core.estate.all().length };
  },
};

function shownLatency({ scale, overrides, roleDelaySeconds }: Latency): Record<string, unknown> {
  return {
    scale,
    ...(Object.keys(overrides).length === 0 ? {} : { profile: overrides }),
    ...(roleDelaySeconds === 0 ? {} : { roleDelaySeconds }),
  };
}
