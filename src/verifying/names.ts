/** Which names may reach a cluster. Whatever isn't on these lists is refused, never repaired. */
import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';

/** A label as RFC 1123 has it: what Kubernetes takes for a namespace, and AKS (shorter) for a node pool. */
const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
/** A subdomain as RFC 1123 has it: names of nodes and pods. */
const subdomain = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export function isLabel(text: string): boolean {
  return label.test(text);
}

export function isSubdomain(text: string): boolean {
  return subdomain.test(text);
}

/** Undefined, or why no namespace can have this name. */
export function namespaceProblem(text: string): string | undefined {
  if (text === '') return t('Enter a namespace that exists in the cluster, for example default.');
  if (isLabel(text)) return undefined;
  return t(
    'Namespaces have 1 to 63 characters (lowercase letters, digits, and “-”), and begin and end with a letter or digit.',
  );
}

const nouns = { namespace: t('namespace'), 'node pool': t('node pool'), 'run id': t('run id') } as const;

/** The text, if it is a label. Throws a FailureError otherwise. */
export function requireLabel(what: keyof typeof nouns, text: string): string {
  if (isLabel(text)) return text;
  throw new FailureError({
    code: 'verify.invalidName',
    kind: 'user',
    // The text itself isn't shown: it may be anything.
    message: t`The ${nouns[what]} has characters that Kubernetes doesn’t allow, so it isn’t sent to the cluster.`,
    nextAction: t`Choose another ${nouns[what]} with lowercase letters, digits, and “-”.`,
  });
}
