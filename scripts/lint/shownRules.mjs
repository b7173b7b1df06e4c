/**
 * What others call things is shown through one door: VS Code makes links, icons and markup of texts, and a person reads what
 * can't be seen as if it weren't there. Each of these functions of VS Code has one file that calls it, where every text
 * passes `src/model/shownText.ts`. test/unit/lintSetup.test.ts proves it with wrong code.
 */

/** @typedef {{ files: string[], names: string[], instead: string }} Door */

/** Functions and classes of VS Code that show a text, and the only files that may name them. @type {Door[]} */
const doors = [
  {
    files: ['src/platform/ask.ts'],
    names: [
      'showInformationMessage',
      'showWarningMessage',
      'showErrorMessage',
      'showInputBox',
      'createInputBox',
      'withProgress',
      'setStatusBarMessage',
      'createStatusBarItem',
      'showOpenDialog',
      'showSaveDialog',
      'showWorkspaceFolderPick',
    ],
    instead: 'Say it through src/platform/ask.ts, where every text passes shownText.',
  },
  {
    files: ['src/platform/picker.ts'],
    names: ['showQuickPick', 'createQuickPick'],
    instead: 'Ask through src/platform/picker.ts, where every text passes shownLabel.',
  },
  {
    files: ['src/views/explorer/treeItem.ts'],
    names: ['TreeItem'],
    instead: 'Make a TreeNode: src/views/explorer/treeItem.ts has its texts shown.',
  },
  {
    files: ['src/platform/markdownString.ts'],
    names: ['MarkdownString'],
    instead:
      'Escape what others named, and take src/platform/markdownString.ts: links and markup of its own only.',
  },
  {
    files: ['src/views/webview/panels.ts'],
    names: ['createWebviewPanel'],
    instead:
      'Make a kind of Panels: src/views/webview/panels.ts has its title shown, and a policy for its page.',
  },
];

/** Whatever it is a member of, and however it is taken out of it. @param {Door} door */
function namesOf({ names, instead }) {
  const named = `/^(?:${names.join('|')})$/`;
  return [
    `MemberExpression > Identifier.property[name=${named}]`,
    `MemberExpression > Literal.property[value=${named}]`,
    `ObjectPattern > Property > Identifier.key[name=${named}]`,
    `ObjectPattern > Property > Literal.key[value=${named}]`,
    `ImportSpecifier[imported.name=${named}]`,
  ].map((selector) => ({ selector, message: instead }));
}

const roundabout = 'Name the function of vscode.window here, so that the lint can tell which it is.';

/** Ways to a function under another name, and to the preview that a workspace's settings restyle. */
const always = [
  { selector: `:not(MemberExpression) > MemberExpression[property.name='window']`, message: roundabout },
  { selector: `MemberExpression[computed=true][object.property.name='window']`, message: roundabout },
  { selector: `MemberExpression[computed=true][object.name='vscode']`, message: roundabout },
  { selector: `ObjectPattern > Property > Identifier.key[name='window']`, message: roundabout },
  { selector: `ImportSpecifier[imported.name='window']`, message: roundabout },
  {
    selector: `Literal[value=/^(?:markdown\\.(?:showPreview|api)|vscode\\.markdown\\.|vscode\\.openWith$)/]`,
    message:
      'A workspace can restyle the Markdown preview: show it on a page of our own (src/views/webview).',
  },
];

/** @param {Door[]} closed */
const rules = (closed) => ({
  'no-restricted-syntax': ['error', ...closed.flatMap(namesOf), ...always],
});

/** The parts of the ESLint configuration that keep the doors. */
export const shownRules = [
  { files: ['src/**/*.ts'], ignores: ['src/views/{*/app,ui}/**'], rules: rules(doors) },
  {
    files: ['src/views/{*/app,ui}/**/*.ts'],
    ignores: ['src/views/ui/html.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'lit-html',
          message: 'Take html and svg from src/views/ui/html.ts, where every text is shown.',
        },
      ],
    },
  },
  ...doors.map((door) => ({ files: door.files, rules: rules(doors.filter((other) => other !== door)) })),
];
