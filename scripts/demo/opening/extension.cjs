// @ts-check
const { commands } = require('vscode');

const opened = 'opened';

/** Once: whoever closes the walkthrough and reloads the page has seen it. @param {import('vscode').ExtensionContext} context */
async function activate({ globalState }) {
  if (globalState.get(opened)) return;
  await globalState.update(opened, true);
  await commands.executeCommand('acrPrivateLink.getStarted');
  await commands.executeCommand('acrPrivateLink.explorer.focus');
}

module.exports = { activate };
