/** Azure behind a proxy that opens TLS: what answers has a certificate of an authority that isn’t trusted here. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator } from '../../emulator/src/server';
import { armFailure } from '../../src/azure/http/armFailures';
import { failureOf } from '../../src/azure/http/failures';
import { azureAt, failureFrom, never } from './support/azure';

describe('a certificate', () => {
  it('of an authority that isn’t trusted is no defect, and where the authority goes is said', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'authority-'));
    const emulator = await startEmulator({
      scenario: 'contoso',
      tls: { authorityFile: path.join(folder, 'ca.pem') },
    });
    try {
      const azure = azureAt(emulator.tlsUrl!, { emulator: false });
      const failure = await failureFrom(azure.listSubscriptions(never));
      assert.deepEqual([failure.code, failure.kind], ['network.untrusted', 'user']);
      assert.match(failure.message, /isn’t trusted on this computer/);
      assert.match(failure.nextAction, /http\.systemCertificates.*NODE_EXTRA_CA_CERTS/);
    } finally {
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is found behind a library’s error, with the issuer where it is known', () => {
    const inner = Object.assign(new Error('self-signed certificate in certificate chain'), {
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
      cert: { issuer: { O: 'Contoso Proxy', CN: 'Root' } },
    });
    const failure = failureOf(new Error('request failed', { cause: inner }));
    assert.equal(failure.code, 'network.untrusted');
    assert.match(failure.message, /issued by Contoso Proxy/);
    const expired = Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' });
    assert.deepEqual([failureOf(expired).code, failureOf(expired).kind], ['network.certificate', 'user']);
  });
});

describe('a role that may not be assigned', () => {
  it('is told as a matter of the registry, and of a condition, not of an assignment that doesn’t exist', () => {
    const registry =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contoso';
    const action = 'Microsoft.Authorization/roleAssignments/write';
    const scope = `${registry}/providers/Microsoft.Authorization/roleAssignments/7ef47de5`;
    const message = `The client 'c' does not have authorization to perform action '${action}' over scope '${scope}'.`;
    const failure = armFailure({ code: 'AuthorizationFailed', status: 403, message }, scope);
    assert.match(failure.message, /on contoso\. .* its condition doesn’t allow this role/);
    assert.ok(failure.nextAction.startsWith(`Ask an owner of ${registry} to assign the role`));
    assert.doesNotMatch(`${failure.message} ${failure.nextAction}`, /7ef47de5/);
  });
});
