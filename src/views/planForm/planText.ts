/** A plan to hand on: what will be done, what is left alone, what stands in the way and what is at stake. */
import { t } from '@vscode/l10n';
import { type AnyPlan, type Plan, type Step, titleOf } from '../../provisioning';
import { escapeMarkdown } from '../explorer/markdown';

const verbs = { create: t('Create'), update: t('Change'), delete: t('Delete'), reuse: t('Keep') } as const;

/** Markdown; everything from Azure in it is escaped. */
export function planText(plan: AnyPlan): string {
  const written = inOrder(plan.steps.filter(({ action }) => action !== 'reuse'));
  const kept = plan.steps.filter(({ action }) => action === 'reuse');
  return [
    `# ${escapeMarkdown(titleOf(plan))}`,
    ...section(
      t('Blockers'),
      plan.blockers.map(
        ({ message, wayOut, command }) =>
          `- **${escapeMarkdown(message)}** ${escapeMarkdown([wayOut, command ?? ''].join(' ').trim())}`,
      ),
    ),
    ...section(
      t('Warnings'),
      plan.hazards.map(({ message, affected }) => {
        const names = affected.length === 0 ? '' : ` (${escapeMarkdown(affected.join(', '))})`;
        return `- ${escapeMarkdown(message)}${names}`;
      }),
    ),
    ...section(
      t('Notes'),
      [
        ...plan.requirements.map(({ message, command }) =>
          command === undefined
            ? escapeMarkdown(message)
            : `${escapeMarkdown(message)}  \n  ${code(command)}`,
        ),
        ...unsureOf(plan).map(escapeMarkdown),
      ].map((text) => `- ${text}`),
    ),
    `## ${t('Changes')}`,
    written.length === 0
      ? t('Nothing.')
      : written.map((step, index) => `${index + 1}. ${stepText(step)}`).join('\n'),
    ...section(
      t('Not changed'),
      kept.map((step) => `- ${stepText(step)}`),
    ),
    '',
  ].join('\n\n');
}

/** What could not be told of the caller's rights. */
function unsureOf({ preflight }: Plan): string[] {
  const reasons = Object.values(preflight?.steps ?? {}).flatMap((rights) => {
    if (rights.state === 'granted') return [];
    return rights.state === 'missing' ? rights.unsure : rights.reasons;
  });
  return [...new Set(reasons)];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function stepText({ action, title, reason, resourceId }: Step): string {
  return `**${verbs[action]}** ${escapeMarkdown(title)}. ${escapeMarkdown(reason)}  \n   ${code(resourceId)}`;
}

/** Shown as it is: a code span ends only at as many backticks as it began with. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}${padding}${fence}`;
}

/** Steps after those that they wait for. */
export function inOrder(steps: readonly Step[]): Step[] {
  const placed = new Map<string, Step>();
  const ids = new Set(steps.map(({ id }) => id));
  while (placed.size < steps.length) {
    const ready = steps.filter(
      ({ id, dependsOn }) =>
        !placed.has(id) && dependsOn.every((other) => placed.has(other) || !ids.has(other)),
    );
    // A circle can't be put in order; it is shown as it is.
    const next = ready.length > 0 ? ready : steps.filter(({ id }) => !placed.has(id));
    for (const step of next) placed.set(step.id, step);
  }
  return [...placed.values()];
}
