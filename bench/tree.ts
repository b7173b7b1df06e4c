/** From a click on the view's icon to the first registry in the tree, in a real VS Code, packaged as users get it. */
import { startHostSession } from '../test/support/hostSession';
import { Workbench } from '../test/support/workbench';

export interface TreeFigures {
  /** Milliseconds from the click to the first subscription. */
  readonly firstContent: number;
  /** Milliseconds that VS Code itself takes from the address to its workbench, in the same run. */
  readonly workbench: number;
}

export async function measureTree(): Promise<TreeFigures> {
  const session = await startHostSession();
  try {
    const { page } = session;
    const reloaded = performance.now();
    await page.goto(session.url);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    const workbench = performance.now() - reloaded;
    const bench = new Workbench(() => session);
    const clicked = performance.now();
    await bench.openViewContainer(/ACR Private Link/);
    await bench.treeItem(/Contoso|contoso/).waitFor();
    return { firstContent: performance.now() - clicked, workbench };
  } finally {
    await session.stop();
  }
}
