/**
 * What the texts of kubelet and containerd mean. Their shapes are known from Microsoft's troubleshooting article about
 * pulls from a registry, from containerd's resolver and Go's network packages, and from issue threads; older ones begin
 * with `rpc error: …`, since Kubernetes 1.31 a back-off repeats the error behind its own words.
 */
import { t } from '@vscode/l10n';
import { hopNames, type HopName, type PullFailure } from './pullHops';
import { rules } from './pullRules';
import { triesIn, type PullText } from './pullText';

/**
 * The cause behind the text of a failed pull; `unknown` where no rule fits, with the text left to speak for itself. Of
 * several tries the one counts that came furthest: with another credential it would not have.
 */
export function readPullFailure(text: string): PullFailure {
  const failures = triesIn(text).map(failureOfTry);
  const furthest = Math.max(...failures.map(progressOf));
  return failures.findLast((failure) => progressOf(failure) === furthest) ?? unknown;
}

function progressOf({ cause, hop }: PullFailure): number {
  if (cause === 'unknown') return -1;
  // That one credential was refused says least where another one met something else.
  return hopNames.indexOf(hop) * 2 + (cause === 'identity' ? 0 : 1);
}

function failureOfTry(text: PullText): PullFailure {
  const rule = rules.find(({ fits }) => fits(text));
  if (rule === undefined) return text.ofLayers ? { ...unknown, passed: 'identity' } : unknown;
  const { cause, hop, passed, message, nextAction, part, repair = 'none' } = rule;
  // What happens to a layer happens behind everything else.
  const isBehind = text.ofLayers && cause !== 'identity';
  return {
    cause,
    hop: isBehind ? 'pull' : hop,
    passed: isBehind ? 'identity' : (passed?.(text) ?? before(hop)),
    message: message(text),
    nextAction: typeof nextAction === 'string' ? nextAction : nextAction(text),
    repair,
    ...(part === undefined ? {} : { part }),
    ...(text.host === undefined ? {} : { host: text.host }),
  };
}

function before(hop: HopName): HopName {
  return hopNames[hopNames.indexOf(hop) - 1] ?? 'pod';
}

const unknown: PullFailure = {
  cause: 'unknown',
  hop: 'pull',
  passed: 'pod',
  message: t('The pull failed for an unknown reason.'),
  nextAction: t('Check the event’s text, then run the test again.'),
  repair: 'none',
};
