/** What stands above the code: what it does, what has to be so before, and what it affects. */
import { nameOf } from '../model/armId';
import { withoutSecretsIn } from '../model/secrets';
import { visibleText } from '../model/shownText';
import { type AnyPlan, titleOf } from '../provisioning';
import { isAboutPeople, titleOfStep } from './model';

/** Lines without the format's sign for a comment; an empty one between parts. Names of people are left out. */
export function headerOf(plan: AnyPlan): string[] {
  const { blockers, hazards, requirements, steps } = plan;
  const kept = steps.filter(({ action }) => action === 'reuse');
  const part = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', title, ...items.flatMap((item) => wrapped(`- ${item}`, '  '))];
  return [
    ...wrapped(headlineOf(plan)),
    ...wrapped(
      'Made by ACR Private Link from a plan, for what was there when it was planned. If that was long ago, preview and export again.',
    ),
    ...part(
      'What is in the way:',
      blockers.map(({ message, wayOut }) => `${message} ${wayOut}`),
    ),
    ...part(
      'Before you apply:',
      requirements.map(({ message, command }) => [message, command ?? ''].join(' ').trim()),
    ),
    ...part(
      'What it affects:',
      hazards.map(({ message, affected, mitigation }) => {
        const names = affected.length === 0 || isAboutPeople(plan) ? '' : ` (${affected.join(', ')})`;
        return `${message}${names} ${mitigation ?? ''}`.trim();
      }),
    ),
    ...part(
      'Left as it is:',
      kept.map((step) => `${titleOfStep(step, plan)}. ${step.reason}`),
    ),
  ];
}

/** What the plan does, in a few words. */
export function headlineOf(plan: AnyPlan): string {
  switch (plan.purpose.kind) {
    case 'grantPush':
      return `Let push to ${nameOf(plan.purpose.spec.registryId)}`;
    case 'rollBack':
      return 'Roll back an operation';
    default:
      return visibleText(titleOf(plan));
  }
}

/** A comment's text in lines of at most a hundred characters where its words allow it; everything in it can be seen. */
export function wrapped(text: string, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of visibleText(withoutSecretsIn(text)).split(/ +/)) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
