import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import {
  commandIds,
  contextKeys,
  contextValues,
  explorerStates,
  extensionId,
  settingId,
  settingNames,
  viewContainerId,
  viewIds,
  webviewTypes,
} from '../../../src/contributions';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  publisher: string;
  icon: string;
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; category: string; icon: string }[];
    views: Record<string, { id: string; icon: string }[]>;
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    viewsWelcome: { view: string; contents: string; when: string }[];
    menus: Record<string, MenuItem[]>;
    configuration: { properties: Record<string, Setting> };
  };
};
const { commands, views, viewsContainers, viewsWelcome, menus, configuration } = manifest.contributes;
const whens = [...Object.values(menus).flat(), ...viewsWelcome].map(({ when }) => when ?? '');

function same(actual: Iterable<string>, expected: Iterable<string>): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}

describe('the manifest and contributions.ts', () => {
  it('have the same extension', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
  });

  it('have the same commands', () => {
    same(
      commands.map(({ command }) => command),
      Object.values(commandIds),
    );
  });

  it('have the same views and container', () => {
    same(
      Object.values(views).flatMap((each) => each.map(({ id }) => id)),
      Object.values(viewIds),
    );
    same(Object.keys(views), [viewContainerId]);
    same(
      viewsContainers.activitybar.map(({ id }) => id),
      [viewContainerId],
    );
  });

  it('have the same settings', () => {
    const names = Object.keys(settingNames) as (keyof typeof settingNames)[];
    same(Object.keys(configuration.properties), names.map(settingId));
  });

  it('have the same webviews', () => {
    const restored = manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
    same(
      restored.map((event) => event.slice('onWebviewPanel:'.length)),
      Object.values(webviewTypes),
    );
  });

  it('have the same context values', () => {
    const used = whens.flatMap((when) => [
      ...[...when.matchAll(/viewItem == (\w+)/g)].map(([, value]) => value ?? ''),
      ...[...when.matchAll(/viewItem =~ \/\^\(([\w|]+)\)\$\//g)].flatMap(([, values]) =>
        (values ?? '').split('|'),
      ),
    ]);
    same(new Set(used), Object.values(contextValues));
    for (const when of whens)
      assert.doesNotMatch(when.replace(/viewItem (== \w+|=~ \/\^\([\w|]+\)\$\/)/, ''), /viewItem/);
  });

  it('have the same context keys', () => {
    const words = whens.flatMap((when) => when.match(/(?<!config\.)acrPrivateLink\.\w+/g) ?? []);
    const keys = words.filter((word) => !Object.values<string>(viewIds).includes(word));
    same(new Set(keys), Object.values(contextKeys));
  });

  it('have the same states of the explorer', () => {
    const states = whens.flatMap((when) =>
      [...when.matchAll(/acrPrivateLink\.state == (\w+)/g)].map(([, state]) => state ?? ''),
    );
    for (const state of states)
      assert.ok(
        explorerStates.some((known) => known === state),
        state,
      );
    for (const state of explorerStates.filter((each) => !['loading', 'ready'].includes(each))) {
      assert.ok(states.includes(state), `nothing is shown in the state ${state}`);
    }
  });
});

describe('the manifest', () => {
  it('puts only its own commands into menus and texts', () => {
    const texts = [
      ...viewsWelcome.map(({ contents }) => contents),
      ...Object.values(configuration.properties).map(({ markdownDescription }) => markdownDescription),
    ];
    const linked = texts.flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? ''),
    );
    const inMenus = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    for (const id of [...linked, ...inMenus]) assert.ok(Object.values<string>(commandIds).includes(id), id);
  });

  it('takes what decides where a token goes from the user only', () => {
    const scopes = Object.entries(configuration.properties).map(([id, { scope }]) => [id, scope]);
    assert.deepEqual(Object.fromEntries(scopes), {
      [settingId('cloud')]: 'application',
      [settingId('signIn')]: 'application',
      [settingId('tenant')]: 'application',
      [settingId('emulatorEndpoint')]: 'application',
      [settingId('subscriptions')]: 'window',
      [settingId('names')]: 'window',
      [settingId('tags')]: 'window',
      [settingId('manifestsCluster')]: 'resource',
      [settingId('manifestsDiagnostics')]: 'resource',
      [settingId('manifestsCodeLens')]: 'resource',
    });
  });

  it('has Title Case titles, a category and an icon for each command', () => {
    for (const { title, category, icon } of commands) {
      assert.equal(category, 'ACR Private Link');
      assert.match(icon, /^\$\([a-z-]+\)$/);
      assert.match(
        title,
        /^([A-Z][A-Za-z]*|at|by|for|from|in|the|to|with|deployment\.yaml)( ([A-Z][A-Za-z]*|at|by|for|from|in|the|to|with|deployment\.yaml))*( \(AcrPull only\))?…?$/,
      );
    }
  });

  it('names pictures that exist', () => {
    const pictures = [
      manifest.icon,
      ...viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(views)
        .flat()
        .map(({ icon }) => icon),
    ];
    for (const picture of pictures) assert.ok(existsSync(picture), picture);
  });
});
