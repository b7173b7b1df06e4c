import { prepareResume, resumeOperation } from '../../provisioning/operations/resume';
import { run } from '../../provisioning/operations/run';
import type { Engine } from './formDeps';

/** The real one. */
export const engine: Engine = { run, prepareResume, resumeOperation };
