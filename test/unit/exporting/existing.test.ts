import assert from 'node:assert/strict';
import { exportFormats } from '../../../src/exporting/exported';
import { exportExisting } from '../../../src/exporting/exportPlan';
import { clouds } from '../../../src/model/clouds';
import type { JsonObject } from '../../../src/model/json';
import type { Existing } from '../../../src/provisioning';
import { existingProblems } from '../../support/exportProblems';
import { ids } from '../../support/observed';

type Thing = Existing['things'][number];

function endpointIn(resourceId: string, body: JsonObject = {}): Thing {
  const connection = { privateLinkServiceId: ids.registry, groupIds: ['registry'] };
  return {
    kind: 'endpoint',
    resourceId,
    title: 'Private endpoint',
    request: {
      method: 'PUT',
      apiVersion: '2026-01-01',
      body: {
        location: 'westeurope',
        properties: {
          subnet: { id: ids.subnet },
          privateLinkServiceConnections: [{ name: 'pe', properties: connection }],
        },
        ...body,
      },
    },
  };
}

const found = (...things: readonly Thing[]): Existing => ({ title: 'Endpoints', things, left: [] });

describe('what is there as code, by itself', () => {
  it('tells things of one name apart by where they are', async () => {
    const other = ids.endpoint.replace(/resourceGroups\/[^/]+/, 'resourceGroups/rg-other');
    const existing = found(endpointIn(ids.endpoint), endpointIn(other));
    assert.deepEqual(await existingProblems(existing), []);
    const done = exportExisting(existing, 'terraform', clouds.public);
    assert.ok(done.kind === 'exported');
    const text = done.files.map((file) => file.text).join('');
    const imported = [...text.matchAll(/^import \{\n {2}to = (\S+)\n {2}id = "(\S+)"\n\}$/gm)];
    assert.deepEqual(
      imported.map(([, to, id]) => [to, id]),
      [
        ['azurerm_private_endpoint.endpoint_rg_other_pe_contoso', other],
        ['azurerm_private_endpoint.endpoint_rg_registry_pe_contoso', ids.endpoint],
      ].toSorted(([, a = ''], [, b = '']) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
  });

  it('keeps every character of hostile tags, and titles, as text in every format', async () => {
    const texts = ['a "b" ${x} %{if}', "it's `id` $(id) --yes", '\nJSON\n', '[concat()]', '*/ // #', '\\'];
    const tags = Object.fromEntries(texts.map((text, index) => [`${text} ${index}`, text]));
    const existing = found({ ...endpointIn(ids.endpoint, { tags }), title: texts.join(' ') });
    assert.deepEqual(await existingProblems({ ...existing, title: texts.join(' '), left: texts }), []);
  });

  for (const format of exportFormats) {
    it(`refuses as ${format} what nobody could see, and IDs that no name in Azure has`, () => {
      for (const thing of [
        endpointIn(ids.endpoint, { tags: { name: 'a\u202eb' } }),
        endpointIn(`${ids.endpoint}$(id)`),
        endpointIn(`${ids.endpoint}"`),
      ]) {
        assert.equal(exportExisting(found(thing), format, clouds.public).kind, 'refused');
      }
    });
  }
});
