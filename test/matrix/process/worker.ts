/** A window, as a process of its own: does one job with the real client and journals on disk. */
import { readFileSync } from 'node:fs';
import { clouds } from '../../../src/model/clouds';
import { createAzure } from '../../../src/azure/azure';
import { systemClock } from '../../../src/platform/clock';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import { sealedFiles } from '../../support/journals';
import { failuresOf, type Answer, type Job } from './job';
import { Requests } from './killing';
import { perform } from './perform';

const job = JSON.parse(readFileSync(0, 'utf8')) as Job;
const requests = new Requests(job.kill);
const events: OperationEvent[] = [];
const outcome = await work(job);
requests.end();
const answer: Answer = {
  outcome: outcome.kind,
  failures: failuresOf(outcome),
  requests: requests.sent,
  events,
};
process.stdout.write(JSON.stringify(answer));

function work({ url, folder, owner, token, later, work: asked }: Job): Promise<Outcome> {
  const azure = createAzure({
    endpoint: url,
    cloud: clouds.public,
    tokenSource: () => Promise.resolve({ token, expiresOn: Date.now() + 3_600_000 }),
    emulator: true,
    pollInterval: 5,
  });
  const ports = {
    writer: azure,
    reader: azure,
    journal: requests.watch(sealedFiles(folder)),
    clock: { ...systemClock, now: () => Date.now() + later },
    owner,
  };
  const { signal } = new AbortController();
  return perform(asked, ports, signal, (event) => void events.push(event));
}
