import * as v from 'valibot';
import type { ArmAnswer } from '../arm/answer';
import { ArmError } from '../arm/errors';
import type { Estate } from '../estate';
import { principal } from '../providers/authorization/access';
import { setOf, shown } from './objects';

const question = v.pipe(v.string(), v.parseJson(), v.looseObject({ ids: v.array(v.string()) }));

/** `POST /v1.0/directoryObjects/getByIds`, by which clients give the principals of role assignments their names. */
export function answerGetByIds(estate: Estate, body: string): ArmAnswer {
  const asked = v.safeParse(question, body);
  if (!asked.success) {
    throw new ArmError(400, 'Request_BadRequest', 'The collection ids is needed, with object ids.');
  }
  const value = asked.output.ids.flatMap((id) => {
    const found = principal(estate, id);
    if (found === undefined) return [];
    const object = shown(found);
    const { appId } = object;
    return [
      {
        '@odata.type': `#microsoft.graph.${setOf(found).entity}`,
        ...object,
        ...(appId === undefined ? {} : { servicePrincipalNames: [appId] }),
      },
    ];
  });
  return { status: 200, body: { value } };
}
