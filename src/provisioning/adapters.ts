/**
 * The engine's front door for those who implement its ports, and for what every window needs: a few values besides types. It
 * leads to nothing that plans or shows, so that neither reading Azure nor opening a manifest loads that.
 */
export { sealedJournals } from './journal/sealedJournals';
export { noNodeForCommands, taintWords } from './observed/commandTarget';
export { hostOf } from './observed/hosts';
export { known, knownValues } from './observed/lookup';
export { imagePageSize } from './observed/registryImages';
export { providerId } from './observed/rights';
export { tenantsOf } from './observed/tenants';
export { recordOf } from './plan/jsonSchema';
export { isOperationTag, operationOf, operationTag } from './plan/ownership';
export { standingOf } from './plan/standing';
export { importFailure } from './importing/importFailure';
