import assert from 'node:assert/strict';
import { Core } from '../../emulator/src/core';
import type { Exchange } from '../../emulator/src/requestLog';
import { checkExchange, type Checked } from './checking/check';
import { loadValidator, type Validator } from './checking/validator';
import { definitionsFolder, oavFolder } from './environment';
import { chapters, Walk } from './walk/walk';

type Json = Record<string, unknown>;

interface Mistake {
  readonly title: string;
  /** The exchange that it is planted into: its operation and status. */
  readonly into: readonly [operation: string, status: number];
  readonly plant: (exchange: Copy) => void;
  /** What has to be found. */
  readonly found: RegExp;
}

/** An exchange to be spoilt. */
interface Copy {
  readonly request: { url: string; body: Json };
  readonly response: { status: number; headers: Record<string, string>; body: Json };
  injected?: string;
}

const REGISTRY = 'Microsoft.ContainerRegistry/registries';
const NETWORK = 'Microsoft.Network/virtualNetworks';
const within = (value: Json, ...path: string[]): Json =>
  path.reduce((inner, name) => inner[name] as Json, value);

const mistakes: readonly Mistake[] = [
  {
    title: 'a text in place of a truth value',
    into: [`GET ${REGISTRY}`, 200],
    plant: ({ response }) => {
      within(response.body, 'properties')['adminUserEnabled'] = 'no';
    },
    found: /INVALID_TYPE/,
  },
  {
    title: 'a required member of an answer that is missing',
    into: [`GET ${REGISTRY}`, 200],
    plant: ({ response }) => {
      delete response.body['sku'];
    },
    found: /REQUIRED.*sku/,
  },
  {
    title: 'a required member of a request that is missing',
    into: [`PUT ${REGISTRY}`, 201],
    plant: ({ request }) => {
      delete request.body['location'];
    },
    found: /REQUIRED.*location/,
  },
  {
    title: 'a member of an answer that nobody knows',
    into: [`GET ${NETWORK}`, 200],
    plant: ({ response }) => {
      within(response.body, 'properties')['colour'] = 'blue';
    },
    found: /ADDITIONAL_PROPERTIES.*colour/,
  },
  {
    title: 'a member of an accepted request that nobody knows',
    into: [`PUT ${NETWORK}`, 201],
    plant: ({ request }) => {
      within(request.body, 'properties')['colour'] = 'blue';
    },
    found: /ADDITIONAL_PROPERTIES.*colour/,
  },
  {
    title: 'a word of an enumeration in another case',
    into: [`GET ${REGISTRY}`, 200],
    plant: ({ response }) => {
      within(response.body, 'properties')['publicNetworkAccess'] = 'enabled';
    },
    found: /ENUM_CASE_MISMATCH|ENUM_MISMATCH/,
  },
  {
    title: 'a word that an open enumeration lacks',
    into: [`GET ${NETWORK}/virtualNetworkPeerings`, 200],
    plant: ({ response }) => {
      within(response.body, 'properties')['peeringState'] = 'Happy';
    },
    found: /ENUM_MISMATCH.*Happy/,
  },
  {
    title: 'a status that the operation does not have',
    into: [`PUT ${NETWORK}`, 201],
    plant: ({ response }) => {
      response.status = 202;
    },
    found: /INVALID_RESPONSE_CODE/,
  },
  {
    title: 'an operation without the header to follow it by',
    into: [`DELETE ${NETWORK}`, 202],
    plant: ({ response }) => {
      for (const name of Object.keys(response.headers)) {
        if (/^(location|azure-asyncoperation)$/i.test(name)) Reflect.deleteProperty(response.headers, name);
      }
    },
    found: /LRO_RESPONSE_HEADER|202 without Location/,
  },
  {
    title: 'an id that is none',
    into: [`GET ${NETWORK}`, 200],
    plant: ({ response }) => {
      response.body['id'] = 'vnet-walk';
    },
    found: /is no id/,
  },
  {
    title: "an id that names another resource's",
    into: [`GET ${NETWORK}/subnets`, 200],
    plant: ({ response }) => {
      response.body['id'] = String(response.body['id']).replace(/[^/]+$/, 'another');
    },
    found: /doesn't end with the name/,
  },
  {
    title: 'a read-only member in a request',
    into: [`PUT ${REGISTRY}`, 201],
    plant: ({ request }) => {
      within(request.body, 'properties')['loginServer'] = 'walkregistry.azurecr.io';
    },
    found: /READONLY/,
  },
  {
    title: 'a list that is not one',
    into: [`LIST ${NETWORK}`, 200],
    plant: ({ response }) => {
      response.body['value'] = {};
    },
    found: /INVALID_TYPE/,
  },
  {
    title: 'a name that is too short',
    into: [`GET ${REGISTRY}`, 200],
    plant: ({ request }) => {
      request.url = request.url.replace('/registries/walkregistry', '/registries/abc');
    },
    found: /MIN_LENGTH/,
  },
  {
    title: 'an error without its envelope',
    into: [`GET ${NETWORK}`, 404],
    plant: ({ response }) => {
      response.body = within(response.body, 'error');
    },
    found: /\{error:\{code,message\}\}/,
  },
  {
    title: 'an answer without an api-version',
    into: [`GET ${NETWORK}`, 200],
    plant: ({ request }) => {
      request.url = request.url.replace(/\?.*$/, '');
    },
    found: /without an api-version/,
  },
  {
    title: 'a member that the api-version of the request does not have yet',
    into: [`GET ${REGISTRY}`, 200],
    plant: ({ request }) => {
      request.url = request.url.replace('2025-11-01', '2023-07-01');
    },
    found: /ADDITIONAL_PROPERTIES.*roleAssignmentMode/,
  },
  {
    title: 'a mistake in an answer that a fault only delayed',
    into: [`GET ${NETWORK}`, 200],
    plant: (exchange) => {
      exchange.injected = 'latency';
      within(exchange.response.body, 'properties')['colour'] = 'blue';
    },
    found: /ADDITIONAL_PROPERTIES.*colour/,
  },
  {
    title: 'a status of an operation that Resource Manager does not know',
    into: ['poll', 200],
    plant: ({ response }) => {
      response.body['status'] = 'Done';
    },
    found: /none of Resource Manager's/,
  },
];

