/** Who gets in, and who no longer does, when a roll back puts public access back. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../../model/armId';
import { asObject } from '../../../model/json';
import { hazard } from '../../plan/findings';
import type { Hazard, Step } from '../../plan/plan';
import { accessHazards } from '../../publicAccess/accessHazards';
import { accessSettings } from '../../publicAccess/accessSettings';
import { factOf } from '../../observed/lookup';
import type { Present } from '../../observed/present';

/**
 * Public access that is put back: opened, everybody gets in; narrowed, somebody may have come to rely on it. Who pulls
 * is not looked at for a roll back, and that is said.
 */
export function publicAccessBack(restores: readonly Step[], present: Present): Hazard[] {
  return restores.flatMap(({ kind, resourceId, request }) => {
    const fact = factOf(present.resources, resourceId);
    if (kind !== 'publicAccess' || request === undefined || fact.state !== 'known') return [];
    const now = accessSettings(fact.value);
    const then = accessSettings({
      ...fact.value,
      properties: { ...asObject(fact.value['properties']), ...asObject(request.body['properties']) },
    });
    if (now === undefined || then === undefined) return [];
    const { mode, rules, trustedServices } = then;
    const access = mode === 'ranges' ? { mode, ranges: rules } : { mode };
    const spec = { schemaVersion: 1, registryId: resourceId, access, trustedServices } as const;
    const name = nameOf(resourceId);
    const hazards = accessHazards(spec, now, undefined, resourceId);
    return hazards.some(({ code }) => code === 'servicesShutOut')
      ? [unseenPullers(name), ...hazards]
      : hazards;
  });
}

function unseenPullers(name: string): Hazard {
  return hazard({
    code: 'narrowsPublicAccess',
    about: [name],
    message: t`Clients that started to pull from ${name} over its public address since then can no longer pull. They weren’t checked.`,
    mitigation: t('Use Make Private… instead. It lists all clients that pull and their paths.'),
  });
}
