/**
 * The text of a failed pull, taken apart. Names, tags, digests, addresses and bodies are put aside first, so that no word
 * or number in them can decide: what is left are the words of kubelet, containerd and Go, whose last ones are the error.
 */

export interface PullText {
  /** Without what it quotes, and without names. */
  readonly words: string;
  /** HTTP status of the answer that ended it; undefined where nobody answered. */
  readonly status: number | undefined;
  /** Host whose name was looked up, else the one that was asked last. */
  readonly host: string | undefined;
  /** Address that was dialled. */
  readonly address: string | undefined;
  /** Address that a firewall saw. */
  readonly seenFrom: string | undefined;
  /** Common name of the authority that a certificate claims to be from. */
  readonly authority: string | undefined;
  /** The token for the pull was asked for, not yet the image. */
  readonly ofToken: boolean;
  /** The manifest was there already: what came next failed. */
  readonly ofLayers: boolean;
}

/** Characters that are looked at. */
const longest = 8_192;

/**
 * Taken apart by tries: with several credentials kubelet makes one try each, and puts the errors into brackets; containerd
 * 2 puts those of several hosts on lines of their own.
 */
export function triesIn(whole: string): readonly PullText[] {
  // Whatever is in front of it, the error is at the end; events are shorter.
  const text = whole.slice(-longest);
  const [, several] =
    /\[((?:rpc error: |failed to |Error response |error pulling )[\s\S]*)\]\s*$/.exec(text) ?? [];
  const tries = (several ?? text)
    .split(
      /\n|, (?=rpc error: code|failed to pull and unpack|Error response from daemon|error pulling image)/,
    )
    .filter((one) => one.trim() !== '');
  return tries.map(takenApart);
}

function takenApart(text: string): PullText {
  const words = withoutNames(text);
  const host = /\blookup (\S+?):? /.exec(text)?.[1] ?? last(text, /https?:\/\/([^/\s":\\]+)/g);
  return {
    words,
    status: statusIn(words),
    host,
    address: last(text, /\bdial tcp \[?([0-9a-f.:]+?)\]?:\d+: /g),
    seenFrom: /client with IP '?([0-9a-f.:]+)'?/i.exec(text)?.[1],
    authority: /authority certificate \\?"([^"\\]+)/.exec(text)?.[1],
    ofToken: /failed to authorize|failed to fetch (?:anonymous|oauth) token/i.test(words),
    ofLayers:
      /failed to copy|httpReadSeeker|failed to (?:fetch|extract) layer|error pulling image configuration|(?:reading|fetching|writing) blob/i.test(
        words,
      ) || isLayerHost(host),
  };
}

/** A data endpoint, or the storage of registries without data endpoints of their own. */
export function isLayerHost(host: string | undefined): boolean {
  return /\.data\.|\.blob\./i.test(host ?? '');
}

function withoutNames(text: string): string {
  return (
    text
      // The only words of Go's that look like a name.
      .replace(/Client\.Timeout/g, 'client timeout')
      .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
      .replace(/https?:\/\/\S+?(?=[:,)\]]*(?:\s|$))/g, '<url>')
      .replace(/\[(?:manifests|blobs)\b[^\]]*\]/g, '<url>')
      .replace(/\bsha\d+:[0-9a-f]+/g, '<digest>')
      .replace(
        /(?<![\w/.-])(?!i\/o\b|net\/http\b|text\/html\b)\/?[\w.-]+(?::\d+)?(?:\/[\w.-]+)+(?::[\w.-]+)?/g,
        '<name>',
      )
      .replace(/\[[0-9a-f:]*:[0-9a-f:.]*\]/g, '<name>')
      .replace(/(?<![\w.-])[\w-]+(?:\.[\w-]+)+/g, '<name>')
      .replace(/\b(lookup|repository|tag) [\w-]+/g, '$1 <name>')
      .trim()
  );
}

/** Behind a word that says so, or as the reason phrase at the end of a clause; never a number by itself. */
function statusIn(words: string): number | undefined {
  const named = last(
    words,
    /\bunexpected (?:http )?status(?: code)?(?: from \w+ request to)?:?(?: <\w+>)*:? ([345]\d\d)\b/gi,
  );
  const code =
    named ??
    /\b(?:HTTP|status code|StatusCode|status)(?: from registry)?[ :=]+(?:<\w+>:? )?([345]\d\d)\b/i.exec(
      words,
    )?.[1];
  const found = code ?? /: ([45]\d\d) [A-Z][a-z]/.exec(words)?.[1];
  return found === undefined ? undefined : Number(found);
}

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}
