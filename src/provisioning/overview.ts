/**
 * The engine's front door for what windows show: the inventory's links, and the operations in the journals. It is loaded when
 * there is an estate or a journal to show, and leads to nothing that plans or writes, so that a window in which nobody plans
 * doesn't load that. All else is in `index.ts`.
 */
export { failureOf, readJournal } from './journal/reading';
export { forgetOperationsOf, recordedOperations } from './journal/operations';
export { pruneJournals } from './journal/pruning';
export { findLinks, linksIn } from './linkState';
export { withTenants } from './observed/tenants';
export { otherVersion, understood } from './operations/journaled';
export { canBeUndone } from './operations/kinds';
export { standingOf } from './plan/standing';
export { hasRunningNodes } from '../reachability/runningNodes';
