/**
 * The language in which VS Code shows its texts: read before any other file says one. The built files that are loaded later
 * (scripts/build/shipped.mjs) take `t` from here, so that all of them have it.
 */
import { config } from '@vscode/l10n';
import { l10n } from 'vscode';

// Undefined where the texts are in English, or nobody has translated them.
if (l10n.bundle !== undefined) config({ contents: l10n.bundle });

export { t } from '@vscode/l10n';
