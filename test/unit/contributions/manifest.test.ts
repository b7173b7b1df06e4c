import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import {
  commandIds,
  contextKeys,
  contextStates,
  contextValues,
  explorerStates,
  extensionId,
  languageIds,
  settingId,
  settingNames,
  viewContainerId,
  viewIds,
  walkthroughId,
  webviewTypes,
} from '../../../src/contributions';
import { shownManifest } from '../../support/manifest';

interface MenuItem {
  /** Undefined for a submenu. */
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}
interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

const manifest = shownManifest() as {
  name: string;
  publisher: string;
  icon: string;
  activationEvents: string[];
  contributes: {
    languages: { id: string; configuration: string }[];
    grammars: { language: string; scopeName: string; path: string }[];
    commands: { command: string; title: string; category: string; icon: string }[];
    views: Record<string, { id: string; icon: string }[]>;
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    viewsWelcome: { view: string; contents: string; when: string }[];
    walkthroughs: { id: string; description: string; steps: WalkthroughStep[] }[];
    submenus: { id: string; label: string }[];
    menus: Record<string, MenuItem[]>;
    configuration: { properties: Record<string, Setting> };
  };
};
const {
  languages,
  grammars,
  commands,
  views,
  viewsContainers,
  viewsWelcome,
  walkthroughs,
  submenus,
  menus,
  configuration,
} = manifest.contributes;
const steps = walkthroughs.flatMap((each) => each.steps);
const whens = [...Object.values(menus).flat(), ...viewsWelcome].map(({ when }) => when ?? '');

/** A menu has nothing that applies to what is private, or to a link that is whole, only. */
const usedStates = contextStates.filter((state) => state !== 'private' && state !== 'whole');

const isOfContext = (event: string) => event.startsWith('onContext:');

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

  it('have the same languages, each with a grammar, and for no file of the user’s', () => {
    same(
      languages.map(({ id }) => id),
      Object.values(languageIds),
    );
    for (const { id, configuration: file, ...others } of languages) {
      assert.deepEqual(Object.keys(others), ['aliases'], id);
      assert.ok(JSON.parse(readFileSync(file, 'utf8')));
      const { scopeName, path } = grammars.find(({ language }) => language === id) ?? assert.fail(id);
      const grammar = JSON.parse(readFileSync(path, 'utf8')) as { readonly scopeName: string };
      assert.equal(grammar.scopeName, scopeName);
    }
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

  it('have the same walkthrough', () => {
    same(
      walkthroughs.map(({ id }) => id),
      [walkthroughId],
    );
  });

  it('have steps in the walkthrough that something done ends, and pictures in the theme’s colors', () => {
    assert.ok(steps.length > 0);
    for (const { id, media, completionEvents } of steps) {
      assert.ok(completionEvents.length > 0 && media.altText !== '', id);
      const picture = readFileSync(media.svg, 'utf8');
      assert.match(picture, /var\(--vscode-/);
      assert.doesNotMatch(
        picture,
        /#[0-9a-f]{3,6}\b|<script|href/i,
        `${id} has colors or sources of its own`,
      );
      for (const event of completionEvents) {
        const [, command] = /^onCommand:(.+)$/.exec(event) ?? [];
        const [, key] = /^onContext:(acrPrivateLink\.\w+)(?: == ready)?$/.exec(event) ?? [];
        assert.ok(
          Object.values<string | undefined>(command === undefined ? contextKeys : commandIds).includes(
            command ?? key,
          ),
          event,
        );
      }
    }
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

  it('have the same context values and states', () => {
    const own = whens.filter((when) => when.includes(`view == ${viewIds.explorer} `));
    const asked = own.flatMap((when) => /viewItem.*/.exec(when)?.[0] ?? []);
    const forms = [
      /^viewItem == (\w+)$/,
      /^viewItem =~ \/\^\(([\w|]+)\)\$\/$/,
      // In any state, or in one of these.
      /^viewItem =~ \/\^\(([\w|]+)\)\( \|\$\)\/$/,
      /^viewItem =~ \/\^\(([\w|]+)\) \(([\w|]+)\)\$\/$/,
    ];
    const parts = asked.map((text) => {
      const [, values, states] = forms.flatMap((form) => form.exec(text) ?? []);
      assert.ok(values, `${text} has a form of which a test can tell what it asks for`);
      return { values: values.split('|'), states: states?.split('|') ?? [] };
    });
    same(new Set(parts.flatMap(({ values }) => values)), Object.values(contextValues));
    same(new Set(parts.flatMap(({ states }) => states)), usedStates);
  });

  it('have the same submenus, each of which is in a menu', () => {
    const ids = submenus.map(({ id }) => id);
    same(
      Object.keys(menus).filter((menu) => menu.startsWith('acrPrivateLink.')),
      ids,
    );
    same(
      new Set(Object.values(menus).flatMap((items) => items.flatMap(({ submenu }) => submenu ?? []))),
      ids,
    );
  });

  it('have a submenu once in a menu: VS Code drops it where it comes again', () => {
    for (const items of Object.values(menus)) {
      const ids = items.flatMap(({ submenu }) => submenu ?? []);
      same(new Set(ids), ids);
    }
  });

  it('have the same context keys', () => {
    const asked = [
      ...whens,
      ...steps.flatMap(({ completionEvents }) => completionEvents.filter(isOfContext)),
    ];
    const words = asked.flatMap((when) => when.match(/(?<!config\.)acrPrivateLink\.\w+/g) ?? []);
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
      ...steps.map(({ description }) => description),
      ...Object.values(configuration.properties).map(({ markdownDescription }) => markdownDescription),
    ];
    const linked = texts.flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? ''),
    );
    const inMenus = Object.values(menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
    // VS Code makes one of each view, which shows it.
    const focusing = Object.values(viewIds).map((id) => `${id}.focus`);
    const own = new Set<string>([...Object.values(commandIds), ...focusing]);
    for (const id of [...linked, ...inMenus]) assert.ok(own.has(id), id);
  });

  it('takes what decides where a token goes from the user only', () => {
    const scopes = Object.entries(configuration.properties).map(([id, { scope }]) => [id, scope]);
    assert.deepEqual(Object.fromEntries(scopes), {
      [settingId('cloud')]: 'application',
      [settingId('customCloud')]: 'application',
      [settingId('signIn')]: 'application',
      [settingId('tenant')]: 'application',
      [settingId('hiddenDirectories')]: 'application',
      [settingId('emulatorEndpoint')]: 'application',
      [settingId('subscriptions')]: 'window',
      [settingId('treeGroupBy')]: 'window',
      [settingId('names')]: 'window',
      [settingId('tags')]: 'window',
      [settingId('problemsBadge')]: 'window',
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
        /^([A-Z][A-Za-z]*|a|and|as|at|by|for|from|in|on|or|the|to|with|deployment\.yaml)( ([A-Z][A-Za-z]*|a|and|as|at|by|for|from|in|on|or|the|to|with|deployment\.yaml))*( \(AcrPull only\))?…?$/,
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
