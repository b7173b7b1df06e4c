/** What has to hold of an exported script, besides that it is bash. */
import type { WrittenStep } from '../../../src/exporting/model';

/** Id, version and body of each step of a script. */
const saidSteps = /^id='(.*)'\nversion='(.*)'\n(?:.*\n)*?(?:.*<<'JSON'\n([^]*?)\nJSON| {2}remove)$/gm;

/** Whether a script says exactly what the plan sends, after what each waits for. */
export function scriptProblems(steps: readonly WrittenStep[], script: string): string[] {
  const said = [...script.matchAll(saidSteps)].map(([, id, version, body]) => ({ id, version, body }));
  const left = [...said];
  const order = new Map<string, number>();
  const unsaid = steps.flatMap((step) => {
    const { request, resourceId, action } = step;
    const body = action === 'delete' ? undefined : JSON.stringify(request.body);
    const found = left.findIndex(
      (one) =>
        one.id === resourceId &&
        one.version === request.apiVersion &&
        (one.body === undefined ? undefined : JSON.stringify(JSON.parse(one.body))) === body,
    );
    if (found < 0) return [`${step.id} isn’t said as it is`];
    order.set(step.id, said.indexOf(left[found] ?? { id: '', version: '', body: '' }));
    left.splice(found, 1);
    return [];
  });
  const early = steps.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter((other) => (order.get(other) ?? -1) > (order.get(id) ?? 0))
      .map((other) => `${id} comes before ${other}`),
  );
  return [...unsaid, ...left.map(({ id }) => `${id ?? ''} is no step`), ...early];
}
