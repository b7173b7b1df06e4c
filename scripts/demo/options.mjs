// @ts-check
import { parseArgs } from 'node:util';

export const help = `Usage: npm run demo -- [options]

  --port N        where the workbench is served (default 8123; another one if that is taken)
  --latency N     scale of Azure's latency in the emulator: 0 at once, 1 as slow as the real one (default 0.1)
  --scenario X    seed data of the emulator (default contoso)
  --language X    in which the extension is shown, such as de or ja, in the browser; VS Code itself stays in English
  --desktop       open an installed desktop VS Code instead of serving one to a browser
                  (the one named by VSCODE_EXECUTABLE, else \`code\`; the default except on Linux)
  --no-package    take dist/ and the .vsix as they are
  --help          this text`;

/** @param {string[]} args */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      desktop: { type: 'boolean', default: process.platform !== 'linux' },
      help: { type: 'boolean', default: false },
      language: { type: 'string' },
      latency: { type: 'string', default: '0.1' },
      'no-package': { type: 'boolean', default: false },
      port: { type: 'string', default: '8123' },
      scenario: { type: 'string', default: 'contoso' },
    },
  });
  const port = Number(values.port);
  const latency = Number(values.latency);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${values.port} is no port`);
  if (!(latency >= 0)) throw new Error(`--latency ${values.latency} is no scale`);
  const { desktop, language, scenario } = values;
  if (language !== undefined && !/^[a-z]{2,3}(-[a-z]+)*$/.test(language))
    throw new Error(`--language ${language} is no language such as de or pt-br`);
  return { desktop, language, scenario, port, latency, package: !values['no-package'], help: values.help };
}
