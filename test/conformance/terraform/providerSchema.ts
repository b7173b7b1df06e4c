/** The arguments of Terraform's provider azurerm, from the typings that HashiCorp generated from its schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Schema } from '../../support/azurermSchema';

type Type = Schema['needed'][string];

/** Of a resource or a data source such as `azurerm_subnet`. Throws where the provider has none of that name. */
export function providerSchema(folder: string, type: string, isData: boolean): Schema {
  const words = [...(isData ? ['data', 'azurerm'] : []), ...type.split('_').slice(1)];
  const file = join(folder, 'node_modules/@cdktf/provider-azurerm/lib', words.join('-'), 'index.d.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const interfaces = new Map(
    source.statements.filter((one) => ts.isInterfaceDeclaration(one)).map((one) => [one.name.text, one]),
  );
  const schemaOf = (declaration: ts.InterfaceDeclaration): Schema => {
    const needed: Record<string, Type> = {};
    const optional: Record<string, Type> = {};
    for (const member of declaration.members.filter((one) => ts.isPropertySignature(one))) {
      const [, name] = /\/docs\/(?:resources|data-sources)\/\w+#(\w+)/.exec(member.getFullText()) ?? [];
      if (name === undefined) throw new Error(`${file}: ${member.getText()} has no argument's name.`);
      const into = member.questionToken === undefined ? needed : optional;
      into[name] = typeOf(member.type?.getText() ?? '');
    }
    return { needed, optional };
  };
  const typeOf = (text: string): Type => {
    const plain = text.replace(/ \| cdktf\.IResolvable$/, '');
    if (plain === 'string') return 'string';
    if (plain === 'number') return 'number';
    if (plain === 'boolean') return 'flag';
    if (plain === 'string[]') return 'list';
    if (plain.startsWith('{')) return 'map';
    const block = interfaces.get(plain.replace(/\[\]$/, ''));
    return block === undefined ? 'any' : schemaOf(block);
  };
  const main = [...interfaces.values()].find(({ name }) => name.text.endsWith('Config'));
  if (main === undefined) throw new Error(`${file} has no configuration.`);
  return schemaOf(main);
}

/** Where a table of our own says otherwise, or leaves out what is required; what it doesn't use it needn't have. */
export function differencesTo(provider: Schema, own: Schema, place: string): string[] {
  const all: Readonly<Record<string, Type>> = { ...provider.needed, ...provider.optional };
  const missing = Object.keys(provider.needed).filter((name) => !Object.hasOwn(own.needed, name));
  const entries = [
    ...Object.entries(own.needed).map(([name, type]) => [name, type, true] as const),
    ...Object.entries(own.optional).map(([name, type]) => [name, type, false] as const),
  ];
  return [
    ...missing.map((name) => `${place} requires ${name}`),
    ...entries.flatMap(([name, type, isNeeded]) => {
      const theirs = all[name];
      if (theirs === undefined) return [`${place} has no ${name}`];
      if (isNeeded !== Object.hasOwn(provider.needed, name)) {
        return [`${place}.${name} is ${isNeeded ? 'optional' : 'required'}`];
      }
      if (typeof theirs === 'object' && typeof type === 'object') {
        return differencesTo(theirs, type, `${place}.${name}`);
      }
      const words = (one: Type) => (typeof one === 'object' ? 'a block' : one);
      return words(theirs) === words(type)
        ? []
        : [`${place}.${name} is ${words(theirs)}, not ${words(type)}`];
    }),
  ];
}
