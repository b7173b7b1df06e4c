/** What the tree shows, as plain data: nothing here or in the functions that make it knows VS Code. */
import { t } from '@vscode/l10n';
import type { commandIds, contextStates, contextValues } from '../../contributions';
import type { Failure } from '../../model/failure';
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
  /** What of the menus applies now. */
  readonly state?: (typeof contextStates)[number];
  /** The Azure resource that commands on the node are about. */
  readonly resourceId?: string;
  /** For a node that is about the link of two resources. */
  readonly pair?: { readonly registryId: string; readonly clusterId: string };
  /** The registry's side of a private endpoint, where it is to be decided on. */
  readonly connectionId?: string;
  readonly operationId?: string;
  /** What Copy Value takes. */
  readonly value?: string;
  /** Left out for a leaf. What `unfolding` makes is there once it is read, which no node needs to be shown itself. */
  readonly children?: readonly TreeNode[];
  /** Children that a registry is asked for when the node is unfolded, in place of `children`. */
  readonly list?: ImageList;
  /** The node is about `list`, and isn't unfolded itself. */
  readonly isLeaf?: boolean;
  /** Of a node that shows more of a list: the id of the node that the list is below, empty for the tree itself. */
  readonly listId?: string;
  /** The command that a click runs, with the node as its argument. */
  readonly opens?: keyof typeof commandIds;
  /** The repository or image that commands on the node are about. */
  readonly image?: ShownImage;
  /** What the node says in short. */
  readonly failure?: Failure;
  readonly expanded?: boolean;
  /** It needs somebody by itself, or something in it does. */
  readonly problem?: 'own' | 'below';
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

/** A node whose children are made when somebody unfolds it: an estate has thousands of nodes, of which few are seen. */
export function unfolding(node: Omit<TreeNode, 'children'>, make: () => readonly TreeNode[]): TreeNode {
  let made: readonly TreeNode[] | undefined;
  // What the node itself makes only when it is looked at, such as its tooltip, stays so.
  return Object.defineProperties({} as TreeNode, {
    ...Object.getOwnPropertyDescriptors(node),
    children: { enumerable: true, get: () => (made ??= make()) },
  });
}

/** Whether there is something to unfold, which isn't made for that. */
export function isLeaf(node: TreeNode): boolean {
  return node.isLeaf === true || (!('children' in node) && node.list === undefined);
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

/** A word or two as a line of their own. */
export function sentenceOf(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 registry`, `2 registries`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How much below a node needs somebody; undefined for nothing. */
export function problemWords(count: number): string | undefined {
  return count === 0 ? undefined : counted(count, t('problem'), t('problems'));
}

/** By name, as people sort them. */
export function byLabel(nodes: readonly TreeNode[]): readonly TreeNode[] {
  // Made when first needed: it takes longer than all else that is done when the extension is loaded.
  const { compare } = (collator ??= new Intl.Collator());
  return nodes.toSorted((a, b) => compare(a.label, b.label));
}

let collator: Intl.Collator | undefined;

/** Words in a row, those left out that don't apply. */
export function facts(...words: readonly (string | false | undefined)[]): string {
  return words.filter((word) => word !== false && word !== undefined && word !== '').join(' · ');
}
