import { dataSources, resources, type Schema } from '../../support/azurermSchema';
import { differencesTo, providerSchema } from './providerSchema';

/**
 * Lays the table that exported Terraform is checked by beside the schema of azurerm, which `npm run conformance:terraform`
 * has installed in the folder that the variable names. The last line has the counts.
 */
function main(folder: string): void {
  const checked = (tables: Readonly<Record<string, Schema>>, isData: boolean) =>
    Object.entries(tables)
      .filter(([type]) => type.startsWith('azurerm_'))
      .map(([type, own]) =>
        differencesTo(providerSchema(folder, type, isData), own, `${isData ? 'data.' : ''}${type}`),
      );
  const all = [...checked(resources, false), ...checked(dataSources, true)];
  const differences = all.flat();
  for (const difference of differences) console.log(`  ✗ ${difference}`);
  console.log(`azurerm: ${all.length} types compared, ${differences.length} differences`);
  if (differences.length > 0) process.exitCode = 1;
}

const folder = process.env['AZURERM_SCHEMA'];
if (folder === undefined) throw new Error('Run `npm run conformance:terraform` instead.');
main(folder);
