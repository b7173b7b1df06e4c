import { isIPv4 } from 'node:net';
import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { readOnly } from '../../arm/body';
import { ArmError } from '../../arm/errors';
import { at, listAt, objectAt, textAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource, JsonObject } from '../../estate';
import * as common from './common';

const LONGEST_TTL = 2_147_483_647;
/** From the limits of Azure DNS. */
const MOST_RECORDS = 20;

function put(request: ArmRequest): ArmAnswer {
  const existing = request.estate.get(request.id.path);
  common.checkPreconditions(request, existing, 'Record set');
  if (existing === undefined) checkAliasStandsAlone(request);
  const sent = objectAt(request.body, 'properties');
  const set = recordSet(request, sent);
  request.estate.put(set);
  return { status: existing === undefined ? 201 : 200, body: set };
}

function patch(request: ArmRequest): ArmAnswer {
  const existing = common.found(request);
  common.checkPreconditions(request, existing, 'Record set');
  const set = recordSet(request, { ...existing.properties, ...objectAt(request.body, 'properties') });
  request.estate.put(set);
  return { status: 200, body: set };
}

/** An alias is the only record set of its name, and the zone's own name has its SOA (from the documentation of DNS). */
function checkAliasStandsAlone({ estate, id }: ArmRequest): void {
  const isAlias = id.type.endsWith('/CNAME');
  const other = estate
    .below(id.parent?.path ?? '')
    .find((set) => isRecordSet(set) && set.name === id.name.toLowerCase() && set.type !== id.type);
  if (other === undefined || !(isAlias || other.type.endsWith('/CNAME'))) return;
  throw new ArmError(
    409,
    'Conflict',
    isAlias
      ? 'The CNAME record could not be created because another record with the same name already exists in this zone.'
      : 'The record could not be created because a CNAME record with the same name already exists in this zone.',
  );
}

function recordSet({ id }: ArmRequest, sent: JsonObject): ArmResource {
  const name = id.name.toLowerCase();
  const zone = id.parent?.name ?? '';
  checkRecordName(id.name);
  checkTimeToLive(sent['ttl']);
  return {
    id: id.path,
    name,
    type: id.type,
    etag: common.newEtag(),
    properties: {
      ...(sent['metadata'] === undefined ? {} : { metadata: sent['metadata'] }),
      fqdn: name === '@' ? `${zone}.` : `${name}.${zone}.`,
      ttl: sent['ttl'] ?? null,
      isAutoRegistered: false,
      ...recordsOf(id.type, sent),
    },
  };
}

function checkRecordName(name: string): void {
  const isValid = name === '@' || name.split('.').every((label, index) => isLabel(label, index === 0));
  if (!isValid) throw common.badRequest(`The record set name '${name}' is not valid.`);
}

function isLabel(label: string, isFirst: boolean): boolean {
  return /^[\w-]{1,63}$/.test(label) || (isFirst && label === '*');
}

function checkTimeToLive(ttl: unknown): void {
  if (typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 1 && ttl <= LONGEST_TTL) return;
  throw common.badRequest(`The TTL of the record set must be a whole number from 1 to ${LONGEST_TTL}.`);
}

function recordsOf(type: string, sent: JsonObject): JsonObject {
  if (type.endsWith('/CNAME')) {
    const cname = textAt(sent, 'cnameRecord', 'cname') ?? '';
    if (cname === '') throw common.badRequest('The record set has no CNAME record.');
    return { cnameRecord: { cname } };
  }
  const records = listAt(sent, 'aRecords') as JsonObject[];
  if (records.length > MOST_RECORDS) {
    throw common.badRequest(`The record set has ${records.length} records; it can have ${MOST_RECORDS}.`);
  }
  for (const record of records) {
    const address = textAt(record, 'ipv4Address') ?? '';
    if (!isIPv4(address)) throw common.badRequest(`The value '${address}' is not a valid IPv4 address.`);
  }
  return { aRecords: records };
}

function remove(request: ArmRequest): ArmAnswer {
  const existing = request.estate.get(request.id.path);
  common.checkPreconditions(request, existing, 'Record set');
  if (existing === undefined) return { status: 204 };
  request.estate.delete(existing.id);
  return { status: 200 };
}

function list(request: ArmRequest, belongs: (set: ArmResource) => boolean): ArmAnswer {
  const suffix = (request.query.get('$recordsetnamesuffix') ?? '').toLowerCase();
  const sets = request.estate
    .below(request.id.path)
    .filter((set) => isRecordSet(set) && belongs(set) && set.name.toLowerCase().endsWith(suffix));
  return listAnswer(request, sets);
}

function isRecordSet(resource: ArmResource): boolean {
  return resource.type !== common.LINK && at(resource.properties, 'fqdn') !== undefined;
}

const properties = {
  ttl: v.optional(v.number()),
  metadata: v.optional(v.record(v.string(), v.string())),
  fqdn: readOnly,
  isAutoRegistered: readOnly,
  provisioningState: readOnly,
};

function bodyWith(records: Record<string, v.GenericSchema>): v.GenericSchema {
  const all = v.strictObject({ ...properties, ...records });
  return v.strictObject({ ...common.sentBack, properties: v.optional(all) });
}

function recordType(name: 'A' | 'CNAME', body: v.GenericSchema): ResourceType {
  const type = `${common.ZONE}/${name}`;
  return {
    type,
    apiVersions: common.privateDnsApiVersions,
    get: (request) => ({ status: 200, body: common.found(request) }),
    put,
    patch,
    delete: remove,
    list: (request) => list(request, (set) => set.type === type),
    schemas: { put: body, patch: body },
  };
}

export const addressRecords = recordType(
  'A',
  bodyWith({ aRecords: v.optional(v.array(v.strictObject({ ipv4Address: v.string() }))) }),
);

export const aliasRecords = recordType(
  'CNAME',
  bodyWith({ cnameRecord: v.optional(v.strictObject({ cname: v.string() })) }),
);

const authorityType = `${common.ZONE}/SOA`;

/** The zone's own record: made with it, counted among its record sets, never deleted alone. */
export const authorityRecords: ResourceType = {
  type: authorityType,
  apiVersions: common.privateDnsApiVersions,
  get: (request) => ({ status: 200, body: common.found(request) }),
  delete: () => {
    throw new ArmError(400, 'BadRequest', 'The SOA record set of a zone cannot be deleted.');
  },
  list: (request) => list(request, (set) => set.type === authorityType),
};

/** `GET {zone}/ALL`: record sets of every type. */
export const allRecords: ResourceType = {
  type: `${common.ZONE}/ALL`,
  apiVersions: common.privateDnsApiVersions,
  list: (request) => list(request, () => true),
};
