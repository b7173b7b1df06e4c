// @ts-check
// The only door to a code-server that listens on a socket file: it opens to whoever has the password, and only under
// loopback names. Every request is looked at by itself, also the later ones of a connection.
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { makeGate } from './gate.mjs';
import { makeSignIn } from './signIn.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {import('node:stream').Duplex} Duplex */

/**
 * @typedef {object} Front
 * @property {number} port on 127.0.0.1
 * @property {string} password
 * @property {() => Promise<void>} stop
 */

/** Headers that hold for one connection only, or that the server behind would believe more than `Host`. */
const notPassedOn =
  /^(connection|keep-alive|proxy-.*|te|trailer|upgrade|forwarded|x-forwarded-.*|x-original-host)$/;
/** How the answer is cut for whoever asked is this side's matter. */
const notPassedBack = /^(connection|keep-alive|proxy-.*|trailer|transfer-encoding|upgrade)$/;

/**
 * @param {string} socketPath where the server behind it listens
 * @param {number} [wanted] port; another one is taken when it isn't free
 * @returns {Promise<Front>}
 */
export async function startFront(socketPath, wanted = 0) {
  const server = createServer();
  /** Closing the server's connections leaves these open. @type {Set<Duplex>} */
  const upgraded = new Set();
  const port = await listen(server, wanted);
  const mayEnter = makeGate(port);
  const signIn = makeSignIn(port);

  server.on('request', (request, response) => {
    if (!mayEnter(request)) return refuse(response, port);
    if (signIn.isSignedIn(request) && !signIn.bringsPassword(request)) return passOn(request, response);
    signIn.answer(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!mayEnter(request)) return end(socket, '403 Forbidden');
    if (!signIn.isSignedIn(request)) return end(socket, '401 Unauthorized');
    passOnUpgrade(request, socket, head);
  });

  /** @param {Request} request */
  const further = ({ method, url, headers }) => {
    const passed = Object.entries(headers).filter(([name]) => !notPassedOn.test(name));
    return { socketPath, agent: false, method, path: url, headers: Object.fromEntries(passed) };
  };

  /**
   * @param {Request} request
   * @param {Response} response
   */
  function passOn(request, response) {
    const onward = send(further(request));
    onward.on('response', (answer) => {
      const headers = Object.entries(answer.headers).filter(([name]) => !notPassedBack.test(name));
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, Object.fromEntries(headers));
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    onward.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end('VS Code does not answer.\n');
    });
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  /**
   * @param {Request} request
   * @param {Duplex} socket
   * @param {Buffer} head
   */
  function passOnUpgrade(request, socket, head) {
    const { headers, ...target } = further(request);
    const onward = send({
      ...target,
      headers: { ...headers, connection: 'Upgrade', upgrade: request.headers.upgrade },
    });
    onward.on('upgrade', (answer, behind, first) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines(answer.rawHeaders)}\r\n`);
      socket.write(first);
      behind.write(head);
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
      behind.on('close', () => socket.destroy());
      behind.pipe(socket).pipe(behind);
    });
    onward.on('response', (answer) => {
      answer.resume();
      end(socket, `${answer.statusCode} ${answer.statusMessage}`);
    });
    onward.on('error', () => end(socket, '502 Bad Gateway'));
    socket.on('close', () => onward.destroy());
    onward.end();
  }

  return {
    port,
    password: signIn.password,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} wanted
 * @returns {Promise<number>} the port
 */
async function listen(server, wanted) {
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (wanted === 0) throw error;
    return listen(server, 0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}

/**
 * @param {Response} response
 * @param {number} port
 */
function refuse(response, port) {
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`This server answers as 127.0.0.1:${port} and localhost:${port}, to pages of its own.\n`);
}

/**
 * @param {Duplex} socket
 * @param {string} status
 */
function end(socket, status) {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** @param {readonly string[]} rawHeaders */
function lines(rawHeaders) {
  return rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
}
