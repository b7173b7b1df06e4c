/**
 * `npm run bench`: what users wait for. Absolute times are of this machine; the ratios, taken in one run, are what to
 * compare.
 */
import { measureEmulator } from './emulator';
import { measureEstate, measurePlan } from './estate';
import { printReading } from './estateTree';
import { goalRow, milliseconds, ms, printGoals, row, tenths } from './figures';
import { printEstateGoals } from './estateGoals';
import { measureLink, measureOneAfterAnother } from './link';
import { loadTime } from './load';
import { measureDiagnosis, measureObserve } from './observe';
import { measureTrees } from './tree';
import { measureTyping } from './typing';

const entry = loadTime('extension.js');
const azure = loadTime('azure.js');
row('load of the entry file', milliseconds(entry));
row('load of the Azure half, when first needed', milliseconds(azure));
goalRow('entry / Azure half', entry.median / azure.median, { atMost: 0.2 });

const link = await measureLink(1);
const chained = await measureOneAfterAnother(1);
row(
  'link, separate networks, wall time',
  `${link.wall.toFixed(1)} s`,
  `${link.writes} writes; emulator's latencies, unscaled`,
);
row('critical path of the least graph', `${link.leastPossible.toFixed(1)} s`, 'bench/leastGraph.ts');
goalRow('wall time / critical path', link.wall / link.leastPossible, { atMost: 1.15 }, thousandths);
row(
  'requests of applying it, polls left out',
  `${link.requests}`,
  `${link.requests - link.looks} before there was a look ahead of each write`,
);
row(
  'the same steps one after another',
  `${chained.toFixed(1)} s`,
  `at least ${link.oneAfterAnotherLeast} s by latencies`,
);
row('one after another / wall time', (chained / link.wall).toFixed(2));

const ten = await measureLink(10);
row('links of ten clusters in one plan, wall time', `${ten.wall.toFixed(1)} s`, `${ten.writes} writes`);
row('critical path of the least graph', `${ten.leastPossible.toFixed(1)} s`, 'bench/leastGraph.ts');
goalRow('ten: wall time / critical path', ten.wall / ten.leastPossible, { atMost: 1.15 }, thousandths);
row('the same steps one after another', `${ten.oneAfterAnotherLeast} s`, 'by latencies');

for (const [what, registry, cluster] of [
  ['linked pair', 'coreRegistry', 'shopCluster'],
  ['pair without a link, network made by AKS', 'devRegistry', 'devtestCluster'],
] as const) {
  const { requests, rounds } = await measureObserve(registry, cluster);
  row(
    `observe, ${what}`,
    `${requests} requests, ${rounds} rounds`,
    'rounds are waited for one after another',
  );
}

for (const clusters of [1, 20]) {
  const { requests, rounds } = await measureDiagnosis(clusters);
  const of = clusters === 1 ? 'a pair' : `a registry with ${clusters} clusters`;
  goalRow(`diagnose ${of}: rounds`, rounds, { atMost: 3 }, String, `${requests} requests`);
}

const estates = { M: await measureEstate('M'), L: await measureEstate('L') };
for (const [size, figures] of Object.entries(estates)) {
  const of = `estate ${size}, without requests`;
  row(`${of}: all links`, ms(figures.links), `longest stop ${ms(figures.longestStop)}`);
  goalRow(`${of}: a tick in the link form`, figures.tick, { atMost: 50 }, ms);
  goalRow(`${of}: characters of a tick`, figures.message, { atMost: 100_000 }, String);
  goalRow(`${of}: completion`, figures.completion, { atMost: 50 }, ms, `an image ${ms(figures.image)}`);
}
goalRow('all links, L / M', estates.L.links / estates.M.links, { atMost: 6 }, tenths, '5 × the estate');

for (const [lines, goal] of [
  [1000, 20],
  [20_000, 100],
] as const) {
  const { total, longestStop, images } = await measureTyping(lines);
  const name = `a letter in a manifest of ${lines} lines, longest stop`;
  goalRow(name, longestStop, { atMost: goal }, ms, `once typing pauses; ${ms(total)} for ${images} images`);
}

await printReading('S');
await printEstateGoals(await printReading('M'), await printReading('L'));

const plans = [1, 5, 10, 40, 100].map((clusters) => ({ clusters, ...measurePlan(clusters) }));
for (const { clusters, plan, proposals } of plans) {
  row(`plan of ${clusters} clusters in L, processor time`, ms(plan), `filling the form ${ms(proposals)}`);
}
const planOf = (count: number) => plans.find(({ clusters }) => clusters === count)?.plan ?? NaN;
goalRow('plan of 5 clusters in L', planOf(5), { atMost: 100 }, ms);
goalRow('plan of 100 clusters in L', planOf(100), { atMost: 1000 }, ms);
goalRow('plan of 100 clusters / of 10', planOf(100) / planOf(10), { atMost: 15 }, tenths);

const emulator = await measureEmulator();
row('start of the emulator, with its scenario', milliseconds(emulator.start));
goalRow('start of the emulator, median', emulator.start.median, { atMost: 1000 }, ms);
row('page of a list of 50 registries', milliseconds(emulator.few));
row('page of a list of 5,000 registries', milliseconds(emulator.many));
row('5,000 / 50', (emulator.many.median / emulator.few.median).toFixed(2), 'goal: about 1');

const { own, oneNode } = await measureTrees();
row('first tree content after opening the view', `${own.firstContent.toFixed(0)} ms`);
row('the same of an extension with one node', `${oneNode.firstContent.toFixed(0)} ms`, 'what VS Code takes');
goalRow('tree / such a tree', own.firstContent / oneNode.firstContent, { atMost: 1.2 });
row('VS Code itself, until its workbench stands', `${own.workbench.toFixed(0)} ms`);
row('such a tree / workbench', (oneNode.firstContent / oneNode.workbench).toFixed(2));
goalRow('tree / workbench', own.firstContent / own.workbench, { atMost: 1.2 });

printGoals();

function thousandths(value: number): string {
  return value.toFixed(3);
}
