/** What the caller may do of a step, as the form shows it. */
import type { StepRights } from '../../provisioning';
import type { RightsView } from './protocol/plan';

/** Undefined for steps that need no right, and where nobody has asked. */
export function rightsView(rights: StepRights | undefined): RightsView | undefined {
  if (rights === undefined) return undefined;
  switch (rights.state) {
    case 'granted':
      return { state: 'granted', missing: [], unsure: [] };
    case 'missing':
      return {
        state: 'missing',
        missing: rights.missing.map(({ message, remedy }) => ({
          message,
          wayOut: remedy.words,
          command: remedy.command,
        })),
        unsure: rights.unsure,
      };
    case 'unknown':
      return { state: 'unknown', missing: [], unsure: rights.reasons };
  }
}
