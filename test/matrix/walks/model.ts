/** Walks as plain data: what a generator chooses, before anything of it is done. */
import fc from 'fast-check';
import { contoso } from '../../contract/support/contoso';

const registries = ['dataRegistry', 'appsRegistry', 'coreRegistry', 'devRegistry', 'modelsRegistry'] as const;
const clusters = [
  'shopUsCluster',
  'paymentsCluster',
  'shopCluster',
  'devtestCluster',
  'trainingCluster',
] as const;

const whats = [
  'link',
  'linkSeveral',
  'askApproval',
  'edit',
  'preview',
  'apply',
  'front',
  'close',
  'reload',
  'crash',
  'unlink',
  'detach',
  'attach',
  'grantPush',
  'rollBack',
  'resume',
  'discard',
  'create',
  'makePrivate',
  'publicAccess',
  'approve',
  'diagnose',
  'refresh',
  'cancel',
  'somebodyDeletes',
  'somebodyMakesAgain',
  'somebodyOpensOrCloses',
] as const;
type What = (typeof whats)[number];

export interface Command {
  readonly window: 0 | 1;
  readonly what: What;
  /** Choose among what there is to choose from then. */
  readonly pick: number;
  readonly other: number;
  /** Happens in the middle of it, where it writes. */
  readonly meanwhile?: { readonly after: number; readonly command: Command };
}

export interface Walk {
  /** What it is about, mostly. */
  readonly pairs: readonly { readonly registryId: string; readonly clusterId: string }[];
  readonly commands: readonly Command[];
}

const pair = fc.record({
  registryId: fc.constantFrom(...registries).map((name) => contoso(name)),
  clusterId: fc.constantFrom(...clusters).map((name) => contoso(name)),
});

const often: Partial<Record<What, number>> = {
  apply: 14,
  link: 5,
  unlink: 3,
  rollBack: 4,
  resume: 2,
  front: 4,
  makePrivate: 2,
  diagnose: 2,
  somebodyDeletes: 2,
};
/** What happens in the middle of something. */
const inBetween: Partial<Record<What, number>> = {
  cancel: 4,
  crash: 2,
  reload: 2,
  close: 2,
  apply: 4,
  somebodyDeletes: 2,
  somebodyMakesAgain: 1,
  link: 1,
};

function any(weights: Readonly<Partial<Record<What, number>>>, least: number): fc.Arbitrary<What> {
  return fc.oneof(
    ...whats.flatMap((what) => {
      const weight = weights[what] ?? least;
      return weight === 0 ? [] : [{ weight, arbitrary: fc.constant(what) }];
    }),
  );
}

function command(what: fc.Arbitrary<What>) {
  return fc.record({
    window: fc.constantFrom(0 as const, 1 as const),
    what,
    pick: fc.nat(9999),
    other: fc.nat(9999),
  });
}

const within = fc.record({ after: fc.nat(5), command: command(any(inBetween, 0)) });

const outer: fc.Arbitrary<Command> = fc
  .tuple(command(any(often, 1)), fc.option(within, { freq: 2, nil: undefined }))
  .map(([one, meanwhile]) => (one.what === 'apply' && meanwhile !== undefined ? { ...one, meanwhile } : one));

export const anyWalk: fc.Arbitrary<Walk> = fc.record({
  pairs: fc.array(pair, { minLength: 1, maxLength: 2 }),
  commands: fc.array(outer, { minLength: 8, maxLength: 18 }),
});
