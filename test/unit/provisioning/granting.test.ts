import assert from 'node:assert/strict';
import { signedInOf } from '../../../src/azure/auth/callerOf';
import { parseJournal } from '../../../src/provisioning/journal/journalSchema';
import { titleOf } from '../../../src/provisioning/operations/table';
import type { GrantPushSpec } from '../../../src/provisioning/plan/grantPushSpec';
import { planGrantPush } from '../../../src/provisioning/grant/planGrantPush';
import type { ObservedGrant } from '../../../src/provisioning/observed/observedGrant';
import { needsOf } from '../../../src/provisioning/preflight/needs';
import { planText } from '../../../src/views/planForm/planText';
import { absent, assignment, ids, knownAs, registry, unreadable } from '../../support/observed';

const operationId = '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11';
const principalId = 'cccccccc-0000-4000-8000-000000000003';
const spec: GrantPushSpec = {
  registryId: ids.registry,
  principalId,
  principalType: 'User',
  principalName: 'nina',
  browse: false,
};
const nothing: ObservedGrant = { registry: knownAs(registry()), assignments: knownAs([]) };
const plan = (observed = nothing, more: Partial<GrantPushSpec> = {}) =>
  planGrantPush({ ...spec, ...more }, observed, operationId);

describe('the plan of a push grant', () => {
  it('is one assignment with a name that follows from who and where, the mark, and the kind of principal', () => {
    const [step, ...others] = plan().steps;
    assert.deepEqual(others, []);
    assert.ok(step);
    assert.deepEqual(step.request?.body['properties'], {
      roleDefinitionId: `/subscriptions/${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/8311e382-0749-4cb8-b61a-304f252e45ec`,
      principalId,
      principalType: 'User',
      description: `acr-private-link-operation: ${operationId}`,
    });
    assert.equal(step.resourceId, planGrantPush(spec, nothing, 'another').steps[0]?.resourceId);
    assert.deepEqual(step.undo, { kind: 'delete' });
    assert.equal(titleOf(plan()), 'Grant nina push access to contoso');
  });

  it('needs the right to assign roles on the registry', () => {
    const [needs] = needsOf(plan());
    assert.deepEqual(
      needs?.rights.map(({ action, scope }) => [action, scope]),
      [['Microsoft.Authorization/roleAssignments/write', ids.registry]],
    );
  });

  const blocked: Record<string, [observed: ObservedGrant, more: Partial<GrantPushSpec>, code: string]> = {
    'an id that is none': [nothing, { principalId: "x' or 1 eq 1" }, 'notAnObjectId'],
    'a registry that is not there': [{ ...nothing, registry: absent }, {}, 'namedThingMissing'],
    'assignments that may not be read': [{ ...nothing, assignments: unreadable() }, {}, 'factUnreadable'],
  };
  for (const [what, [observed, more, code]] of Object.entries(blocked)) {
    it(`is blocked by ${what}`, () => {
      const { steps, blockers } = plan(observed, more);
      assert.deepEqual([steps, blockers.map((blocker) => blocker.code)], [[], [code]]);
    });
  }

  it('knows a right that is held through a group', () => {
    const held = assignment({
      principalId: 'dddddddd-0000-4000-8000-000000000004',
      roleName: 'AcrPush',
      permissions: [
        {
          actions: ['Microsoft.ContainerRegistry/registries/*'],
          notActions: [],
          dataActions: [],
          notDataActions: [],
        },
      ],
    });
    const { steps } = plan({ ...nothing, assignments: knownAs([held]) });
    assert.deepEqual(
      steps.map(({ action }) => action),
      ['reuse'],
    );
    assert.match(steps[0]?.reason ?? '', /through the group dddddddd/);
  });

  it('says on its page what else is to be known, and shows names as words', () => {
    const abac = { ...nothing, registry: knownAs(registry({ roleAssignmentMode: 'abac' })) };
    const page = planText(plan(abac, { principalName: '[nina](command:x)' }));
    assert.match(page, /## Notes\n\n- Listing the repositories of contoso/);
    assert.match(page, /`az role assignment create .*`/);
    assert.doesNotMatch(page, /\]\(command/);
  });

  it('is in its journal as it was', () => {
    const journal = {
      schemaVersion: 1,
      operationId,
      title: titleOf(plan()),
      startedAt: 1,
      plan: plan(),
      acknowledged: [],
      lease: { owner: 'x', expires: 1 },
      steps: {},
    };
    const parsed = parseJournal(JSON.stringify(journal));
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.journal.plan, plan());
  });
});

describe('whom a token is for', () => {
  const token = (claims: object) =>
    ['{}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const oid = principalId;

  it('is a user by the scopes that it has, else an application', () => {
    assert.deepEqual(signedInOf(token({ oid, scp: 'user_impersonation' })), { objectId: oid, type: 'User' });
    assert.deepEqual(signedInOf(token({ oid, idtyp: 'user' })), { objectId: oid, type: 'User' });
    assert.deepEqual(signedInOf(token({ oid })), { objectId: oid, type: 'ServicePrincipal' });
    assert.deepEqual(signedInOf(token({ oid, idtyp: 'app' })), { objectId: oid, type: 'ServicePrincipal' });
  });

  it('has the name that they sign in with, where the token tells', () => {
    for (const claims of [{ upn: 'ana@contoso.com' }, { preferred_username: 'ana@contoso.com', upn: 7 }]) {
      assert.equal(signedInOf(token({ oid, ...claims }))?.signInName, 'ana@contoso.com');
    }
  });

  it('is not known from an opaque token or a hostile claim', () => {
    for (const text of ['opaque', 'a.b.c', token({}), token({ oid: "x' or 1" }), token({ oid: 7 })]) {
      assert.equal(signedInOf(text), undefined, text);
    }
  });
});
