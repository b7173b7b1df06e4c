import { t } from '@vscode/l10n';
import { FailureError } from '../../model/failure';

/**
 * The login server in lower case, if it is one of this cloud: a single label before the cloud's suffix. Every other host
 * would get a token of the signed-in person in exchange for nothing, so for it a FailureError is thrown.
 */
export function checkedLoginServer(loginServer: string, suffix: string): string {
  const host = loginServer.toLowerCase();
  const label = host.endsWith(`.${suffix}`) ? host.slice(0, -suffix.length - 1) : '';
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && label !== 'privatelink') return host;
  throw new FailureError({
    code: 'registry.foreignHost',
    kind: 'user',
    message: t`${loginServer.slice(0, 100)} isn’t a login server in this cloud, so no request was sent to it.`,
    nextAction: t`Choose a registry whose login server ends with .${suffix}, or select another cloud in the settings.`,
  });
}
