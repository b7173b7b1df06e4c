/** How images are called in a registry; the grammar is that of github.com/distribution/reference. */

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repository = new RegExp(`^${component}(?:/${component})*$`);
const tag = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digest = /^sha256:[0-9a-f]{64}$/;

/** The longest name of a repository that registries take. */
export const longestRepository = 255;

/** Whether a registry can have a repository of this name. Such a name is safe in paths, YAML and Markdown code. */
export function isRepository(name: string): boolean {
  return name.length <= longestRepository && repository.test(name);
}

export function isTag(name: string): boolean {
  return tag.test(name);
}

/** `sha256:` and 64 hexadecimal digits. */
export function isDigest(text: string): boolean {
  return digest.test(text);
}
