/** The page that says how to push to one registry: words and commands, without VS Code. */
import { t } from '@vscode/l10n';
import { commandIds } from '../../contributions';
import type { Shell } from '../../manifests/kubectl';
import { nameOf } from '../../model/armId';
import type { Cloud } from '../../model/clouds';
import type { Failure } from '../../model/failure';
import { catalogRole, pushRole } from '../../model/roles';
import { shownText } from '../../model/shownText';
import type { ObservedRegistry, Subscription } from '../../provisioning';
import { escapeMarkdown } from '../explorer/markdown';
import type { PrivateNetwork } from './privateNetworks';
import { path, word } from './terminalCommand';

export interface GuideInput {
  readonly registry: ObservedRegistry;
  readonly cloud: Pick<Cloud, 'name' | 'cliName'>;
  readonly subscription: Subscription | undefined;
  readonly networks: readonly PrivateNetwork[];
  readonly image: { readonly repository: string; readonly tag: string };
  /** A folder with a Dockerfile, if one is open. */
  readonly folder: string | undefined;
  readonly shell: Shell;
}

export interface Guide {
  /** Markdown. */
  readonly text: string;
  readonly commands: readonly GuideCommand[];
  /** Commands of the extension that help with what a line says. */
  readonly links: readonly {
    readonly line: number;
    readonly title: string;
    readonly command: (typeof commandIds)[keyof typeof commandIds];
  }[];
}

export interface GuideCommand {
  /** Zero-based. */
  readonly line: number;
  /** For the terminal, in one line. */
  readonly text: string;
}

/** Stands for "whoever the token is of", with any registry (Microsoft's page on authentication with a registry). */
const tokenUser = '00000000-0000-0000-0000-000000000000';

/** Throws a FailureError for a name that may not reach a terminal. */
export function pushGuide(input: GuideInput): Guide {
  const page = new Page();
  const { registry } = input;
  page.add(`# ${t`Push to ${shown(registry.name)}`}`, '');
  addRole(page, registry);
  addPlace(page, input);
  addSignIn(page, input);
  addPush(page, input);
  return page;
}

/** The page instead of a guide that can't be made; Markdown. */
export function noGuide({ message, nextAction }: Failure): string {
  // Indented it is no markup, and is read as it is written.
  return `# ${t('Push Guide')}\n\n    ${shownText(message)}\n    ${shownText(nextAction)}\n`;
}

class Page implements Guide {
  readonly commands: GuideCommand[] = [];
  readonly links: Guide['links'][number][] = [];
  private readonly lines: string[] = [];

  get text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  add(...lines: readonly string[]): void {
    this.lines.push(...lines);
  }

  /** The next line gets a lens. */
  link(title: string, command: Guide['links'][number]['command']): void {
    this.links.push({ line: this.lines.length, title, command });
  }

  run(words: string): void {
    this.add('', '```shell');
    this.commands.push({ line: this.lines.length, text: words });
    this.add(words, '```', '');
  }
}

/** The page is read as it is written, so that what is no markup anyway gets no backslashes. */
function shown(text: string): string {
  return /^[\w.,-]+(?: [\w.,-]+)*$/.test(text) ? text : escapeMarkdown(text);
}

function addRole(page: Page, { name: registry, roleAssignmentMode }: ObservedRegistry): void {
  page.link(t('Grant Push Access…'), commandIds.grantPush);
  page.add(`## ${t('Who can push')}`, '');
  page.add(t`Anyone with the role **${pushRole(roleAssignmentMode).name}** on ${shown(registry)}.`);
  if (roleAssignmentMode === 'abac') {
    page.add(
      t`The registry uses ABAC repository permissions, which ignore AcrPush, Contributor, and Owner. Listing repositories also requires ${catalogRole.name}.`,
    );
  }
  page.add(t('The admin user isn’t required and can stay disabled.'), '');
}

function addPlace(page: Page, { registry, networks }: GuideInput): void {
  const { loginServer, publicNetworkAccess, defaultAction } = registry;
  const server = shown(loginServer);
  const closed = publicNetworkAccess === 'Disabled';
  if (closed) page.link(t('Import Test Image…'), commandIds.importTestImage);
  page.add(`## ${t('Where to run the commands')}`, '');
  if (!closed && defaultAction === 'Allow') {
    page.add(t`Anywhere. ${server} allows public network access from all networks.`, '');
  } else if (closed) {
    page.add(
      t`On a machine in a network with a private path. Public network access to ${server} is disabled, so signing in from elsewhere fails.`,
      t('Importing an image works from anywhere.'),
      '',
    );
  } else {
    page.add(
      t`On a machine whose public IP address the firewall of ${server} allows, or in a network with a private path.`,
      '',
    );
  }
  if (networks.length === 0 && (closed || defaultAction === 'Deny')) {
    page.add(t('No network with a private path is visible in the selected subscriptions.'), '');
  }
  if (networks.length === 0) return;
  page.add(t('Networks with a private path:'), '');
  for (const { networkId, way, resolves } of networks) {
    const names = resolves
      ? t('it resolves the private address')
      : t('no private DNS zone is linked to it, so only custom DNS servers can resolve the address');
    page.add(`- **${shown(nameOf(networkId))}**: ${shown(way)}; ${names}`);
  }
  page.add('');
}

function addSignIn(page: Page, { registry, subscription, cloud }: GuideInput): void {
  const login = [
    'az acr login --name',
    word(registry.name),
    ...(subscription === undefined ? [] : ['--subscription', word(subscription.id)]),
  ].join(' ');
  page.add(`## ${t('Sign in')}`, '', t('To Azure, once:'));
  // The public cloud is what the Azure CLI starts with.
  if (cloud.name !== 'public') page.run(`az cloud set --name ${word(cloud.cliName)}`);
  page.run(subscription === undefined ? 'az login' : `az login --tenant ${word(subscription.tenantId)}`);
  page.add(t('To the registry, for three hours:'));
  page.run(login);
  page.add(t('Without Docker, for example with Podman. The token is piped and isn’t on a command line:'));
  page.run(
    `${login} --expose-token --output tsv --query accessToken | podman login ${word(registry.loginServer)} --username ${tokenUser} --password-stdin`,
  );
}

function addPush(page: Page, { registry, image, folder, shell }: GuideInput): void {
  const local = `${word(image.repository)}:${word(image.tag)}`;
  const target = `${word(registry.loginServer)}/${local}`;
  const context = folder === undefined ? undefined : path(folder, shell);
  page.add(`## ${t('Push')}`, '');
  if (context === undefined) {
    page.add(t('Tag the local image with its name in the registry:'));
    page.run(`docker tag ${local} ${target}`);
  } else {
    page.add(t('Build the image of the open folder with its name in the registry:'));
    page.run(`docker build --tag ${target} ${context}`);
  }
  page.add(t('Push it:'));
  page.run(`docker push ${target}`);
}
