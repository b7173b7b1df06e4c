const longestName = 63;

/** Words that YAML 1.1, which Kubernetes reads, takes for something else than text. */
const notText = /^(y|yes|n|no|on|off|true|false|null)$/;

/**
 * A name for the Deployment, its Service and their label, made from the last part of the repository's name. It is a
 * label as RFC 1035 has it (lower case, begins with a letter, at most 63 characters): Services need that in the
 * Kubernetes versions before 1.34, and YAML can't mistake it for a number.
 */
export function nameFromRepository(repository: string): string {
  const last = repository.split('/').at(-1) ?? '';
  const label = last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const usable = /^[a-z]/.test(label) && !notText.test(label) ? label : `app-${label}`;
  return usable.slice(0, longestName).replace(/-+$/, '');
}
