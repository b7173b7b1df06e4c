import type { Directory } from '../arm/caller';
import type { Clock } from '../arm/clock';
import type { Cloud } from '../arm/clouds';
import { same, textAt } from '../arm/json';
import type { ArmResource, Estate } from '../estate';
import { findManifest, findRepository } from './contents';
import {
  challenge,
  manifestUnknown,
  nameUnknown,
  RegistryError,
  type RegistryAnswer,
  type Scope,
} from './errors';
import { accessToken, exchange } from './exchange';
import { checkAddress } from './firewall';
import { DOCKER_MANIFEST, manifestOf } from './image';
import { catalog, manifestDetails, tagDetails, tagNames, type ListRequest } from './listing';
import { RegistryTokens, type Claims } from './tokens';

export interface RegistryRequest {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A request as a registry saw it: without tokens. */
export interface RegistryExchange {
  readonly loginServer: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

const KEPT = 1000;

/**
 * The registries' own endpoints: sign-in, lists and manifests. All of them answer on the emulator's one port; a client
 * says by the `Host` header which registry it means, as it would after asking DNS.
 */
export class DataPlane {
  private readonly tokens = new RegistryTokens();
  private seen: RegistryExchange[] = [];

  constructor(
    private readonly estate: Estate,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly cloud: Cloud,
  ) {}

  /** The login server that a `Host` header names; undefined where it names something else. */
  loginServerOf(host: string): string | undefined {
    const name = host.replace(/:\d+$/, '').toLowerCase();
    return name.endsWith(`.${this.cloud.registrySuffix}`) ? name : undefined;
  }

  /** Requests since the last reset, oldest first. */
  exchanges(): readonly RegistryExchange[] {
    return this.seen;
  }

  clear(): void {
    this.seen = [];
  }

  /** What the registry answers; undefined where no registry has this name, which DNS then doesn't know. */
  handle(loginServer: string, request: RegistryRequest): RegistryAnswer | undefined {
    const registry = this.estate
      .ofType('Microsoft.ContainerRegistry/registries')
      .find(({ properties }) => same(textAt(properties, 'loginServer'), loginServer));
    if (registry === undefined) return undefined;
    const answer = this.answer(registry, loginServer, request);
    const { method, url } = request;
    this.seen.push({ loginServer, method, url, status: answer.status });
    if (this.seen.length > KEPT) this.seen.shift();
    const headers = { 'Docker-Distribution-Api-Version': 'registry/2.0', ...answer.headers };
    return { ...answer, headers };
  }

  private answer(registry: ArmResource, loginServer: string, request: RegistryRequest): RegistryAnswer {
    try {
      checkAddress(registry, this.directory.developerAddress);
      return this.route(registry, loginServer, request);
    } catch (thrown) {
      if (thrown instanceof RegistryError) return thrown.answer();
      throw thrown;
    }
  }

  private route(registry: ArmResource, loginServer: string, request: RegistryRequest): RegistryAnswer {
    const { method, url, headers, body } = request;
    const [path = '', search = ''] = url.split(/\?(.*)/s);
    const { estate, directory, tokens } = this;
    const now = this.clock.now();
    if (method === 'POST' && (path === '/oauth2/exchange' || path === '/oauth2/token')) {
      const form = new URLSearchParams(body);
      const asked = { estate, directory, tokens, registry, loginServer, form, now };
      return path === '/oauth2/token' ? accessToken(asked) : exchange(asked);
    }
    const token = /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
    const claims = token === undefined ? undefined : tokens.verify(token, 'access', loginServer, now);
    const need = (scope: Scope, ...sufficient: readonly string[]): void => {
      if (token === undefined) throw challenge(loginServer, scope);
      if (claims === undefined) throw challenge(loginServer, scope, 'invalid_token');
      if (!grants(claims, scope, sufficient)) throw challenge(loginServer, scope, 'insufficient_scope');
    };
    if (method !== 'GET' && method !== 'HEAD') throw unsupported(method, path);
    if (path === '/v2/' || path === '/v2') {
      if (claims === undefined) throw challenge(loginServer);
      return { status: 200, headers: {}, body: {} };
    }
    const list: ListRequest = { estate, registry, loginServer, path, query: new URLSearchParams(search) };
    if (/^\/(v2|acr\/v1)\/_catalog$/.test(path)) {
      need({ type: 'registry', name: 'catalog', actions: ['*'] });
      return catalog(list);
    }
    for (const [pattern, answer] of lists) {
      const name = pattern.exec(path)?.[1];
      if (name === undefined) continue;
      need({ type: 'repository', name, actions: ['metadata_read'] }, 'pull');
      return answer(list, name);
    }
    const [, name, reference] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(path) ?? [];
    if (name === undefined || reference === undefined) throw unsupported(method, path);
    need({ type: 'repository', name, actions: ['pull'] });
    return manifest(estate, registry.id, name, decoded(reference));
  }
}

/** A digest's colon may come encoded; what is encoded wrongly names nothing and stays as it is. */
function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** Whether a token is for the scope, or for another action on the same that is enough. */
function grants({ access }: Claims, scope: Scope, sufficient: readonly string[]): boolean {
  const enough = [...scope.actions, ...sufficient];
  return access.some(
    ({ type, name, actions }) =>
      type === scope.type && name === scope.name && enough.some((action) => actions.includes(action)),
  );
}

function unsupported(method: string, path: string): RegistryError {
  return new RegistryError(404, 'UNSUPPORTED', `The emulator's registries don't answer ${method} ${path}.`);
}

const lists: readonly (readonly [RegExp, (request: ListRequest, name: string) => RegistryAnswer])[] = [
  [/^\/v2\/(.+)\/tags\/list$/, tagNames],
  [/^\/acr\/v1\/(.+)\/_tags$/, tagDetails],
  [/^\/acr\/v1\/(.+)\/_manifests$/, manifestDetails],
];

function manifest(estate: Estate, registryId: string, name: string, reference: string): RegistryAnswer {
  const repository = findRepository(estate, registryId, name);
  if (repository === undefined) throw nameUnknown(name);
  const found = findManifest(repository, reference);
  if (found === undefined) throw manifestUnknown(name, reference);
  const { text, digest } = manifestOf(found.seed);
  return {
    status: 200,
    headers: { 'Content-Type': DOCKER_MANIFEST, 'Docker-Content-Digest': digest, ETag: `"${digest}"` },
    body: text,
  };
}
