/** What stands above the code: what it does, what has to be so before, and what it affects. */
import { nameOf } from '../model/armId';
import { withoutSecretsIn } from '../model/secrets';
import { visibleText } from '../model/shownText';
import { type AnyPlan, titleOf } from '../provisioning';
import { isAboutPeople, titleOfStep } from './model';

/** Lines without the format's sign for a comment; an empty one between parts. Names of people are left out. */
export function headerOf(plan: AnyPlan, notTakenOver: readonly string[] = []): string[] {
  const { blockers, hazards, requirements, steps } = plan;
  const kept = steps.filter(({ action }) => action === 'reuse');
  return headerLines(
    headlineOf(plan),
    'Created by ACR Private Link from a plan that reflects Azure at planning time. If that was long ago, preview and export again.',
    [
      ['Blockers:', blockers.map(({ message, wayOut }) => `${message} ${wayOut}`)],
      [
        'Before you apply:',
        requirements.map(({ message, command }) => [message, command ?? ''].join(' ').trim()),
      ],
      [
        'Warnings:',
        hazards.map(({ message, affected, mitigation }) => {
          const names = affected.length === 0 || isAboutPeople(plan) ? '' : ` (${affected.join(', ')})`;
          return `${message}${names} ${mitigation ?? ''}`.trim();
        }),
      ],
      ['Not imported:', notTakenOver],
      ['Not changed:', kept.map((step) => `${titleOfStep(step, plan)}. ${step.reason}`)],
    ],
  );
}

/** A headline, where it comes from, and lists under titles, those without entries left out. */
export function headerLines(
  headline: string,
  origin: string,
  lists: readonly (readonly [title: string, items: readonly string[]])[],
): string[] {
  return [
    ...wrapped(headline),
    ...wrapped(origin),
    ...lists.flatMap(([title, items]) =>
      items.length === 0 ? [] : ['', title, ...items.flatMap((item) => wrapped(`- ${item}`, '  '))],
    ),
  ];
}

/** What the plan does, in a few words. */
function headlineOf(plan: AnyPlan): string {
  switch (plan.purpose.kind) {
    case 'grantPush':
      return `Grant push access to ${nameOf(plan.purpose.spec.registryId)}`;
    case 'rollBack':
      return 'Roll back an operation';
    default:
      return visibleText(titleOf(plan));
  }
}

/** Lines as a comment of a format. An empty one has no space at its end. */
export function commented(lines: readonly string[], sign: '#' | '//'): string[] {
  return lines.map((line) => `${sign} ${line}`.trimEnd());
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
