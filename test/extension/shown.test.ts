import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { confirm, inputBox, mention, notify, whileCancellable, whileWorking } from '../../src/platform/ask';
import { Picker, pickSeveral } from '../../src/platform/picker';
import { treeItemOf } from '../../src/views/explorer/treeItem';
import { tooltipOf } from '../../src/views/explorer/markdown';

/** A name that would be a link, another line, and a text that reads the other way round. */
const hostile = 'x [Approve](command:workbench.action.terminal.new)\n\u202eApproved\u200b by $(check) you';
const bad = /\]\(|[\n\u202e\u200b]/;
const label = /\]\(|[\n\u202e\u200b]|\$\(/;

/** Runs with functions of VS Code's window replaced, and gives every text that they were called with. */
async function said(names: readonly string[], run: () => unknown): Promise<readonly string[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const texts: string[] = [];
  const before = names.map((name) => [name, window[name]] as const);
  for (const name of names) {
    window[name] = (...args: readonly unknown[]) => {
      texts.push(...args.flatMap(textsIn));
      const work = args.find((arg) => typeof arg === 'function') as
        ((...parts: unknown[]) => unknown) | undefined;
      const progress = { report: (value: unknown) => texts.push(...textsIn(value)) };
      return Promise.resolve(work?.(progress, new vscode.CancellationTokenSource().token));
    };
  }
  try {
    await run();
  } finally {
    for (const [name, original] of before) window[name] = original;
  }
  return texts;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') {
    // A validation says what is wrong with what was typed.
    const answer: unknown = value.length === 1 ? (value as (text: string) => unknown)(hostile) : undefined;
    return typeof answer === 'string' ? [answer] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('what others call things', () => {
  for (const [where, names, run] of [
    ['an information', ['showInformationMessage'], () => notify('info', hostile)],
    ['a warning', ['showWarningMessage'], () => notify('warning', hostile, 'Show')],
    ['an error', ['showErrorMessage'], () => notify('error', hostile)],
    [
      'an input box, its prompt and what it says of what was typed',
      ['showInputBox'],
      () => inputBox({ title: hostile, prompt: hostile, problemOf: (text) => `Not ${text}` }),
    ],
    [
      'the status bar',
      ['setStatusBarMessage'],
      () => {
        mention(hostile);
      },
    ],
    ['a progress', ['withProgress'], () => whileWorking(hostile, () => Promise.resolve())],
    [
      'what a progress reports',
      ['withProgress'],
      () =>
        whileCancellable(hostile, (report) => {
          report(hostile);
          return Promise.resolve();
        }),
    ],
  ] as const) {
    it(`stays words in ${where}`, async () => {
      const texts = (await said(names, run)).filter((text) => text.includes('Approve'));
      assert.ok(texts.length > 0);
      for (const text of texts) assert.doesNotMatch(text, bad);
    });
  }

  it('makes no line of its own in a question: those are the extension’s', async () => {
    for (const tone of ['info', 'warning'] as const) {
      const names = ['showInformationMessage', 'showWarningMessage'];
      const texts = await said(names, () =>
        confirm({
          tone,
          question: `Delete ${hostile}?`,
          detail: ['• one', '', `• ${hostile}`],
          verb: 'Delete',
        }),
      );
      const [question = '', detail = ''] = texts;
      assert.doesNotMatch(question, bad);
      assert.equal(detail.split('\n').length, 3);
      assert.doesNotMatch(detail.replaceAll('\n', ''), bad);
    }
  });

  it('stays words in a list, whose answer is the item as it was', async () => {
    const create = vscode.window.createQuickPick;
    const opened: vscode.QuickPick<vscode.QuickPickItem>[] = [];
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>() => {
      const picker = create<T>();
      opened.push(picker);
      return picker;
    };
    try {
      const item = { label: hostile, description: hostile, detail: hostile, value: hostile, picked: true };
      const chosen = pickSeveral(hostile, hostile, [item, { ...item, picked: false }]);
      const [picker] = opened;
      assert.ok(picker);
      assert.ok(picker.ignoreFocusOut, 'a page that opens doesn’t take the question away');
      for (const text of [picker.title ?? '', picker.placeholder ?? '']) assert.doesNotMatch(text, bad);
      for (const shown of picker.items) {
        for (const text of [shown.label, shown.description ?? '', shown.detail ?? ''])
          assert.doesNotMatch(text, label);
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assert.deepEqual(await chosen, [item]);
    } finally {
      vscode.window.createQuickPick = create;
    }
  });

  it('ends a list with what its filling ends with', async () => {
    const picker = new Picker({ title: 'x', placeholder: 'y' });
    await assert.rejects(
      picker.ask({ accepted: () => 1, opened: () => Promise.reject(new Error('not read')) }),
      /not read/,
    );
  });

  it('stays words in the tree', () => {
    const item = treeItemOf({
      id: 'x',
      label: hostile,
      description: hostile,
      tooltip: tooltipOf(hostile, [['Name', hostile]]),
      opens: 'copyValue',
    });
    for (const text of [
      item.label,
      item.description,
      item.accessibilityInformation?.label,
      item.command?.title,
    ]) {
      assert.ok(typeof text === 'string');
      assert.doesNotMatch(text, label);
    }
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.doesNotMatch(item.tooltip.value, /(?<!\\)\[|[\u202e\u200b]|(?<!\\)\$/);
    assert.equal(item.tooltip.isTrusted ?? false, false);
    assert.equal(item.tooltip.value.split('\n\n').length, 2);
  });
});
