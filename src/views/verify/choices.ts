/** What is chosen before a run, and whether it can be used: plain data and functions over it. */
import { t } from '@vscode/l10n';
import { namespaceProblem } from '../../verifying/names';
import { poolOffers } from '../../verifying/pools';
import { parseTestImage, type TestImage } from '../../verifying/testImage';
import type { VerifyRequest } from '../../verifying/verification';
import type { FieldId } from './protocol';
import type { Subject } from './reading';

export interface Choices {
  /** As it is typed. */
  readonly image: string;
  readonly namespace: string;
  /** Pools that are not to be asked. */
  readonly unticked: ReadonlySet<string>;
  /** Those that the cluster has; empty until somebody has them read. */
  readonly namespaces: readonly string[];
}

/** With one field changed; `scope` is the name of a pool. */
export function withChoice(choices: Choices, field: FieldId, scope: string, value: string): Choices {
  if (field !== 'pool') return { ...choices, [field]: value };
  const others = [...choices.unticked].filter((name) => name !== scope);
  return { ...choices, unticked: new Set(value === 'true' ? others : [...others, scope]) };
}

/** The image, or why it can't be used. */
export function imageOf({ image }: Choices, { registry }: Subject): ReturnType<typeof parseTestImage> {
  return parseTestImage(image, registry.loginServer);
}

export function namespaceError({ namespace, namespaces }: Choices): string | undefined {
  const problem = namespaceProblem(namespace);
  if (problem !== undefined || namespaces.length === 0 || namespaces.includes(namespace)) return problem;
  return t('The cluster has no such namespace. The test doesn’t create one.');
}

/** Names of the pools that are to be asked and can be. */
export function poolsOf({ unticked }: Choices, { target }: Subject): readonly string[] {
  return poolOffers(target).flatMap(({ pool, left }) =>
    left === undefined && !unticked.has(pool.name) ? [pool.name] : [],
  );
}

/** What a run is asked for, where everything that was chosen can be used. */
export function wanted(choices: Choices, subject: Subject): Omit<VerifyRequest, 'runId'> | undefined {
  const image = imageOf(choices, subject);
  const pools = poolsOf(choices, subject);
  if (!isImage(image) || pools.length === 0 || namespaceError(choices) !== undefined) return undefined;
  return { target: subject.target, image, namespace: choices.namespace, pools };
}

function isImage(parsed: ReturnType<typeof parseTestImage>): parsed is TestImage {
  return !('problem' in parsed);
}
