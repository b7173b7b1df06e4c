/** Posts what only the link form says. */
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { ToHost } from '../protocol/messages';

export function post(message: ToHost): void {
  vscodeApi.postMessage(message);
}
