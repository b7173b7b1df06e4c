/** What a search of the directory offers, as plain data. */
import { t } from '@vscode/l10n';
import type { Failure } from '../model/failure';
import { isGuid } from '../model/guid';
import { principalNoun } from '../model/roles';
import { shownText } from '../model/shownText';
import type { DirectoryPrincipal, PrincipalType } from '../provisioning';

/** Commands that tell an object id. */
const idCommands: Readonly<Record<PrincipalType, string>> = {
  User: 'az ad user show --id <sign-in name> --query id',
  Group: 'az ad group show --group <name> --query id',
  ServicePrincipal: 'az ad sp show --id <application id> --query id',
};

/** What the directory said to what was typed; undefined while it is being asked. */
export type Answer = readonly DirectoryPrincipal[] | Failure | undefined;

export interface FoundItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** What choosing it gives; a note gives nothing. */
  readonly principal?: DirectoryPrincipal;
}

/** Whom the directory has, else what to do; an object id can always be used, also where the directory can't be read. */
export function foundItems(type: PrincipalType, typed: string, answer: Answer): readonly FoundItem[] {
  const noun = principalNoun(type);
  const byId = t`Or enter the object ID, which this command returns: ${idCommands[type]}`;
  if (isGuid(typed)) {
    return [
      {
        label: t`Use the object ID ${typed}`,
        detail: t`Object ID of a ${noun}`,
        principal: { objectId: typed, name: typed },
      },
    ];
  }
  if (typed === '') return [{ label: t`Type the beginning of the ${noun}’s name`, detail: byId }];
  if (answer === undefined) return [];
  if ('code' in answer) {
    return [{ label: shownText(answer.message), detail: `${shownText(answer.nextAction)} ${byId}` }];
  }
  if (answer.length === 0) {
    return [{ label: t`No ${noun} in the directory has a name that begins with this`, detail: byId }];
  }
  return answer.map((principal) => ({
    label: shownText(principal.name),
    ...(principal.signInName !== undefined &&
      principal.signInName !== principal.name && { description: shownText(principal.signInName) }),
    detail: principal.objectId,
    principal,
  }));
}
