/**
 * Each hazard against the emulator's oracle: acknowledging it really breaks the victim that it names, and the mitigation
 * that it offers really saves it. Between the two runs only the mitigation differs.
 */
import assert from 'node:assert/strict';
import { assertHazards } from '../support/findings';
import { dnsCases } from './support/hazardCasesDns';
import { otherCases } from './support/hazardCasesOther';
import type { HazardEstate } from './support/hazardEstates';
import { Linking } from './support/linking';

describe('hazards', () => {
  for (const { title, hazard, others, left, build, ownCluster = false } of [...dnsCases, ...otherCases]) {
    describe(title, () => {
      let azure: Linking;
      let estate: HazardEstate;
      beforeEach(async () => {
        azure = await Linking.start();
        estate = build(azure.emulator.core);
      });
      afterEach(() => azure.close());

      const propose = async (...edits: (HazardEstate['edit'] | undefined)[]) => {
        const { registry, cluster, preferred } = estate;
        const spec = await azure.propose(registry, cluster, { mode: 'private', ...preferred });
        const links = spec.links.map((link) => ({
          ...link,
          access: edits.reduce(
            (access, edit) => (edit && access.mode === 'private' ? edit(access) : access),
            link.access,
          ),
        }));
        return { ...spec, links };
      };

      it('breaks its affected when it is acknowledged', async () => {
        const spec = await propose(estate.edit);
        // With the public way closed, only what is planned can help.
        if (ownCluster && spec.links[0]!.access.mode === 'private') azure.closePublicAccess(estate.registry);
        assert.equal(estate.works(azure, spec), !ownCluster);
        const plan = await azure.plan(spec);
        assert.deepEqual(plan.blockers, []);
        assertHazards(plan.hazards, [hazard, ...others]);
        // Of what has a price nothing is said that would help.
        const helpless = plan.hazards.filter(({ mitigation }) => mitigation === undefined);
        assert.ok(helpless.every(({ code }) => code === 'costOfEndpoint'));
        const outcome = await azure.apply(plan);
        assert.deepEqual(outcome.kind === 'done' ? [] : outcome, []);
        assert.equal(estate.works(azure, spec), false);
      });

      it('spares them with the mitigation', async () => {
        const { before, edit, after } = estate.mitigation;
        before?.();
        const spec = await propose(estate.edit, edit);
        const plan = await azure.plan(spec);
        assert.deepEqual(plan.blockers, []);
        assertHazards(plan.hazards, left);
        const outcome = await azure.apply(plan);
        assert.deepEqual(outcome.kind === 'done' ? [] : outcome, []);
        const [link] = spec.links;
        if (link!.access.mode === 'private') after?.(link!.access);
        if (!ownCluster) assert.ok(estate.works(azure, spec), 'the victim is not saved');
        if (link!.access.mode === 'private') azure.closePublicAccess(estate.registry);
        assert.notEqual(azure.way(spec), 'none', azure.pull(spec).eventText);
      });
    });
  }
});
