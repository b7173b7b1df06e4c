import assert from 'node:assert/strict';
import { conditionHolds } from '../src/providers/authorization/conditions';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const ACR_PULL = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const ADMINISTRATOR = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
const TYPE = 'Microsoft.Authorization/roleAssignments';

/** As the portal writes it for somebody who may assign some roles to some kinds of principals. */
const onlyPull = `((!(ActionMatches{'${TYPE}/write'})) OR (@Request[${TYPE}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ACR_PULL}, ${READER.toUpperCase()}} AND @Request[${TYPE}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'})) AND ((!(ActionMatches{'${TYPE}/delete'})) OR (@Resource[${TYPE}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ACR_PULL}}))`;

describe('conditions of role assignments', () => {
  const asked = (action: string, values: Record<string, string>) => ({
    action,
    attribute: (_: string, name: string) => (values[name] === undefined ? [] : [values[name]]),
  });
  const cases: readonly [condition: string, holds: boolean][] = [
    [`ActionMatches{'${TYPE}/write'}`, true],
    [`ActionMatches{'${TYPE}/*'}`, true],
    [`ActionMatches{'${TYPE}/delete'}`, false],
    [`NOT ActionMatches{'${TYPE}/delete'}`, true],
    ["@Request[a:b] StringEquals 'X'", false],
    ["@Request[a:b] StringEqualsIgnoreCase 'X'", true],
    ["@Request[a:b] StringNotEquals 'x'", false],
    ["@Request[a:b] StringStartsWith 'x'", true],
    ["@Request[a:none] StringNotEquals 'x'", false],
    ["@Request[a:b] ForAnyOfAllValues:GuidNotEquals {'x', 'y'}", false],
    ["@Request[a:b] ForAnyOfAllValues:GuidNotEquals {'z', 'y'}", true],
    ["@Request[a:b] StringEquals 'y' || @Request[a:b] StringEquals 'x' && ActionMatches{'*'}", true],
    ["(@Request[a:b] StringEquals 'y' OR @Request[a:b] StringEquals 'x') AND !(ActionMatches{'*'})", false],
    ["@Request[a:b] Resembles 'x'", false],
    ["(@Request[a:b] StringEquals 'x'", false],
    ['x', false],
    ['', false],
  ];
  for (const [condition, holds] of cases) {
    it(`${condition || '(nothing)'}: ${holds}`, () => {
      assert.equal(conditionHolds(condition, asked(`${TYPE}/write`, { 'a:b': 'x' })), holds);
    });
  }

  describe('ROLE-6 say which roles may be assigned and taken away, and to whom', () => {
    let emulator: Emulator;
    let arm: ArmClient;
    let ana: ArmClient;
    const assignment = make.roleAt(contoso.dataRegistry);

    beforeEach(async () => {
      emulator = await startEmulator({ scenario: 'contoso' });
      arm = new ArmClient(emulator.url);
      ana = arm.as(contoso.ana);
      const own = `${contoso.dataRegistry}/providers/${TYPE}/6d2f0a8e-6f5b-4a0c-9a43-1c2b7d9e8f10`;
      const { properties } = make.roleBody(contoso.ana, ADMINISTRATOR) as { properties: object };
      await arm.succeed('PUT', own, { properties: { ...properties, condition: onlyPull } });
    });
    afterEach(() => emulator.close());

    it('what the condition names', async () => {
      await ana.succeed('PUT', assignment, make.roleBody(contoso.shopKubelet));
      await ana.succeed('DELETE', assignment);
    });
    for (const [what, principal, role] of [
      ['another role', contoso.shopKubelet, ADMINISTRATOR],
      ['another kind of principal', contoso.ana, ACR_PULL],
    ] as const) {
      it(`not ${what}: AuthorizationFailed, and of a condition it speaks`, async () => {
        const body = make.roleBody(principal, role);
        const text = await ana.refused(403, 'AuthorizationFailed', 'PUT', assignment, body);
        assert.match(
          text,
          /has an authorization with ABAC condition that is not fulfilled to perform action/,
        );
      });
    }
    it('not the deletion of what it doesn’t name', async () => {
      await arm.succeed('PUT', assignment, make.roleBody(contoso.shopKubelet, READER));
      await ana.refused(403, 'AuthorizationFailed', 'DELETE', assignment);
    });
  });
});
