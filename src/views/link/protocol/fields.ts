/** The form's fields as the browser side sees them. */

/**
 * Everything that the user can fill in, choices before what depends on them. Values are strings; `true` and `false` for
 * a check. A field belongs to what all clusters share or to one cluster: its scope says which.
 */
export const fieldIds = [
  'mode',
  'upgrade',
  'placement',
  'endpoint',
  'network',
  'subnet',
  'dns',
  'zone',
  'route',
  'approval',
  'requestMessage',
  'principal',
  'endpointGroup',
  'endpointName',
  'networkSubscription',
  'networkGroup',
  'networkName',
  'networkLocation',
  'networkPrefix',
  'subnetName',
  'subnetPrefix',
  'zoneSubscription',
  'zoneGroup',
  'fallback',
  'zoneGroupName',
  'registryZoneLink',
  'clusterZoneLink',
  'peeringToCluster',
  'peeringToRegistry',
  'tags',
] as const;
export type FieldId = (typeof fieldIds)[number];

/** Scope of what all clusters of the form share; any other scope is a cluster's id. */
export const sharedScope = '';

export interface FormView {
  readonly sections: readonly SectionView[];
  /** Highest `edit` of the edits that this view contains. */
  readonly edit: number;
  readonly errors: number;
  /** Facts about a newly chosen network are being read. */
  readonly reading: boolean;
}

export interface SectionView {
  readonly id: string;
  readonly title: string;
  /** What was chosen in it, for a section that is folded; may be empty. */
  readonly summary: string;
  readonly intro: string;
  /** Shown folded unless a field in it is in error. */
  readonly folded: boolean;
  readonly fields: readonly FieldView[];
}

interface FieldBase {
  readonly id: FieldId;
  readonly scope: string;
  /** Tells fields of one id apart; usable in an element's id. */
  readonly key: string;
  readonly label: string;
  readonly help: string | undefined;
  /** For somebody to run in a terminal, to find what the field asks for. */
  readonly command?: string;
  readonly error: string | undefined;
}

export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

export type FieldView =
  | (FieldBase & { readonly kind: 'text'; readonly value: string })
  | (FieldBase & { readonly kind: 'choice'; readonly value: string; readonly options: readonly OptionView[] })
  | (FieldBase & { readonly kind: 'radio'; readonly value: string; readonly options: readonly OptionView[] })
  | (FieldBase & { readonly kind: 'check'; readonly checked: boolean })
  /** Follows from another choice. */
  | (FieldBase & { readonly kind: 'fact'; readonly text: string });
