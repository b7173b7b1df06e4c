// @ts-check
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/** The name of the password in a link, and in the page that asks for it. */
export const passwordField = 'password';

const longestForm = 1000;

/** What is answered here must not get into a cache, a frame or the log of another site. */
const careful = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
};

/**
 * A password that is made for this run, and the session that a browser gets for it. Both are too long to be guessed, so
 * wrong ones are not counted.
 * @param {number} port names the cookie, because cookies don't tell ports apart
 */
export function makeSignIn(port) {
  const password = randomBytes(24).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const cookie = `acr-private-link-${port}`;
  return {
    password,

    /** Whether the request comes from a browser that has signed in. @param {Request} request */
    isSignedIn(request) {
      const cookies = (request.headers.cookie ?? '').split(';').map((each) => each.trim());
      return cookies.some(
        (each) => each.startsWith(`${cookie}=`) && isSame(each.slice(cookie.length + 1), session),
      );
    },

    /** Whether the request's address holds a password, which must go no further. @param {Request} request */
    bringsPassword(request) {
      return addressOf(request).searchParams.has(passwordField);
    },

    /**
     * Answers a request that brings the password, in its link or from the page: the browser gets its session and goes
     * to the same address without the password. Any other one is asked for it.
     * @param {Request} request
     * @param {Response} response
     */
    async answer(request, response) {
      const address = addressOf(request);
      const linked = address.searchParams.get(passwordField);
      const given = linked ?? (request.method === 'POST' ? await passwordOf(request) : undefined);
      if (given === undefined || !isSame(given, password)) return ask(request, response, given !== undefined);
      address.searchParams.delete(passwordField);
      response.writeHead(303, {
        ...careful,
        Location: address.href,
        // Lax, not Strict: the link may be clicked on a page, such as that of a terminal in the browser.
        'Set-Cookie': `${cookie}=${session}; Path=/; HttpOnly; SameSite=Lax`,
      });
      response.end();
    },
  };
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {boolean} isWrong whether a password was given
 */
function ask(request, response, isWrong) {
  const isPage = request.headers.accept?.includes('text/html') === true;
  response.writeHead(401, {
    ...careful,
    'Content-Type': `text/${isPage ? 'html' : 'plain'}; charset=utf-8`,
    // What is left of a form that is too long is not read.
    Connection: 'close',
  });
  const words = isWrong
    ? 'This is not the password. It is printed where the server was started.'
    : 'Enter the password that is printed where the server was started, or open the link beside it.';
  response.end(isPage ? page(words) : `${words}\n`);
}

/** @param {string} words */
function page(words) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in</title>
<style>
  body { font: 15px system-ui, sans-serif; max-width: 32em; margin: 20vh auto; padding: 0 1em; color-scheme: light dark }
  input, button { font: inherit; padding: .4em .6em }
</style>
<h1>VS Code with ACR Private Link</h1>
<form method="post">
  <p id="words">${words}</p>
  <input type="password" name="${passwordField}" aria-label="Password" aria-describedby="words" autofocus required>
  <button>Sign in</button>
</form>
</html>
`;
}

/** Only for a request whose `Host` is known to be ours. @param {Request} request */
function addressOf({ headers, url }) {
  return new URL(`http://${headers.host}${url}`);
}

/** @param {Request} request */
async function passwordOf(request) {
  let form = '';
  for await (const chunk of request) {
    form += chunk;
    if (form.length > longestForm) return undefined;
  }
  return new URLSearchParams(form).get(passwordField) ?? undefined;
}

/**
 * Takes the same time wherever the two differ.
 * @param {string} one
 * @param {string} other
 */
function isSame(one, other) {
  return timingSafeEqual(digest(one), digest(other));
}

/** @param {string} text */
function digest(text) {
  return createHash('sha256').update(text).digest();
}
