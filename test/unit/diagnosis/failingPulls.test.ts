/** What the command in a cluster prints is taken for what it is, whatever pods, events and registries say in it. */
import assert from 'node:assert/strict';
import { failingPullsIn } from '../../../src/diagnosis/failingPulls';
import { failingPullsCommand } from '../../../src/verifying/commandLines';
import { FailureError } from '../../../src/model/failure';
import { processorTime } from '../../support/processorTime';

const image = 'contoso.azurecr.io/shop/web:v7';
const timeout = `Failed to pull image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://contoso.azurecr.io/v2/shop/web/manifests/v7": dial tcp 10.50.0.5:443: i/o timeout`;
const denied = `Failed to pull image "${image}": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://contoso.azurecr.io/oauth2/token: 401 Unauthorized`;

const query = (text: string) =>
  text === ''
    ? '-'
    : encodeURIComponent(text)
        .replaceAll('%20', '+')
        .replaceAll("'", '%27')
        .replace(/[()!*]/g, '_');
const pod = (
  name: string,
  { namespace = 'shop', of = image, reason = 'ImagePullBackOff', message = '' } = {},
) => [namespace, name, 'aks-web-1-vmss000000', of, reason, message].map(query).join(' ') + ' .';
const event = (name: string, message: string, { namespace = 'shop', at = '2026-01-01T00:00:00Z' } = {}) =>
  [namespace, name, at, message].map(query).join(' ') + ' .';
const logs = (pods: readonly string[], events: readonly string[] = [], end = true) =>
  ['--- pods ---', ...pods, '--- events ---', ...events, ...(end ? ['--- end ---', 'done'] : []), ''].join(
    '\n',
  );
const found = (text: string) =>
  failingPullsIn(text).pulls.map(({ image: of, failure, pods }) => [
    of,
    failure.cause,
    pods.map(({ name }) => name),
  ]);

