/**
 * The engine's front door for those who implement its ports: the few values that they need besides types. It leads to nothing
 * that plans, so that reading Azure doesn't load that.
 */
export { noNodeForCommands, taintWords } from './observed/commandTarget';
export { hostOf } from './observed/hosts';
export { known, knownValues } from './observed/lookup';
export { imagePageSize } from './observed/registryImages';
export { providerId } from './observed/rights';
export { tenantsOf } from './observed/tenants';
export { operationOf } from './plan/ownership';
export { importFailure } from './importing/importFailure';
