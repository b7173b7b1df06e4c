import { request } from 'node:http';

export interface RegistryReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Parsed, where it is JSON. */
  readonly body: unknown;
}

/** A client of one emulated registry: connects to the emulator, and names the registry by the `Host` header. */
export class DataPlaneClient {
  constructor(
    private readonly url: string,
    readonly loginServer: string,
  ) {}

  send(method: string, path: string, options: { token?: string; form?: Record<string, string> } = {}) {
    const { token, form } = options;
    return new Promise<RegistryReply>((resolve, reject) => {
      const headers = {
        host: this.loginServer,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      };
      const sent = request(this.url + path, { method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => {
          const isJson = text.startsWith('{');
          const body: unknown = isJson ? JSON.parse(text) : undefined;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body });
        });
      });
      sent.on('error', reject);
      sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
    });
  }

  exchange(entraToken: string): Promise<RegistryReply> {
    const form = { grant_type: 'access_token', service: this.loginServer, access_token: entraToken };
    return this.send('POST', '/oauth2/exchange', { form });
  }

  /** An access token for a scope, by way of the exchange. */
  async tokenFor(entraToken: string, scope: string): Promise<string> {
    const { body } = await this.exchange(entraToken);
    const { refresh_token } = body as { refresh_token: string };
    const form = { grant_type: 'refresh_token', service: this.loginServer, scope, refresh_token };
    const answer = await this.send('POST', '/oauth2/token', { form });
    return (answer.body as { access_token: string }).access_token;
  }

  /** A GET as somebody: with a token for the scope that the path needs. */
  async get(path: string, entraToken = 'scenario'): Promise<RegistryReply> {
    const [, name] =
      /^\/(?:v2|acr\/v1)\/(.+)\/(?:tags\/list|_tags|_manifests|manifests\/[^/]+)(?:\?|$)/.exec(path) ?? [];
    const scope = name === undefined ? 'registry:catalog:*' : `repository:${name}:metadata_read,pull`;
    return this.send('GET', path, { token: await this.tokenFor(entraToken, scope) });
  }
}