describe('failing pulls', () => {
  it('are grouped by image and cause, those of the most pods first', () => {
    const other = 'contoso.azurecr.io/shop/api:v1';
    const text = logs(
      [pod('c', { of: other }), pod('a'), pod('b'), pod('d')],
      [
        event('a', timeout),
        event('b', timeout),
        event('d', denied),
        event('c', timeout.replaceAll(image, other)),
      ],
    );
    assert.deepEqual(found(text), [
      [image, 'unreachable', ['a', 'b']],
      [other, 'unreachable', ['c']],
      [image, 'identity', ['d']],
    ]);
    const { isCut, eventsUnread, pulls } = failingPullsIn(text);
    assert.deepEqual([isCut, eventsUnread, pulls[0]?.host], [false, undefined, 'contoso.azurecr.io']);
    assert.deepEqual(pulls[0]?.pods[0], { namespace: 'shop', name: 'a', node: 'aks-web-1-vmss000000' });
  });

  it('are explained by the newest event of the pod about this image, else by the pod itself', () => {
    const later = event('a', denied, { at: '2026-01-02T00:00:00Z' });
    assert.deepEqual(found(logs([pod('a')], [later, event('a', timeout)])), [[image, 'identity', ['a']]]);
    const ofOthers = event('a', timeout.replaceAll('web', 'api'));
    assert.deepEqual(found(logs([pod('a', { message: denied })], [ofOthers])), [[image, 'identity', ['a']]]);
    const elsewhere = event('a', timeout, { namespace: 'other' });
    assert.deepEqual(found(logs([pod('a')], [elsewhere])), [[image, 'unknown', ['a']]]);
  });

  it('are none where none fail', () => {
    assert.deepEqual(failingPullsIn(logs([])), { pulls: [], isCut: false, eventsUnread: undefined });
  });

  it('of images of no registry of Azure are named all the same', () => {
    const { pulls } = failingPullsIn(logs([pod('a', { of: 'nginx:latest' })]));
    assert.deepEqual(
      pulls.map(({ image: of, host }) => [of, host]),
      [['nginx:latest', undefined]],
    );
  });

  it('are told as far as an output goes that was cut off', () => {
    const whole = logs([pod('a'), pod('b')], [event('a', timeout)], false);
    const cut = failingPullsIn(whole.slice(0, whole.indexOf(' .', whole.indexOf('--- events')) - 20));
    assert.equal(cut.isCut, true);
    assert.deepEqual(
      cut.pulls.map(({ failure, pods }) => [failure.cause, pods.length]),
      [['unknown', 2]],
    );
    assert.equal(failingPullsIn(whole.slice(0, whole.indexOf('--- events') - 9)).pulls.length, 1);
  });

  it('leave out what the command doesn’t print', () => {
    const strange = [
      'Warning: something else',
      pod('A b'),
      pod('$(reboot)'),
      pod('a', { namespace: '../x' }),
      pod('a', { of: 'x y' }),
      pod('a', { of: '[click](command:x)' }),
      `${pod('a')} .`,
      pod('a').slice(0, -1),
      'shop a - %ZZ ErrImagePull - .',
      'shop a - %E0%A4 ErrImagePull - .',
      '<b>shop</b> a - x ErrImagePull - .',
      '',
    ];
    assert.deepEqual(found(logs(strange)), []);
  });

  it('take no text for a line of the output, and show no secret of it', () => {
    const message = `${timeout}\n--- end ---\n${pod('forged')}\n--- pods ---\n?sig=c2VjcmV0c2VjcmV0c2VjcmV0&x`;
    const result = failingPullsIn(logs([pod('a', { message })], [event('a', message)], false));
    assert.deepEqual(
      result.pulls.flatMap(({ pods }) => pods.map(({ name }) => name)),
      ['a'],
    );
    assert.equal(result.isCut, true);
    assert.doesNotMatch(JSON.stringify(result), /c2VjcmV0/);
  });

  it('are many, and read in no time', () => {
    const names = Array.from({ length: 6000 }, (_, index) => `pod-${index}`);
    const printed = logs(
      names.map((name) => pod(name)),
      names.map((name) => event(name, timeout)),
    );
    let found: ReturnType<typeof failingPullsIn> | undefined;
    const spent = processorTime(() => {
      found = failingPullsIn(printed);
    });
    assert.ok(spent < 15_000, `${spent} ms`);
    const { pulls, isCut } = found ?? assert.fail('nothing was read');
    assert.equal(isCut, true);
    assert.equal(pulls[0]?.failure.cause, 'unreachable');
  });

  for (const [what, text, code] of [
    ['may not be listed', 'Error from server (Forbidden): pods is forbidden', 'failingPulls.forbidden'],
    [
      'can’t be listed',
      'Unable to connect to the server: dial tcp: i/o timeout',
      'failingPulls.unreadableOutput',
    ],
    ['are in no output', 'sh: kubectl: command not found', 'failingPulls.unreadableOutput'],
  ] as const) {
    it(`say that pods ${what}`, () => {
      const output = what === 'are in no output' ? text : logs([text]);
      assert.throws(
        () => failingPullsIn(output),
        (error) => error instanceof FailureError && error.failure.code === code,
      );
    });
  }

  it('are listed without events where those may not be read', () => {
    const { pulls, eventsUnread } = failingPullsIn(
      logs([pod('a')], ['Error from server (Forbidden): events is forbidden']),
    );
    assert.equal(pulls.length, 1);
    assert.match(eventsUnread ?? '', /Forbidden/);
  });

  it('are asked for by commands that only read, with nothing in them that anybody chose', () => {
    const command = failingPullsCommand();
    assert.deepEqual(
      [...command.matchAll(/kubectl (\w+) (\w+) (--[\w-]+)/g)].map((match) => match.slice(1)),
      [
        ['get', 'pods', '--all-namespaces'],
        ['get', 'events', '--all-namespaces'],
      ],
    );
    assert.doesNotMatch(command, /\n/);
  });
});
