import * as vscode from 'vscode';
import { pickSeveral } from '../platform/picker';
import { type Part, tickedByDefault } from '../provisioning';

/**
 * Lets the user tick what is to be deleted; ids, undefined if they turned away. What no journal says that the extension
 * made is never ticked to begin with.
 */
export async function tickParts(
  title: string,
  parts: readonly Part[],
): Promise<readonly string[] | undefined> {
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, id: '' });
  const group = (label: string, serves: Part['serves']) => {
    const items = parts.filter((part) => part.serves === serves).map(itemOf);
    return items.length === 0 ? [] : [separator(label), ...items];
  };
  const items = [...group('Of this pair', 'pair'), ...group('Shared with others', 'shared')];
  const placeholder = 'Tick what is to be deleted; the plan is shown before anything is done';
  const chosen = await pickSeveral(title, placeholder, items);
  return chosen?.map(({ id }) => id);
}

function itemOf(part: Part) {
  const marks = {
    recorded: 'made by this extension',
    marked: 'bears the mark of an operation that has no journal here',
    unmarked: 'made by somebody',
  };
  return {
    label: part.title,
    description: marks[part.ownership.kind],
    picked: tickedByDefault(part),
    id: part.resourceId,
    ...(part.caution === undefined ? {} : { detail: part.caution }),
  };
}
