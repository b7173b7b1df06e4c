// @ts-check

/**
 * One library of texts for all files of the extension: what is built beside the entry takes it from
 * `src/platform/shownLanguage.ts`, which has read the language of VS Code.
 *
 * @type {import('esbuild').Plugin}
 */
export const sharedTexts = {
  name: 'sharedTexts',
  setup(build) {
    build.onResolve({ filter: /^@vscode\/l10n$/ }, () => ({ path: './shownLanguage.js', external: true }));
  },
};
