import * as v from 'valibot';
import type { Estate } from '../estate';
import { parseReference } from './image';
import { pushImages, type Push } from './contents';

const isoTime = v.pipe(v.string(), v.isoTimestamp());
const repository = v.pipe(
  v.string(),
  v.check((name) => parseReference(name)?.repository === name, 'it is no name of a repository'),
);
const tags = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'it is no tag'))),
  v.minLength(1),
);

/** What registries hold when a scenario begins. Tags that stand together are one image. */
export const scenarioImages = v.array(
  v.strictObject({
    registry: v.string(),
    repositories: v.array(
      v.strictObject({
        name: repository,
        images: v.optional(v.array(v.strictObject({ tags, pushed: isoTime })), []),
        /** Images as a pipeline makes them: `{prefix}{1…count}`, one every so many hours. */
        builds: v.optional(
          v.strictObject({
            prefix: v.string(),
            count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
            first: isoTime,
            everyHours: v.pipe(v.number(), v.minValue(0.01)),
          }),
        ),
        note: v.optional(v.string()),
      }),
    ),
    note: v.optional(v.string()),
  }),
);

export type ScenarioImages = v.InferOutput<typeof scenarioImages>;

/** Throws where a scenario gives images to a registry that it doesn't have. */
export function seedImages(estate: Estate, scenario: ScenarioImages): void {
  for (const { registry, repositories } of scenario) {
    if (estate.get(registry)?.type !== 'Microsoft.ContainerRegistry/registries') {
      throw new Error(`The scenario has images for ${registry}, but no such registry.`);
    }
    const pushes = repositories.flatMap(({ name, images, builds }): Push[] => [
      ...images.map(({ tags: names, pushed }) => push(registry, name, names, pushed)),
      ...Array.from({ length: builds?.count ?? 0 }, (_, index) => {
        const at = Date.parse(builds?.first ?? '') + index * (builds?.everyHours ?? 0) * 3_600_000;
        return push(registry, name, [`${builds?.prefix ?? ''}${index + 1}`], new Date(at).toISOString());
      }),
    ]);
    pushImages(estate, registry, pushes);
  }
}

function push(registry: string, name: string, names: readonly string[], at: string): Push {
  const host = registry.slice(registry.lastIndexOf('/') + 1);
  return { repository: name, seed: `${host}/${name}:${names[0] ?? ''}`, tags: names, at };
}
