import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { definitionFiles } from './definitions';

/** One exchange as the validator takes it. */
export interface Pair {
  readonly liveRequest: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly query: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly liveResponse: {
    readonly statusCode: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

export interface Issue {
  readonly side: 'request' | 'response';
  readonly code: string;
  /** Pointers into the body, e.g. `/properties/addressSpace`. */
  readonly places: readonly string[];
  readonly message: string;
}

/** `undescribed`: no definition of that api-version has such an operation. */
type Verdict =
  | { readonly kind: 'undescribed' }
  | { readonly kind: 'checked'; readonly operation: string; readonly issues: readonly Issue[] };

export interface Validator {
  validate(pair: Pair): Promise<Verdict>;
  close(): void;
}

const failure = v.optional(v.object({ code: v.string(), message: v.string() }));
const side = v.object({
  operationInfo: v.optional(v.object({ operationId: v.optional(v.string()) })),
  errors: v.optional(
    v.array(
      v.object({ code: v.string(), message: v.string(), pathsInPayload: v.optional(v.array(v.string())) }),
    ),
    [],
  ),
  runtimeException: failure,
});
const resultSchema = v.object({
  requestValidationResult: side,
  responseValidationResult: side,
  runtimeException: failure,
});

interface Match {
  readonly operation: { readonly _path: { readonly _pathTemplate: string } };
}
interface LiveValidator {
  readonly operationSearcher: { getPotentialOperations(info: unknown): { matches: Match[] } };
  initialize(): Promise<void>;
  validateLiveRequestResponse(pair: Pair): Promise<unknown>;
}
interface Oav {
  readonly LiveValidator: new (options: object, log: () => void) => LiveValidator;
}

/**
 * Microsoft's validator `oav` over Microsoft's definitions. A word that an enumeration lacks counts as a mistake, even
 * where the definition lets services add some (`modelAsString`): the emulator is no service that does.
 * @param oavFolder where `npm ci` of scripts/conformance/oav has installed it
 * @param definitions folder with `specification/` and `derived/`
 */
export async function loadValidator(oavFolder: string, definitions: string): Promise<Validator> {
  const strict = strictCopy(definitions);
  const require = createRequire(join(oavFolder, 'package.json'));
  const { LiveValidator } = require('oav/dist/lib/liveValidation/liveValidator.js') as Oav;
  const oav = new LiveValidator(
    {
      swaggerPaths: definitionFiles(strict),
      directory: strict,
      isPathCaseSensitive: false,
      loadValidatorInBackground: false,
      loadValidatorInInitialize: false,
      isArmCall: true,
      git: { shouldClone: false },
    },
    () => undefined,
  );
  await oav.initialize();
  preferLiteralPaths(oav);
  return {
    validate: async (pair) => verdictOf(v.parse(resultSchema, await oav.validateLiveRequestResponse(pair))),
    close: () => {
      rmSync(strict, { recursive: true, force: true });
    },
  };
}

function verdictOf(result: v.InferOutput<typeof resultSchema>): Verdict {
  const { requestValidationResult: request, responseValidationResult: response } = result;
  const exception = result.runtimeException ?? request.runtimeException ?? response.runtimeException;
  if (exception !== undefined) {
    if (/OPERATION_NOT_FOUND|PATH_NOT_FOUND/.test(exception.code)) return { kind: 'undescribed' };
    throw new Error(`oav gave up: ${exception.code} ${exception.message}`);
  }
  const issues = (['request', 'response'] as const).flatMap((name) =>
    (name === 'request' ? request : response).errors.map((error) => ({
      side: name,
      code: error.code,
      places: error.pathsInPayload ?? [],
      message: error.message,
    })),
  );
  return { kind: 'checked', operation: request.operationInfo?.operationId ?? '?', issues };
}

/**
 * A path parameter that is an enumeration (`{recordType}`) lets `…/virtualNetworkLinks/x` fit two templates: the one
 * with the fewest parameters is meant, as in Resource Manager.
 */
function preferLiteralPaths({ operationSearcher }: LiveValidator): void {
  const search = operationSearcher.getPotentialOperations.bind(operationSearcher);
  const parameters = ({ operation }: Match): number =>
    operation._path._pathTemplate.match(/\{/g)?.length ?? 0;
  operationSearcher.getPotentialOperations = (info) => {
    const found = search(info);
    const fewest = Math.min(...found.matches.map(parameters));
    return { ...found, matches: found.matches.filter((match) => parameters(match) === fewest) };
  };
}

function strictCopy(definitions: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'strict-definitions-'));
  for (const part of ['specification', 'derived']) {
    cpSync(join(definitions, part), join(copy, part), {
      recursive: true,
      filter: (file) => !/[\\/]examples([\\/]|$)/.test(file),
    });
  }
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json')) continue;
    const file = join(copy, name);
    const text = readFileSync(file, 'utf8');
    const closed = text.replace(/("modelAsString"\s*:\s*)true/g, '$1false');
    if (closed !== text) writeFileSync(file, closed);
  }
  return copy;
}
