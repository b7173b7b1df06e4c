import { prepareResume, resumeOperation, run } from '../../provisioning';
import type { Engine } from './formDeps';

/** The real one. */
export const engine: Engine = { run, prepareResume, resumeOperation };
