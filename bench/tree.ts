/** From a click on the view's icon to the first node in the tree, in a real VS Code, packaged as users get it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startHostSession } from '../test/support/hostSession';
import { loadScript } from '../test/support/scripts';
import { Workbench } from '../test/support/workbench';
import { spread } from './figures';

export interface TreeFigures {
  /** Milliseconds from the click to the first subscription. */
  readonly firstContent: number;
  /** Milliseconds that VS Code itself takes from the address to its workbench, in the same window. */
  readonly workbench: number;
}

const ROUNDS = 5;

/**
 * Medians, in turns: of the extension, and of one that has nothing but a tree with a node that is there already
 * (`fixtures/oneNode`), which is the least that VS Code lets an extension take.
 */
export async function measureTrees(): Promise<{ readonly own: TreeFigures; readonly oneNode: TreeFigures }> {
  const { packaged } = await loadScript<{
    readonly packaged: (folder: string, into: string) => Promise<string>;
  }>('host/packaged.mjs');
  const folder = await mkdtemp(join(tmpdir(), 'one-node-'));
  try {
    const oneNode = await packaged(resolve('bench', 'fixtures', 'oneNode'), folder);
    const figures: { own: TreeFigures; oneNode: TreeFigures }[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      figures.push({
        own: await measureTree(resolve('dist', 'acr-private-link.vsix'), /ACR Private Link/),
        oneNode: await measureTree(oneNode, /One Node/),
      });
    const median = (of: readonly TreeFigures[]) => ({
      firstContent: spread(of.map(({ firstContent }) => firstContent)).median,
      workbench: spread(of.map(({ workbench }) => workbench)).median,
    });
    return {
      own: median(figures.map(({ own }) => own)),
      oneNode: median(figures.map((each) => each.oneNode)),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureTree(vsix: string, container: RegExp): Promise<TreeFigures> {
  const session = await startHostSession({ vsix });
  try {
    const { page } = session;
    const reloaded = performance.now();
    await page.goto(session.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    const workbench = performance.now() - reloaded;
    const bench = new Workbench(() => session);
    const clicked = performance.now();
    await bench.openViewContainer(container);
    await bench.treeItem(/Contoso|contoso/).waitFor();
    return { firstContent: performance.now() - clicked, workbench };
  } finally {
    await session.stop();
  }
}
