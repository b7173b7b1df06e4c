/** The second stage: who reaches the registry over its public address. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import {
  accessSettings,
  type AccessSettings,
  mostRules,
  normalRules,
  observePublicAccess,
  type PublicAccessObserved,
  type PublicAccessSpec,
  rulesProblems,
  type WantedAccess,
} from '../../provisioning';
import { check, radio, section, text, type Scope } from '../planForm/fields';
import type { Edit } from '../planForm/formKind';
import { isTaken, shownField } from '../planForm/offered';
import { sharedScope, type FieldView, type OptionView, type SectionView } from '../planForm/protocol/fields';
import type { AccessFields, AccessFilled } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';
import { accessFieldIds, type AccessFieldId } from './protocol/fields';

/** Reads the registry and who pulls; throws FailureError if the registry can't be read. */
export async function fillAccess(
  deps: MakePrivateDeps,
  registryId: string,
  signal: AbortSignal,
): Promise<AccessFilled> {
  const observed = await observeAccess(deps, registryId, signal);
  const settings = settingsOf(observed, registryId);
  const fields: AccessFields = {
    // The form is there to close it: that is what is proposed, unless it is closed or restricted already.
    access: settings.mode === 'on' ? 'off' : settings.mode,
    ranges: settings.rules.join(', '),
    trustedServices: String(settings.trustedServices),
  };
  return { stage: 'access', fields, settings, observed };
}

export async function observeAccess(
  deps: Pick<MakePrivateDeps, 'azure'>,
  registryId: string,
  signal: AbortSignal,
): Promise<PublicAccessObserved> {
  const observed = await observePublicAccess(registryId, await deps.azure(), signal);
  signal.throwIfAborted();
  return observed;
}

function settingsOf({ settings: fact }: PublicAccessObserved, registryId: string): AccessSettings {
  const settings = fact.state === 'known' ? accessSettings(fact.value) : undefined;
  if (settings !== undefined) return settings;
  throw new FailureError({
    code: 'publicAccess.unreadable',
    kind: fact.state === 'unreadable' ? 'auth' : 'user',
    message: t`Registry ${nameOf(registryId)} couldn’t be read: ${fact.state === 'unreadable' ? fact.reason : t('It doesn’t exist, or Azure returned it in an unknown format.')}`,
    nextAction: t('Get permission to read the registry, or choose another one.'),
    resourceId: registryId,
  });
}

/** The spec that fields without errors stand for. */
export function accessSpec(registryId: string, { fields }: AccessFilled): PublicAccessSpec {
  return {
    schemaVersion: 1,
    registryId,
    access: wantedAccess(fields),
    trustedServices: fields.trustedServices === 'true',
  };
}

function wantedAccess({ access, ranges }: AccessFields): WantedAccess {
  if (access === 'ranges') return { mode: 'ranges', ranges: normalRules(split(ranges)) };
  return access === 'on' ? { mode: 'on' } : { mode: 'off' };
}

/** Addresses may be pasted from anywhere: blanks, commas, semicolons and line breaks stand between them. */
function split(ranges: string): string[] {
  return ranges.split(/[\s,;]+/).filter((one) => one !== '');
}

/** Undefined for an edit of a field that isn't shown, or to a value that isn't offered. */
export function editAccess(filled: AccessFilled, edit: Edit): AccessFilled | undefined {
  const shown = shownField(accessSections(filled), edit);
  const field = accessFieldIds.find((id) => id === shown?.id);
  if (shown === undefined || field === undefined || !isTaken(shown, edit.value)) return undefined;
  return { ...filled, fields: { ...filled.fields, [field]: edit.value } };
}

export function accessSections({ fields, settings }: AccessFilled): readonly SectionView[] {
  const scope: Scope<AccessFieldId> = { id: sharedScope, suffix: '', fields };
  const off: OptionView = { value: 'off', label: t('Disabled'), detail: keptRules(settings) };
  const choices: FieldView[] = [
    radio(scope, 'access', t('Public network access'), [
      off,
      {
        value: 'ranges',
        label: t('Selected IP addresses'),
        detail: t('For example, the egress addresses of build agents and offices.'),
      },
      { value: 'on', label: t('All networks'), detail: t('The default of a new registry.') },
    ]),
    ...(fields.access === 'ranges'
      ? [
          {
            ...text(
              scope,
              'ranges',
              t('Addresses and ranges'),
              rangesProblem(fields.ranges, off.label),
              t`Public IPv4 addresses, for example 203.0.113.0/24, 198.51.100.7. Up to ${mostRules}.`,
            ),
            offer: { label: t('Add My IP Address'), type: 'addMyAddress' as const },
          },
        ]
      : []),
    ...(fields.access === 'on'
      ? []
      : [
          check(
            scope,
            'trustedServices',
            t('Allow trusted Azure services'),
            t(
              'Microsoft Defender, Azure Machine Learning, image imports, and others of Microsoft’s list. AKS nodes aren’t among them.',
            ),
          ),
        ]),
  ];
  const intro = t('Private endpoints keep working whatever you choose.');
  return [section('access', t('Public network access'), choices, intro)];
}

/** What is wrong with the addresses, at most three things; `off` is what to choose for none. */
function rangesProblem(ranges: string, off: string): string | undefined {
  const all = split(ranges);
  if (all.length === 0) return t`Enter at least one IP address or CIDR range, or select “${off}”.`;
  const problems = rulesProblems(all).slice(0, 3);
  return problems.length === 0 ? undefined : problems.join(' ');
}

function keptRules({ rules }: AccessSettings): string {
  return rules.length === 0
    ? t('Access is possible only through private endpoints.')
    : t(
        'Access is possible only through private endpoints. The registry’s address rules are kept for later.',
      );
}
