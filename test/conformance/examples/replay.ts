import { resolve } from 'node:path';
import { textAt } from '../../../emulator/src/arm/json';
import { startEmulator } from '../../../emulator/src/server';
import { mapExample } from './mapExample';
import type { Example } from './readExamples';

export type Outcome =
  | { readonly kind: 'notEmulated'; readonly operation: string }
  | { readonly kind: 'accepted'; readonly status: number }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string };

/**
 * Sends one of Microsoft's examples to an estate of its own, and follows what it starts to the end.
 * @param logFile where the exchanges are appended
 */
export async function replayExample(example: Example, logFile: string): Promise<Outcome> {
  const scenario = resolve('test/conformance/examples/estate.yaml');
  const emulator = await startEmulator({ scenario, latencyScale: 0, logFile });
  try {
    const { method, path, query, body } = mapExample(example, emulator.estate);
    if (emulator.core.router.operationOf(method, path) === undefined) {
      return { kind: 'notEmulated', operation: `${method} ${example.template}` };
    }
    const send = async (verb: string, url: string, sent?: unknown) => {
      const response = await fetch(url, {
        method: verb,
        headers: { authorization: 'Bearer example', 'content-type': 'application/json' },
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      });
      const text = await response.text();
      return { response, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    };
    const first = await send(method, `${emulator.url}${path}?${query.toString()}`, body);
    const { status, headers } = first.response;
    if (status >= 400) return refusal(status, first.body);
    const poll = headers.get('azure-asyncoperation') ?? headers.get('location');
    if (poll === null) return { kind: 'accepted', status };
    const last = await send('GET', poll);
    const hasFailed = last.response.status >= 400 || textAt(last.body, 'status') === 'Failed';
    return hasFailed ? refusal(last.response.status, last.body) : { kind: 'accepted', status };
  } finally {
    await emulator.close();
  }
}

function refusal(status: number, body: unknown): Outcome {
  const [code = '', message = ''] = [textAt(body, 'error', 'code'), textAt(body, 'error', 'message')];
  return { kind: 'refused', status, code, message };
}
