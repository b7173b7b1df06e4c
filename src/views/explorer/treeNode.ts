/** What the tree shows, as plain data: nothing here or in the functions that make it knows VS Code. */
import type { commandIds, contextValues } from '../../contributions';
import type { RegistryAddress } from '../../provisioning';

export interface TreeNode {
  /** Unique in the tree and stable over refreshes, so that VS Code keeps what is expanded and selected. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Markdown; everything from Azure in it is escaped. */
  readonly tooltip?: string;
  readonly icon?: TreeIcon;
  /** What a screen reader says beyond label and description, e.g. what an icon or its colour means. */
  readonly spoken?: string;
  /** What menus ask for; undefined for a node without menus. */
  readonly context?: keyof typeof contextValues;
  /** The Azure resource that commands on the node are about. */
  readonly resourceId?: string;
  /** For a node that is about the link of two resources. */
  readonly pair?: { readonly registryId: string; readonly clusterId: string };
  readonly operationId?: string;
  /** What Copy Value takes. */
  readonly value?: string;
  /** Undefined for a leaf. */
  readonly children?: readonly TreeNode[];
  /** Children that a registry is asked for when the node is unfolded, in place of `children`. */
  readonly list?: ImageList;
  /** The node is about `list`, and isn't unfolded itself. */
  readonly isLeaf?: boolean;
  /** The command that a click runs, with the node as its argument. */
  readonly opens?: keyof typeof commandIds;
  /** The repository or image that commands on the node are about. */
  readonly image?: ShownImage;
  readonly expanded?: boolean;
}

/** Repositories of a registry, or tags of one of them. */
export interface ImageList {
  readonly registryId: string;
  readonly registry: RegistryAddress;
  readonly repository?: string;
}

export interface ShownImage {
  readonly loginServer: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export interface TreeIcon {
  /** Name of a codicon. */
  readonly id: string;
  /** Theme colour. */
  readonly color?: string;
}

/** A line with a name and a value. */
export function detail(id: string, label: string, value: string, icon?: string): TreeNode {
  return {
    id,
    label,
    description: value,
    value,
    context: 'detail',
    ...(icon !== undefined && { icon: { id: icon } }),
  };
}

/** A line that says something, instead of nothing at all. */
export function note(id: string, label: string): TreeNode {
  return { id, label };
}

/** Words in a row, those left out that don't apply. */
export function facts(...words: readonly (string | false | undefined)[]): string {
  return words.filter((word) => word !== false && word !== undefined && word !== '').join(' · ');
}
