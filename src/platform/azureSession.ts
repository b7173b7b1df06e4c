import type { Azure, AzureOptions, RegistryRefusal, TokenSource } from '../provisioning';
import { accountOf } from './account';
import { failureFrom } from './failures';
import { resourceManagerOf, type Settings } from './parseSettings';
import { accountsKey, emulatorTokens, type SignedInAs, signedInAccounts, vscodeTokens } from './signIn';

/** The half of the extension that carries the Azure SDK, loaded when first needed. */
export interface LazyModules {
  azure(): { createAzure(options: AzureOptions): Azure };
  identity(): {
    createIdentityTokenSource(
      kind: Exclude<Settings['signIn'], 'vscode'>,
      options: IdentityOptions,
    ): TokenSource;
  };
}

interface IdentityOptions {
  readonly tenantId?: string;
  /** Origin where users sign in. */
  readonly authorityHost: string;
}

/** Azure as the settings and the account are now: `reset` when either changed. */
export interface AzureSession {
  readonly azure: Azure;
  /** The one of now, for work that must not change sides half-way. Rejects with FailureError for bad settings. */
  current(): Promise<Azure>;
  reset(): void;
}

/** The emulator's tokens name nobody: it has one account. */
const emulatorAccount = 'emulator';

export interface SessionListeners {
  /** See AzureOptions. */
  readonly throttled?: NonNullable<AzureOptions['throttled']>;
  /** An account of VS Code is used. */
  readonly signedInAs: SignedInAs;
  /** Whose the tokens of the session of now are, as `accountOf` says it. */
  readonly usedBy: (account: string) => void;
}

/** Its `azure` may be kept: each call goes to what is current then. Calls reject with FailureError for bad settings. */
export function createAzureSession(
  readSettings: () => Settings,
  modules: LazyModules,
  { signedInAs, usedBy, throttled }: SessionListeners,
): AzureSession {
  let current: Azure | undefined;
  const begin = (): Azure => {
    const options = optionsFor(readSettings(), modules, signedInAs);
    const tokenSource: TokenSource = async (scopes, asked) => {
      const token = await options.tokenSource(scopes, asked);
      const account = options.emulator ? emulatorAccount : accountOf(token.token);
      // A directory that one request asked for says nothing about the others.
      const isOfSession = asked.tenantId === undefined && asked.account === undefined && made === current;
      if (account !== undefined && isOfSession) usedBy(account);
      return token;
    };
    const { accounts } = options;
    const made = modules.azure().createAzure({
      ...options,
      tokenSource,
      ...(throttled !== undefined && { throttled }),
      ...(accounts !== undefined && {
        accounts: async () => {
          const found = await accounts();
          const all = accountsKey(found);
          if (all !== undefined && made === current) {
            signedInAs(all);
            usedBy(all);
          }
          return found;
        },
      }),
    });
    return made;
  };
  const get = (): Azure => (current ??= begin());
  return {
    azure: {
      images: {
        repositories: (...parameters) => orRefusal(async () => get().images.repositories(...parameters)),
        tags: (...parameters) => orRefusal(async () => get().images.tags(...parameters)),
        digestOf: (...parameters) => orRefusal(async () => get().images.digestOf(...parameters)),
      },
      observe: async (...parameters) => get().observe(...parameters),
      look: async (...parameters) => get().look(...parameters),
      write: async (...parameters) => get().write(...parameters),
      readRights: async (...parameters) => get().readRights(...parameters),
      readPullers: async (...parameters) => get().readPullers(...parameters),
      observeGrant: async (...parameters) => get().observeGrant(...parameters),
      listIdentities: async (...parameters) => get().listIdentities(...parameters),
      findPrincipals: async (...parameters) => get().findPrincipals(...parameters),
      importImage: async (...parameters) => get().importImage(...parameters),
      signedIn: async (...parameters) => get().signedIn(...parameters),
      readCommandTarget: async (...parameters) => get().readCommandTarget(...parameters),
      runInCluster: async (...parameters) => get().runInCluster(...parameters),
      resume: async (...parameters) => get().resume(...parameters),
      read: async (...parameters) => get().read(...parameters),
      contents: async (...parameters) => get().contents(...parameters),
      assignments: async (...parameters) => get().assignments(...parameters),
      locks: async (...parameters) => get().locks(...parameters),
      listSubscriptions: async (...parameters) => get().listSubscriptions(...parameters),
      listDirectories: async (...parameters) => get().listDirectories(...parameters),
      inventory: async (...parameters) => get().inventory(...parameters),
      inventoryAgain: async (...parameters) => get().inventoryAgain(...parameters),
      checkRegistryName: async (...parameters) => get().checkRegistryName(...parameters),
      listRegions: async (...parameters) => get().listRegions(...parameters),
      listResourceGroups: async (...parameters) => get().listResourceGroups(...parameters),
      readResource: async (...parameters) => get().readResource(...parameters),
    },
    current: async () => Promise.resolve(get()),
    reset() {
      current = undefined;
    },
  };
}

/** Images never reject: settings that can't be used are a refusal like others. */
async function orRefusal<T>(ask: () => Promise<T>): Promise<T | RegistryRefusal> {
  try {
    return await ask();
  } catch (thrown) {
    return { kind: 'failed', failure: failureFrom(thrown) };
  }
}

function optionsFor(settings: Settings, modules: LazyModules, signedInAs: SignedInAs): AzureOptions {
  const { cloud, emulatorEndpoint, sampleToken, signIn, tenant } = settings;
  return {
    endpoint: resourceManagerOf(settings),
    cloud,
    emulator: emulatorEndpoint !== undefined,
    // A directory that is named is the only one.
    ...(emulatorEndpoint === undefined &&
      signIn === 'vscode' &&
      tenant === undefined && {
        accounts: () => signedInAccounts(cloud),
        hiddenDirectories: settings.hiddenDirectories,
      }),
    // The emulator is next door and asks to be polled faster than whole seconds can say.
    ...(emulatorEndpoint !== undefined && { pollInterval: 200 }),
    tokenSource:
      emulatorEndpoint === undefined ? tokensFor(settings, modules, signedInAs) : emulatorTokens(sampleToken),
  };
}

function tokensFor(
  { signIn, cloud, tenant }: Settings,
  modules: LazyModules,
  signedInAs: SignedInAs,
): TokenSource {
  if (signIn === 'vscode') return vscodeTokens({ cloud, tenant }, signedInAs);
  const options: IdentityOptions = {
    authorityHost: cloud.authority,
    ...(tenant !== undefined && { tenantId: tenant }),
  };
  return modules.identity().createIdentityTokenSource(signIn, options);
}
