import { resolveName } from '../../oracle/index';
import type { NameAnswer } from '../../oracle/names';
import { poolPlaces } from '../../oracle/networks';
import type { Output, Shell } from './program';

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** `nslookup {host}` in the run-command's pod: the cluster's DNS passes on what the nodes' network gets. */
export function nslookup({ estate, cluster }: Shell, args: readonly string[]): Output {
  const [host = '', ...others] = args;
  if (!HOST.test(host) || others.length > 0) {
    return { exitCode: 1, logs: 'nslookup: the emulator understands one host name\n' };
  }
  const { answers, cnameChain } = seenFromPods({ estate, cluster }, host);
  const [canonical = host] = cnameChain.slice(-1);
  const server = 'Server:\t\t10.0.0.10\nAddress:\t10.0.0.10#53\n\n';
  if (answers.length === 0) {
    return { exitCode: 1, logs: `${server}** server can't find ${canonical}: NXDOMAIN\n` };
  }
  const aliases = cnameChain
    .slice(0, -1)
    .map((name, index) => `${name}\tcanonical name = ${cnameChain[index + 1] ?? ''}.\n`);
  const addresses = answers.map((address) => `Name:\t${canonical}\nAddress: ${address}\n`);
  return {
    exitCode: 0,
    logs: `${server}Non-authoritative answer:\n${aliases.join('')}${addresses.join('')}\n`,
  };
}

/** `getent hosts {host}`: prints nothing for a name that there is not. */
export function getent({ estate, cluster }: Shell, args: readonly string[]): Output {
  const [database = '', host = '', ...others] = args;
  if (database !== 'hosts' || !HOST.test(host) || others.length > 0) {
    return { exitCode: 1, logs: 'getent: the emulator understands hosts and one name\n' };
  }
  const { answers, cnameChain } = seenFromPods({ estate, cluster }, host);
  const [canonical = host] = cnameChain.slice(-1);
  const logs = answers.map((address) => `${address}      ${canonical}\n`).join('');
  return { exitCode: answers.length === 0 ? 2 : 0, logs };
}

function seenFromPods({ estate, cluster }: Pick<Shell, 'estate' | 'cluster'>, host: string): NameAnswer {
  const place = poolPlaces(estate, cluster).find(({ running }) => running);
  const networkId = place?.subnetId?.replace(/\/subnets\/[^/]+$/i, '') ?? '';
  return resolveName(estate, { networkId, subnetId: place?.subnetId, name: host });
}
