/** What every page and the extension host say to each other, whatever the page shows. */

/** From the page: its messages, numbered from 1 on. One that says nothing asks whether the host is there. */
export interface FromPage {
  readonly number: number;
  readonly message?: unknown;
}

/** From the host, at once and whatever comes of it: the page's messages up to this one have arrived. */
export interface Received {
  readonly type: 'received';
  readonly number: number;
}

/** The element of a page that has its texts in the language of VS Code, as JSON; not there where those are English. */
export const textsElement = 'texts';

/** What a page may have VS Code run by itself, also when the extension host is gone. Neither takes an argument. */
export const pageCommands = {
  showTree: 'acrPrivateLink.explorer.focus',
  reloadWindow: 'workbench.action.reloadWindow',
} as const;
