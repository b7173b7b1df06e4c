/** An answer of a registry's data plane. `body` is text already where its bytes matter, as a manifest's do. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A refusal in the form of the registry API: `{"errors":[{"code","message","detail"}]}`. */
export class RegistryError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly more: { readonly detail?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = 'RegistryError';
  }

  answer(): RegistryAnswer {
    const { detail, headers = {} } = this.more;
    const error = { code: this.code, message: this.message, ...(detail === undefined ? {} : { detail }) };
    return { status: this.status, headers, body: { errors: [error] } };
  }
}

/** What a registry's firewall answers, whatever was asked (text from many public issues). */
export function notAllowed(address: string): RegistryError {
  return new RegistryError(
    403,
    'DENIED',
    `client with IP '${address}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,
  );
}

/** The token exchange takes no such token. */
export function unauthorized(message: string): RegistryError {
  return new RegistryError(401, 'UNAUTHORIZED', message);
}

export interface Scope {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/**
 * Without a token, with one that is over, or with one that lacks the scope: the challenge names what is needed (form
 * from the registry's own documentation of its sign-in; text from public issues).
 */
export function challenge(loginServer: string, scope?: Scope, error?: string): RegistryError {
  const parts = [
    `realm="https://${loginServer}/oauth2/token"`,
    `service="${loginServer}"`,
    ...(scope === undefined ? [] : [`scope="${scope.type}:${scope.name}:${scope.actions.join(',')}"`]),
    ...(error === undefined ? [] : [`error="${error}"`]),
  ];
  const detail = scope?.actions.map((action) => ({ Type: scope.type, Name: scope.name, Action: action }));
  return new RegistryError(
    401,
    'UNAUTHORIZED',
    'authentication required, visit https://aka.ms/acr/authorization for more information.',
    { headers: { 'WWW-Authenticate': `Bearer ${parts.join(',')}` }, ...(detail && { detail }) },
  );
}

export function nameUnknown(name: string): RegistryError {
  return new RegistryError(404, 'NAME_UNKNOWN', `repository "${name}" is not found`, { detail: { name } });
}

export function manifestUnknown(name: string, reference: string): RegistryError {
  const message = reference.startsWith('sha256:')
    ? `manifest ${reference} is not found`
    : `manifest tagged by "${reference}" is not found`;
  return new RegistryError(404, 'MANIFEST_UNKNOWN', message, { detail: { Name: name, Tag: reference } });
}
