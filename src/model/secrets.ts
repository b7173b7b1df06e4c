/**
 * What must not be read by others in a text: access tokens, signatures of addresses, passwords and keys. The one list
 * of how they look, for everything that is shown, logged, copied or stored.
 */

const removed = '[removed]';

/** A JSON web token, whose header starts with `{"` and is therefore `eyJ` in base64url; or what is left of one. */
const webToken = /(?<![A-Za-z0-9])eyJ[\w-]{8,}[\w.-]*/g;
const bearer = /\bBearer\s+[\w.~+/=-]{16,}/i;
const namedToken = /(?:access|refresh|id)_?token\\*["']?\s*[=:]\s*\\*["']?[\w.~+/=-]{16,}/i;

/** Whether a text holds something that looks like an access token. Signed addresses and passwords don't count. */
export function holdsToken(text: string): boolean {
  if (bearer.test(text) || namedToken.test(text)) return true;
  // Signatures of addresses are in base64url, too, and have no dots.
  return (text.match(webToken) ?? []).some((found) => /\.[\w-]{8,}/.test(found));
}

const scheme = /\b(Bearer|Basic|PoP|SharedKey|SharedKeyLite)(\s+)([\w.~+/=:-]{8,})/gi;
const header = /\b((?:Proxy-)?Authorization\\*["']?\s*[:=]\s*\\*["']?(?:[A-Za-z]+ +)?)[^\s"'\\,;]+/gi;
const cookie = /\b((?:Set-)?Cookie\s*:\s*)[^\r\n"']+/gi;
const signature = /\b(SharedAccessSignature(?:\s*=\s*|\s+(?=\w+=)))[^\s;"'\\]+/gi;
const privateKey =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
const userInfo = /:\/\/[^\s/?#@:"'<>]*:[^\s/?#@"'<>]*@/g;

/** Names of secrets, as query parameters, members of JSON, parts of connection strings and variables have them. */
const names = [
  String.raw`(?:\b|(?<=%[\da-f]{2}))sig`,
  String.raw`\bpwd`,
  'signature',
  'passw(?:or)?d',
  'passphrase',
  '(?:access|refresh|id|sas)[_-]?token',
  'client[_-]?(?:secret|assertion)',
  '(?:account|access|api|secret|private|subscription)[_-]?key',
  '(?<=[?&])token',
].join('|');
const quoted = String.raw`"(?:[^"\\]|\\.)*|'(?:[^'\\]|\\.)*|\\+["'][^"'\\]*`;
// An ampersand ends a value only where another parameter begins: passwords have some, too.
const bare = String.raw`(?:[^\s&;"'\\]|&(?![\w.-]+=))+`;
const named = new RegExp(
  String.raw`(${names})(\\*["']?\s*(?:[=:]|%3D)\s*)(?:(${quoted})|${bare})(["']?)`,
  'gi',
);
const isName = new RegExp(String.raw`(?:${names})$`, 'i');
const flag = new RegExp(
  String.raw`(--(?:password|passwd|secret|token|client-secret|account-key|access-token|refresh-token|sas-token|api-key)[=\s]\s*)(?:${quoted}|\S+)`,
  'gi',
);

/** A run of query parameters. `&` may be written as in HTML or as in JSON of other makers. */
const parameters = /(?:(?:[?&](?:amp;)?|\\u0026)[\w.~%$-]+=[^\s&?"'<>\\]*)+/gi;
/** By these Azure signs the address of an operation: time, certificate, signature, hash. Any alone means nothing. */
const signing = /((?:[?&](?:amp;)?|\\u0026)[tcsh]=)[^\s&?"'<>\\]*/gi;

/** The text without what `holdsToken` finds, and without signatures, passwords and keys. The names of them stay. */
export function withoutSecrets(text: string): string {
  return text
    .replace(privateKey, removed)
    .replace(userInfo, `://${removed}@`)
    .replace(cookie, `$1${removed}`)
    .replace(signature, `$1${removed}`)
    .replace(header, `$1${removed}`)
    .replace(scheme, (whole, name: string, space: string, value: string) =>
      isWord(value) ? whole : `${name}${space}${removed}`,
    )
    .replace(named, (_, name: string, sign: string, quotedValue: string | undefined, end: string) => {
      const quote = /^\\*["']/.exec(quotedValue ?? '')?.[0] ?? '';
      return `${name}${sign}${quote}${removed}${end}`;
    })
    .replace(flag, `$1${removed}`)
    .replace(webToken, removed)
    .replace(parameters, (run) =>
      (run.match(signing)?.length ?? 0) < 2 ? run : run.replace(signing, `$1${removed}`),
    );
}

/** The address of a server without user and password, however they are written, and without other secrets. */
export function withoutCredentials(url: string): string {
  return withoutSecrets(url.replace(/^([a-z][\w+.-]*:\/\/)?.*@/is, '$1'));
}

/** A value as JSON has it, with every text in it through `withoutSecrets`, and what a secret's name is before removed. */
export function withoutSecretsIn<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && isName.test(name) ? removed : cleaned(member),
    ]),
  );
}

/** “Basic registries” and “Bearer authentication” are no tokens. */
function isWord(value: string): boolean {
  return value.length < 16 && /^[A-Za-z][a-z]*(?:[-/][a-z]+)*[.:]?$/.test(value);
}
