/** Plans of all sorts of steps, each as often as there are hostile texts. */
import assert from 'node:assert/strict';
import type { Json } from '../../../src/model/json';
import type { AnyPlan } from '../../../src/provisioning';
import { deletingPlan, exportedPlans } from '../exportedPlans';
import { hostileTexts, textsFrom } from './hostile';

export interface Case {
  /** Of the plan, and after a colon the text from which it was made. */
  readonly name: string;
  readonly plan: AnyPlan;
}

/** Each text comes into each place once: every plan is taken as often as there are texts, each time one further. */
export function cases(
  hostile: (plan: AnyPlan, next: (was: string) => string) => AnyPlan,
  some = Object.keys(plans),
): Case[] {
  return some.flatMap((name) =>
    hostileTexts.map((text, start) => ({
      name: `${name}: ${JSON.stringify(text)}`,
      plan: hostile(plans[name] ?? assert.fail(name), textsFrom(start)),
    })),
  );
}

/** Of each plan the steps that have a place for a text that none before has. */
function distinctPlans(): Record<string, AnyPlan> {
  const seen = new Set<string>();
  const places = (value: Json, where: string): string[] => {
    if (typeof value !== 'object' || value === null) return [where];
    if (Array.isArray(value)) return (value as readonly Json[]).flatMap((one) => places(one, `${where}[]`));
    return Object.entries(value).flatMap(([name, member]) => places(member, `${where}.${name}`));
  };
  const isNew = ({ kind, action, request, guard }: AnyPlan['steps'][number]) => {
    if (request === undefined) return false;
    const sent = [request.body, request.query ?? {}, guard?.expected ?? {}, guard?.unchanged?.settings ?? {}];
    const all = places(sent, `${kind} ${action} ${request.method}`);
    const found = all.some((place) => !seen.has(place));
    for (const place of all) seen.add(place);
    return found;
  };
  return Object.fromEntries(
    Object.entries(exportedPlans).flatMap(([name, make]) => {
      const plan = make();
      const steps = plan.steps.filter(isNew);
      return steps.length === 0 ? [] : [[name, { ...plan, steps }]];
    }),
  );
}

export const plans: Readonly<Record<string, AnyPlan>> = { ...distinctPlans(), 'a deletion': deletingPlan() };

export function plainName(name: string): string {
  return name.split(': ')[0] ?? name;
}

/** The same plan without hostile texts. */
export function plain(name: string): AnyPlan {
  return plans[plainName(name)] ?? assert.fail(name);
}
