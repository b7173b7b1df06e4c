/** All tools, called by name: what VS Code hands over is parsed, and what goes back is text that a model may read. */
import type { toolIds } from '../contributions';
import type { Cloud } from '../model/clouds';
import type { EstateStore } from '../platform/estateStore';
import { failureFrom } from '../platform/failures';
import type { Azure, RegistryImages } from '../provisioning';
import { answerText } from './answer';
import type { Chosen } from './chosen';
import { diagnoseTool } from './diagnoseTool';
import { failureError, ToolError } from './errors';
import { estateTool } from './estateTool';
import { explainTool } from './explainTool';
import { exportTool } from './exportTool';
import { imagesTool } from './imagesTool';
import { planLinkTool, planRegistryTool, type PlanForms } from './planTools';
import type { Prepared, Tool } from './tool';
import { type Verifier, verifyTool } from './verifyTool';

export interface ToolPorts {
  readonly estate: Pick<EstateStore, 'get' | 'latest'>;
  readonly images: RegistryImages;
  readonly azure: () => Promise<Pick<Azure, 'look'>>;
  readonly cloud: () => Cloud;
  readonly forms: PlanForms;
  readonly verify: Verifier;
}

export type ToolName = keyof typeof toolIds;

export interface ToolSet {
  readonly schemas: Readonly<Record<ToolName, Tool['schema']>>;
  /** Free of side effects. Rejects with an Error whose message is for the model. */
  prepare(name: ToolName, input: unknown): Promise<Prepared>;
  /** What the model is given. Rejects with an Error whose message is for the model, or with what aborted the signal. */
  call(name: ToolName, input: unknown, signal: AbortSignal): Promise<string>;
}

export function createToolSet(ports: ToolPorts): ToolSet {
  const { estate, forms } = ports;
  const tools: Readonly<Record<ToolName, Tool>> = {
    listEstate: estateTool(estate),
    explainPullError: explainTool(estate),
    diagnosePair: diagnoseTool(estate, ports.azure),
    planLink: planLinkTool(estate, forms),
    planPrivateRegistry: planRegistryTool(estate, forms),
    listImages: imagesTool(estate, ports.images),
    exportPlan: exportTool(estate, forms, ports.cloud),
    verifyPull: verifyTool(estate, ports.verify),
  };
  const chosen = (): Chosen | undefined => estate.latest?.estate;
  const forModel = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ToolError ? error : failureError(failureFrom(error), chosen());
    }
  };
  return {
    schemas: Object.fromEntries(Object.entries(tools).map(([name, { schema }]) => [name, schema])) as Record<
      ToolName,
      Tool['schema']
    >,
    prepare: (name, input) => forModel(() => tools[name].prepare(input)),
    call: (name, input, signal) =>
      forModel(async () => {
        const answer = await tools[name].run(input, signal);
        signal.throwIfAborted();
        return answerText(answer, chosen());
      }),
  };
}
