/** The HTML that a webview starts with: everything in it comes from the extension's own files. */
import { randomBytes } from 'node:crypto';
import { textsElement } from './protocol';

export interface PageSources {
  /** The extension's own words: nothing that a user or Azure named. */
  readonly title: string;
  /** Where VS Code serves local files to webviews from. */
  readonly cspSource: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** In which language the page speaks; left out for English. */
  readonly translation?: Translation | undefined;
}

interface Translation {
  /** Such as `de` or `pt-br`. */
  readonly language: string;
  /** By the English text. */
  readonly texts: Readonly<Record<string, string>>;
}

export function pageHtml({ title, cspSource, script, styles, translation }: PageSources): string {
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    `default-src 'none'`,
    // The toolkit tries a rule in a style element of its own; it takes the nonce from the meta element below.
    `style-src ${cspSource} 'nonce-${nonce}'`,
    // Modules that the script imports are fetched with its nonce.
    `script-src 'nonce-${nonce}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${translation?.language ?? 'en'}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `<link rel="stylesheet" href="${style}">`).join('\n')}
<title>${title}</title>
</head>
<body>
${translation === undefined ? '' : textsOf(translation)}<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Data, not a script: the policy of the page isn't asked. No text ends the element that it stands in. */
function textsOf({ texts }: Translation): string {
  return `<script type="application/json" id="${textsElement}">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>
`;
}
