import assert from 'node:assert/strict';
import { exportFormats, type ExportFormat } from '../../../src/exporting/exported';
import { exportPlan } from '../../../src/exporting/exportPlan';
import { writesOf } from '../../../src/exporting/model';
import { clouds } from '../../../src/model/clouds';
import type { AnyPlan } from '../../../src/provisioning';
import { hostileTexts, unseenTexts, withSentences, withValues } from '../../support/exported/hostile';
import { deletingPlan, exportedPlans } from '../../support/exportedPlans';
import { ids } from '../../support/observed';
import { planOf, step } from '../../support/steps';

const plans = Object.entries(exportedPlans).map(([name, make]) => [name, make()] as const);

function reasonsOf(plan: AnyPlan, format: ExportFormat): readonly string[] {
  const done = exportPlan(plan, format, clouds.public);
  return done.kind === 'refused' ? done.reasons : [];
}

interface Odd {
  readonly plan: AnyPlan;
  /** What is written is as ever: only what is looked at before has the text. */
  readonly isOfGuard: boolean;
}

/** The plan as often as it has places, in each of which it has another text once. */
function oneByOne(plan: AnyPlan, textAt: (place: number) => string): Odd[] {
  const places = new Set<string>();
  const same = (was: string) => {
    places.add(was);
    return was;
  };
  const requestsOf = (some: AnyPlan) => JSON.stringify(writesOf(some).map(({ request }) => request));
  const requests = requestsOf(withValues(plan, same, 'all'));
  return [...places].map((place, index) => {
    const odd = withValues(plan, (was) => (was === place ? textAt(index) : was), 'all');
    return { plan: odd, isOfGuard: requestsOf(odd) === requests };
  });
}

/** Ids with a text in the place of a name, behind a name, and between names. */
function idsWith(text: string): string[] {
  const network = (name: string) =>
    `${ids.registryGroup}/providers/Microsoft.Network/virtualNetworks/${name}`;
  return [network(text), network(`vnet${text}`), `${ids.registryGroup}${text}/providers/A.B/c/d`];
}

const azureNames = /characters that Azure names can’t have/;
const allowedInNames = ['-rf', '--yes', 'for', 'null', 'true', '__proto__', 'constructor'];
const noNames = [
  ...hostileTexts.filter((text) => text !== '' && !allowedInNames.includes(text) && !text.startsWith('/')),
  '/..',
  '/.',
  '?x',
  'é/../x',
];

describe('what no format can say', () => {
  for (const format of exportFormats) {
    it(`is refused as ${format} where a value has what nobody could see, in whatever place`, () => {
      let places = 0;
      const left: string[] = [];
      for (const [name, plan] of plans) {
        const odd = oneByOne(plan, (place) => unseenTexts[place % unseenTexts.length] ?? '');
        for (const { plan: hostile, isOfGuard } of odd) {
          // Only scripts look at anything before.
          if (isOfGuard && format !== 'azureCli') continue;
          places += 1;
          const isRefused = reasonsOf(hostile, format).some((reason) =>
            reason.includes('invisible characters'),
          );
          if (!isRefused) left.push(name);
        }
      }
      assert.deepEqual(left, []);
      assert.ok(places > 200, `${places}`);
    });

    it(`is refused as ${format} where an ID has what no name in Azure has`, () => {
      for (const text of [...noNames, ...unseenTexts]) {
        for (const resourceId of idsWith(text)) {
          const made = planOf([step('network', { resourceId })]);
          assert.match(reasonsOf(made, format).join(), azureNames, JSON.stringify(resourceId));
          const body = { properties: { subnet: { id: resourceId } } };
          const link = planOf([step('link', { request: { method: 'PUT', apiVersion: '1', body } })]);
          assert.match(reasonsOf(link, format).join(), /names can’t have/, JSON.stringify(resourceId));
        }
      }
    });

    it(`is nothing that stands in a comment as ${format}, where it is a space`, () => {
      for (const [name, plan] of plans) {
        if (reasonsOf(plan, format).length > 0) continue;
        const done = exportPlan(
          withSentences(plan, () => `a${unseenTexts.join(' ')}b`),
          format,
          clouds.public,
        );
        assert.ok(done.kind === 'exported', name);
        const all = done.files.map((file) => file.text).join('');
        assert.deepEqual(
          unseenTexts.filter((text) => all.includes(text)),
          [],
          name,
        );
      }
    });

    it(`is nothing at all of a plan that changes nothing, as ${format}`, () => {
      assert.deepEqual(reasonsOf(planOf([]), format), ['The plan changes nothing.']);
    });
  }

  it('is refused as a script in what it would look at before it deletes', () => {
    const guard = { expected: { tags: { name: 'a\u202eb' } }, contents: { allowed: [] } };
    assert.match(reasonsOf(deletingPlan({ guard }), 'azureCli').join(), /invisible characters/);
  });

  it('is for Terraform what it would normalize', () => {
    const tags = { name: 'e\u0301' };
    const request = {
      method: 'PUT',
      apiVersion: '2026-01-01',
      body: { location: 'westeurope', tags },
    } as const;
    const plan = planOf([step('network', { resourceId: ids.registryNetwork, request })]);
    assert.match(reasonsOf(plan, 'terraform').join(), /would normalize the Unicode characters/);
    assert.deepEqual(reasonsOf(plan, 'bicep'), []);
  });
});
