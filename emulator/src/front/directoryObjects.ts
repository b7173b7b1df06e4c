import * as v from 'valibot';
import { textAt } from '../arm/json';
import type { Core } from '../core';
import { principal } from '../providers/authorization/access';
import type { FrontAnswer, FrontRequest } from './answer';

const question = v.looseObject({ ids: v.array(v.string()) });

/**
 * `POST /v1.0/directoryObjects/getByIds` of Microsoft Graph, the only call of it that clients make to show role
 * assignments: it gives principals their names. Anything else of Microsoft Graph is not emulated.
 */
export function answerDirectoryObjects({ estate }: Core, { body }: FrontRequest): FrontAnswer {
  const asked = v.safeParse(question, parsed(body));
  if (!asked.success) {
    const error = { code: 'Request_BadRequest', message: 'The collection ids is needed, with object ids.' };
    return { status: 400, body: { error } };
  }
  const value = asked.output.ids.flatMap((id) => {
    const found = principal(estate, id);
    if (found === undefined) return [];
    const { properties } = found;
    const kind = textAt(properties, 'principalType') ?? 'User';
    const name = textAt(properties, 'displayName') ?? found.name;
    const appId = textAt(properties, 'applicationId');
    return [
      {
        '@odata.type': `#microsoft.graph.${kind.charAt(0).toLowerCase()}${kind.slice(1)}`,
        id: found.name,
        displayName: name,
        ...(kind === 'User' ? { userPrincipalName: name } : {}),
        ...(appId === undefined ? {} : { appId, servicePrincipalNames: [appId] }),
      },
    ];
  });
  return { status: 200, body: { value } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
