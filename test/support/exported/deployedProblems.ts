/** What has to hold of what a template or Bicep deploys. */
import type { WrittenStep } from '../../../src/exporting/model';
import { sameId } from '../../../src/model/armId';
import type { Json } from '../../../src/model/json';
import { readTemplate, type Said } from '../armTemplate';

/** Whether a template's resources are those of the plan, with its bodies, each after what it waits for. */
export function templateProblems(steps: readonly WrittenStep[], text: string): string[] {
  const { resources: said, unchained } = readTemplate(text, steps);
  return [...unchained.map((name) => `${name} doesn’t wait`), ...deployedProblems(steps, said)];
}

export function deployedProblems(steps: readonly WrittenStep[], said: readonly Said[]): string[] {
  const placed = new Map(steps.map((step) => [step.id, said.find(({ id }) => sameId(id, step.resourceId))]));
  const wrong = steps.flatMap((step) => {
    const found = placed.get(step.id);
    if (found === undefined) return [`${step.id} isn’t there`];
    const isSame =
      jsonOf(found.body) === jsonOf(step.request.body) && found.apiVersion === step.request.apiVersion;
    const early = step.dependsOn.filter((id) => {
      const earlier = placed.get(id);
      if (earlier === undefined || earlier.deployment < found.deployment) return false;
      return earlier.deployment > found.deployment || !waitsFor(found.id, earlier.id, said);
    });
    return [
      ...(isSame ? [] : [`${step.id} isn’t said as it is`]),
      ...early.map((id) => `${step.id} doesn’t wait for ${id}`),
    ];
  });
  return [...wrong, ...(said.length === steps.length ? [] : ['it has other resources'])];
}

function waitsFor(
  later: string,
  earlier: string,
  all: readonly { readonly id: string; readonly dependsOn: readonly string[] }[],
): boolean {
  const direct = all.find(({ id }) => id === later)?.dependsOn ?? [];
  return direct.some((id) => sameId(id, earlier) || waitsFor(id, earlier, all));
}

/** Azure compares ids without regard to case, and nothing else. */
function jsonOf(body: Json): string {
  return JSON.stringify(body, (_, value: Json) =>
    typeof value === 'string' && /^\/subscriptions\//i.test(value) ? value.toLowerCase() : value,
  );
}
