/** Posts what only this page says. */
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { ToHost } from '../protocol/messages';

export function post(message: ToHost): void {
  vscodeApi.postMessage(message);
}
