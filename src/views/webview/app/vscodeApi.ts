/** The way from a webview to the extension host. A page may ask VS Code for it once: here. */
import { HostWatch } from './hostWatch';

interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** What the frame of the page does when the host is lost. */
let listener: Pick<ConstructorParameters<typeof HostWatch>[0], 'changed' | 'unheard'> | undefined;

/** Whether the host takes what the page says. */
export const hostWatch = new HostWatch({
  send: (envelope) => {
    api.postMessage(envelope);
  },
  isVisible: () => document.visibilityState === 'visible',
  changed: () => {
    listener?.changed();
  },
  unheard: () => {
    listener?.unheard();
  },
});

export function onHostLost(listening: NonNullable<typeof listener>): void {
  listener = listening;
}

export const vscodeApi = {
  /** Sends what the user did. */
  postMessage: (message: unknown): void => {
    hostWatch.post(message);
  },
  /** What VS Code keeps over a reload. */
  setState: (state: unknown): void => {
    api.setState(state);
  },
};