describe('a planted mistake is found:', () => {
  const { router } = new Core();
  let recorded: Exchange[];
  let validator: Validator;

  before(async function () {
    this.timeout(120_000);
    const walk = await Walk.start('the SDK of today');
    for (const steps of [chapters['registries'], chapters['networks']]) {
      for (const step of steps ?? []) await walk.take(step);
    }
    recorded = walk.exchanges();
    await walk.close();
    validator = await loadValidator(oavFolder, definitionsFolder);
  });
  after(() => {
    validator.close();
  });

  const operationOf = (exchange: Exchange): string | undefined =>
    router.operationOf(exchange.request.method, new URL(exchange.request.url).pathname);
  const textOf = ({ findings }: Checked): string =>
    findings
      .filter(({ level }) => level === 'mistake')
      .map(({ issue }) => `${issue.code} ${issue.places.join()} ${issue.message}`)
      .join('\n');

  for (const { title, into, plant, found } of mistakes) {
    it(title, async () => {
      const [wanted, status] = into;
      const good = recorded.find(
        (exchange) => (operationOf(exchange) ?? 'poll') === wanted && exchange.response.status === status,
      );
      assert.ok(good, `the walk has no ${wanted} with ${status}`);
      const operation = operationOf(good);
      assert.equal(textOf(await checkExchange(good, operation, validator)), '');
      const spoilt = structuredClone(good);
      plant(spoilt as unknown as Copy);
      assert.match(textOf(await checkExchange(spoilt, operation, validator)), found);
    });
  }
});
