/** Watches every request of this process, and kills it at one of them: as a crash would, without a word. */
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { JournalStorage } from '../../../src/provisioning/ports';
import type { Job, RequestName } from './job';

export class Requests {
  readonly sent: RequestName[] = [];
  readonly #names = new RequestNames();
  #armed = false;

  constructor(private readonly kill: Job['kill']) {
    const send = http.request;
    const watched = (options: http.RequestOptions, callback?: (response: http.IncomingMessage) => void) => {
      if (this.#armed) die();
      const isVictim = this.#note(options);
      if (isVictim && kill?.at === 'unsent') die();
      return send(options, (response) => {
        if (isVictim && kill?.at === 'unanswered') die();
        if (isVictim) response.once('end', () => (this.#armed = true));
        callback?.(response);
      });
    };
    // The SDK calls it through the module's namespace, which has to be told of the change.
    http.request = watched as typeof http.request;
    syncBuiltinESMExports();
  }

  /** Whoever is armed dies before the journal learns anything more. */
  watch(storage: JournalStorage): JournalStorage {
    return {
      ...storage,
      replace: (...parameters) => {
        if (this.#armed) die();
        return storage.replace(...parameters);
      },
    };
  }

  /** To be called before anything is said of the end. */
  end(): void {
    if (this.#armed) die();
  }

  #note({ method = 'GET', path = '' }: http.RequestOptions): boolean {
    const request = this.#names.next(method, path ?? '');
    this.sent.push(request);
    return this.kill?.name === request.name && this.kill.nth === request.nth;
  }
}

/** Names the requests of a run, which are told in their order. */
export class RequestNames {
  readonly #counts = new Map<string, number>();

  next(method: string, path: string): RequestName {
    const name = `${method} ${nameOf(path)}`;
    const nth = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, nth);
    return { name, nth };
  }
}

/** The path without query; operations have an id of their own in every run. */
function nameOf(path: string): string {
  const [plain = ''] = path.split('?');
  return plain.toLowerCase().replace(/(operation(?:s|results|statuses))\/[^/]+$/, '$1/*');
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}
