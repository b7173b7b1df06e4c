/** JSON as it goes over the wire. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json;
}

/** The value if it is an object, else an empty one: for reading members of what a service answered. */
export function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** A member of its own: JSON may have one called `constructor`, and every object inherits one. */
export function ownMember(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The items of a list, each as by `asObject`; none for what is no list. */
export function asObjects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(asObject) : [];
}
