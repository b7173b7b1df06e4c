type Labels = Readonly<Record<string, string>>;

/** A label selector, `key=value` or `key`, several joined by commas; a text instead says what is not understood. */
export function selects(selector: string): ((labels: Labels) => boolean) | string {
  const parts = selector === '' ? [] : selector.split(',');
  const terms: { key: string; value: string | undefined }[] = [];
  for (const part of parts) {
    const [whole, key = '', value] = /^([\w./-]+)(?:==?([\w.-]*))?$/.exec(part) ?? [];
    if (whole === undefined) return `unable to parse requirement: ${part}`;
    terms.push({ key, value });
  }
  return (labels) =>
    terms.every(({ key, value }) =>
      value === undefined ? Object.hasOwn(labels, key) : labels[key] === value,
    );
}
