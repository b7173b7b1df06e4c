/** What Resource Manager answers; without a body none is sent. */
export interface ArmAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
