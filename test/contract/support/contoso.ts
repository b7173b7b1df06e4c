import scenario from '../../../emulator/scenarios/contoso.json';

/** Ids of the contoso scenario by their names in the file. */
export function contoso(name: keyof typeof scenario.names): string {
  return resolve(scenario.names[name]);
}

function resolve(text: string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: keyof typeof scenario.names) => resolve(scenario.names[name]));
}

export const subscriptionIds = (['platform', 'apps', 'data'] as const).map(contoso);
