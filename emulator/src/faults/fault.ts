import * as v from 'valibot';

const method = v.picklist(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE']);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));

/** Which requests a fault is for; what is left out matches all of them. */
const match = v.strictObject({
  method: v.optional(v.union([method, v.array(method)])),
  /** Path without query, without case; `*` stands for anything. Unless it begins with `/`, it may begin anywhere. */
  path: v.optional(v.string()),
  /** Object id of the principal. */
  caller: v.optional(v.string()),
  /** From the how manieth matching request on; 1 if left out. */
  nth: v.optional(count),
  /** For how many of them; 1 if left out, but `always` for what is a state rather than an accident. */
  times: v.optional(v.union([count, v.literal('always')])),
});

const common = { match: v.optional(match, {}) };
const refusal = v.picklist([400, 401, 403, 404, 409, 412, 422]);
const ending = {
  ...common,
  code: v.optional(v.string()),
  message: v.optional(v.string()),
  /** Where the operation's end is told by `Location`. */
  status: v.optional(refusal),
};
const retryAfter = v.optional(v.nullable(seconds));

export const faultSchema = v.variant('kind', [
  /** The answer comes later, by real time. */
  v.strictObject({
    kind: v.literal('latency'),
    ...common,
    milliseconds: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  }),
  /** 429 `TooManyRequests`; `retryAfter: null` leaves the header out. */
  v.strictObject({ kind: v.literal('throttled'), ...common, retryAfter }),
  v.strictObject({
    kind: v.literal('server-error'),
    ...common,
    status: v.optional(v.picklist([500, 502, 503, 504]), 503),
    retryAfter,
  }),
  /** The connection breaks before the request has had any effect. */
  v.strictObject({ kind: v.literal('reset-before'), ...common }),
  /** The connection breaks after the request took effect: only the answer is lost. */
  v.strictObject({ kind: v.literal('reset-after'), ...common }),
  /** The operation that a request starts takes longer, by the emulator's clock. */
  v.strictObject({ kind: v.literal('operation-slow'), ...common, seconds }),
  v.strictObject({ kind: v.literal('operation-failed'), ...ending }),
  v.strictObject({ kind: v.literal('operation-canceled'), ...ending }),
  /** 409 `AnotherOperationInProgress`. */
  v.strictObject({ kind: v.literal('another-operation'), ...common }),
  /** 409 `ReferencedResourceNotProvisioned`. */
  v.strictObject({ kind: v.literal('referenced-not-provisioned'), ...common }),
  /** 429 `RetryableErrorDueToAnotherOperation`, as the network provider answers it. */
  v.strictObject({ kind: v.literal('retryable-error'), ...common, retryAfter }),
  /** 401 `ExpiredAuthenticationToken`. */
  v.strictObject({ kind: v.literal('expired-token'), ...common }),
  /** 401 with a claims challenge for tokens without an authentication context; of one directory, or of every one. */
  v.strictObject({
    kind: v.literal('claims-challenge'),
    ...common,
    context: v.optional(v.string(), 'p1'),
    tenant: v.optional(v.string()),
  }),
  /** A poll is answered with 404: Azure has forgotten the operation. */
  v.strictObject({ kind: v.literal('expired-operation'), ...common }),
  /** Resource Graph answers from the state of so many seconds ago; without `seconds`, from that of now, for good. */
  v.strictObject({ kind: v.literal('graph-lag'), ...common, seconds: v.optional(seconds) }),
  /** Resource Graph refuses answers of more bytes than this. */
  v.strictObject({
    kind: v.literal('graph-limit'),
    ...common,
    bytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  /** Resource Graph grants each user so many queries in so many seconds; by its own headers 15 in 5. */
  v.strictObject({
    kind: v.literal('graph-quota'),
    ...common,
    queries: v.optional(count, 15),
    seconds: v.optional(seconds, 5),
  }),
  /** Azure refuses, in words of its own: such as AKS a command for which its pod found no node. */
  v.strictObject({
    kind: v.literal('refused'),
    ...common,
    status: v.optional(refusal, 400),
    code: v.string(),
    message: v.string(),
  }),
  /** 403 for actions, with `*`, as roles name them; also where they are needed on a linked scope. */
  v.strictObject({ kind: v.literal('permission-removed'), ...common, actions: v.array(v.string()) }),
  /** 403 `RequestDisallowedByPolicy` for PUT and PATCH. */
  v.strictObject({
    kind: v.literal('policy-denied'),
    ...common,
    policy: v.optional(v.string(), 'Deny by fault'),
  }),
  /** 409 `ScopeLocked` for DELETE; with the level `ReadOnly` for every write. */
  v.strictObject({
    kind: v.literal('locked'),
    ...common,
    level: v.optional(v.picklist(['CanNotDelete', 'ReadOnly']), 'CanNotDelete'),
  }),
]);

/** A fault as one asks for it. */
export type FaultRequest = v.InferInput<typeof faultSchema>;
/** A fault with its defaults. */
export type Fault = v.InferOutput<typeof faultSchema>;
export type FaultKind = Fault['kind'];

export const WRITES: readonly string[] = ['PUT', 'PATCH', 'POST', 'DELETE'];

/** What lasts until it is taken back, unless `times` says otherwise. */
export const LASTING: readonly FaultKind[] = [
  'graph-lag',
  'graph-limit',
  'graph-quota',
  'permission-removed',
  'policy-denied',
  'locked',
  'claims-challenge',
];
