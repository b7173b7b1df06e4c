/** What the tree over a large estate is to keep, beside the two ways of others and a process that only waits, in one run. */
import { measureWarm, printReading, type ReadFigures, type TreeWay } from './estateTree';
import { goalRow, ms, tenths } from './figures';

type Readings = Partial<Record<TreeWay, ReadFigures>>;

/** Azure grants a user so many queries of Resource Graph in so many milliseconds, as its headers say. */
const quota = { queries: 15, milliseconds: 5000 };

/** Prints rows with goals for what `printReading` found of M and of L. */
export async function printEstateGoals(ofM: Readings, ofL: Readings): Promise<void> {
  const tree = figuresOf(ofL, 'tree');
  for (const [way, goal] of [
    ['graphBySubscription', 2],
    ['listsBySubscription', 10],
  ] as const) {
    const other = figuresOf(ofL, way);
    goalRow(`estate L, first content: ${way} / the tree`, other.first / tree.first, { atLeast: 1 });
    goalRow(
      `estate L complete: ${way} / the tree`,
      other.complete / tree.complete,
      { atLeast: goal },
      tenths,
    );
  }
  const growth = tree.complete / figuresOf(ofM, 'tree').complete;
  goalRow('estate complete: L / M', growth, { atMost: 6 }, tenths, '5 × the estate');
  goalRow('estate L: queries of Resource Graph', tree.queries, { atMost: 30 }, String);
  goalRow('estate L: received', tree.bytes / 1e6, { atMost: 20 }, (value) => `${value.toFixed(1)} MB`);
  goalRow('estate L: longest stop', tree.longestTurn, { atMost: 50 }, ms, 'processor time');
  const idle = figuresOf(ofL, 'idle').delayP99;
  goalRow(
    'estate L: p99 of the event-loop delay',
    tree.delayP99 - idle,
    { atMost: 20 },
    ms,
    `beyond ${ms(idle)} of a process that only waits`,
  );
  goalRow(
    'estate L: peak of the heap',
    tree.peak / 1e6,
    { atMost: 100 },
    (value) => `${value.toFixed(0)} MB`,
  );

  // The others' queries alone take longer, whatever else they do: they aren't waited for.
  const limited = figuresOf(await printReading('L', { quota: true, of: ['tree'] }), 'tree');
  const windows = Math.ceil(figuresOf(ofL, 'graphBySubscription').queries / quota.queries) - 1;
  goalRow(
    'estate L complete under quota: least of A / the tree',
    (windows * quota.milliseconds) / limited.complete,
    { atLeast: 10 },
    tenths,
  );

  const { warm, cold } = await measureWarm('L');
  goalRow('estate L, kept by another window: content', warm, { atMost: 300 }, ms);
  goalRow('the same / without what was kept', warm / cold, { atMost: 1 });
}

function figuresOf(readings: Readings, way: TreeWay): ReadFigures {
  const found = readings[way];
  if (found === undefined) throw new RangeError(`${way} was not measured.`);
  return found;
}
