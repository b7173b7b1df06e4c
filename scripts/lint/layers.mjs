/**
 * Which way imports go inside of a large part. A room is a folder or a file right below it; each is in exactly one layer, the
 * ground first, and may import rooms of lower layers only. `exceptions` is how many imports may go up or sideways all the
 * same. test/unit/architecture.test.ts reads the imports; a room that is added is added here.
 *
 * @type {readonly {
 *   folder: string, mostLayers: number, exceptions: number, layers: readonly (readonly string[])[]
 * }[]}
 */
export const layered = [
  {
    folder: 'src/provisioning',
    mostLayers: 7,
    // plan and observed name each other's types, and ports what is observed with them.
    exceptions: 3,
    layers: [
      ['plan', 'azureOptions.ts'],
      ['observed'],
      ['ports.ts', 'linkState.ts', 'planning', 'proposing'],
      ['approving', 'journal', 'preflight', 'publicAccess', 'registry'],
      ['applying', 'grant', 'importing', 'teardown'],
      ['existing', 'operations'],
      ['index.ts', 'overview.ts', 'adapters.ts'],
    ],
  },
  {
    folder: 'src/azure',
    mostLayers: 5,
    exceptions: 0,
    layers: [
      ['http'],
      ['actions', 'auth', 'dataPlane', 'directories', 'directory', 'resources'],
      ['graph'],
      ['observe'],
      ['azure.ts'],
    ],
  },
];
