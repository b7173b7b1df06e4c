/** The language of the page: what the host has put into it (`page.ts`), read before any other file says a text. */
import { config } from '@vscode/l10n';
import { textsElement } from '../protocol';

const texts = document.getElementById(textsElement)?.textContent;
if (texts) config({ contents: texts });
