// @ts-check
import { format } from 'node:util';

/** What the workbench itself says in every run, and what nobody who reads test output wants to know. */
const noise =
  /^(\[(AgentHost|AccountPolicyGate|Service Worker|remote-connection|reconnection-grace-time)|Ignoring fetching|Updating additional|Creating a socket|Resolv(ing|ed) connection|DialogService: Dialog requested|Canceled: Canceled)/;

/**
 * Shows one line of the browser's console, which is where the extension host's console ends up.
 * @param {string} type
 * @param {readonly unknown[]} args
 * @returns {string} the line
 */
export function relayLine(type, args) {
  const line = format(...args);
  if (process.env.HOST_VERBOSE || !noise.test(line)) {
    const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
    stream.write(`${line}\n`);
  }
  return line;
}
