/** Looks for a token in texts: as it is, encoded, and in parts. */
export function tokenTraces(token: string, texts: readonly string[]): string[] {
  const [, payload = '', signature = ''] = token.split('.');
  // A piece of 24 random characters is nowhere by chance.
  const pieces = [payload, signature].flatMap((part) => {
    const encoded = [part, Buffer.from(part).toString('base64'), Buffer.from(part).toString('hex')];
    return encoded.flatMap((text) => windows(text, 24));
  });
  const decoded = [payload, signature].map((part) => Buffer.from(part, 'base64url'));
  const raw = decoded.flatMap((bytes) =>
    [bytes.toString('base64'), bytes.toString('hex')].flatMap((text) => windows(text, 24)),
  );
  return [...new Set([...pieces, ...raw])].filter((piece) => texts.some((text) => text.includes(piece)));
}

/** Every stretch of the length, without overlap and shifted by half. */
function windows(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start + length <= text.length; start += length / 2) {
    pieces.push(text.slice(start, start + length));
  }
  return pieces;
}
