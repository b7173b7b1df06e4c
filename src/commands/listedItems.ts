/** What a picker over a registry's list offers, as plain data. */
import { t } from '@vscode/l10n';
import { shownText } from '../model/shownText';
import type { RegistryRefusal } from '../provisioning';

/** What is known of the list so far. */
export interface ListState {
  readonly choices: readonly Choice[];
  readonly hasMore: boolean;
  readonly refusal: RegistryRefusal | undefined;
}

export interface Choice {
  readonly name: string;
  readonly description?: string;
}

export interface PickerItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Shown whatever is typed into the filter. */
  readonly alwaysShow?: boolean;
  /** Name of a codicon. */
  readonly icon?: string;
  /** What accepting the item does; a note does nothing. */
  readonly action:
    { readonly kind: 'choose'; readonly name: string } | { readonly kind: 'more' | 'retry' | 'note' };
}

/**
 * The list, the way to more of it, why there is none, and what was typed: that can always be chosen if it is possible at
 * all, `typedProblemOf` says why not. Names that no image can have are left out, and counted.
 */
export function listedItems(
  { choices, hasMore, refusal }: ListState,
  typed: string,
  problemOf: (name: string) => string | undefined,
  typedProblemOf = problemOf,
): readonly PickerItem[] {
  const possible = choices.filter(({ name }) => problemOf(name) === undefined);
  const odd = choices.length - possible.length;
  return [
    ...possible.map(({ name, description }): PickerItem => ({
      label: name,
      ...(description !== undefined && { description }),
      action: { kind: 'choose', name },
    })),
    ...typedItems(typed, possible, refusal, typedProblemOf),
    ...(hasMore && refusal === undefined
      ? [
          {
            label: t('Load more…'),
            description: t`${possible.length} shown`,
            icon: 'ellipsis',
            ...fixed('more'),
          },
        ]
      : []),
    ...(odd > 0 ? [{ label: t`Not shown because of invalid names: ${odd}`, ...fixed('note') }] : []),
    ...(refusal === undefined
      ? []
      : [
          {
            label: shownText(refusal.failure.message),
            detail: t`${shownText(refusal.failure.nextAction)} Select this item to try again.`,
            icon: 'warning',
            ...fixed('retry'),
          },
        ]),
  ];
}

function typedItems(
  typed: string,
  possible: readonly Choice[],
  refusal: RegistryRefusal | undefined,
  problemOf: (name: string) => string | undefined,
): readonly PickerItem[] {
  const name = typed.trim();
  if (name === '') return refusal === undefined ? [] : [{ label: t('Or type a name'), ...fixed('note') }];
  if (possible.some((choice) => choice.name === name)) return [];
  const problem = problemOf(name);
  if (problem !== undefined) return [{ label: problem, icon: 'error', ...fixed('note') }];
  return [
    {
      label: t`Use ${name}`,
      description: t('as typed'),
      icon: 'edit',
      alwaysShow: true,
      action: { kind: 'choose', name },
    },
  ];
}

function fixed(kind: 'more' | 'retry' | 'note'): Pick<PickerItem, 'alwaysShow' | 'action'> {
  return { alwaysShow: true, action: { kind } };
}
