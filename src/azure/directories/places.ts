import { t } from '@vscode/l10n';
import pLimit from 'p-limit';
import { sameId, subscriptionKeyOf } from '../../model/armId';
import { type Failure, FailureError } from '../../model/failure';
import type {
  Account,
  AccountDirectory,
  Azure,
  AzureOptions,
  Directory,
  Subscription,
  TokenSource,
} from '../../provisioning';
import { orAborted } from '../http/aborting';
import { failureOf } from '../http/failures';

/** Azure as one account sees one of its directories. */
export interface Place {
  readonly azure: Azure;
  readonly tokens: TokenSource;
}

export type SeveralOptions = AzureOptions & Required<Pick<AzureOptions, 'accounts'>>;

interface Listed {
  readonly directory: AccountDirectory;
  readonly subscriptions: readonly Subscription[];
}

/** Directories that are asked at the same time. */
const AT_ONCE = 6;

/** The directories of all accounts, and which subscription is in which. */
export class Places {
  readonly #places = new Map<string, Place>();
  readonly #bySubscription = new Map<string, Place>();
  /** What users call directories, by their ids. */
  readonly #names = new Map<string, string>();
  /** Ids of registries by login server. */
  readonly #registries = new Map<string, string>();
  /** Directories that could not be read when they were listed last. */
  #unread: readonly AccountDirectory[] = [];
  #listing: Promise<readonly Subscription[]> | undefined;
  #subscriptions: readonly Subscription[] = [];

  constructor(
    private readonly options: SeveralOptions,
    private readonly make: (options: AzureOptions) => Azure,
  ) {}

  /** Those that were listed last. */
  get subscriptions(): readonly Subscription[] {
    return this.#subscriptions;
  }

  /** See Azure.listSubscriptions. */
  async list(
    signal: AbortSignal,
    onDirectories?: (directories: readonly AccountDirectory[]) => void,
    onFirst?: (first: readonly Subscription[]) => void,
  ): Promise<readonly Subscription[]> {
    const accounts = await this.options.accounts();
    // Whoever gives tokens says what to do where nobody is signed in.
    if (accounts.length === 0) return this.#place(undefined, undefined).azure.listSubscriptions(signal);
    const limit = pLimit(AT_ONCE);
    const only = accounts.length === 1 ? onFirst : undefined;
    const ofAccounts = accounts.map((account) => this.#ofAccount(account, limit, signal, only));
    const listed = withoutStrangers((await Promise.all(ofAccounts)).flat());
    onDirectories?.(listed.map(({ directory }) => directory));
    const asked = listed.filter(({ directory: { isHidden } }) => isHidden !== true);
    this.#unread = asked.flatMap(({ directory }) => (directory.failure === undefined ? [] : [directory]));
    const failures = this.#unread.flatMap(({ failure }) => failure ?? []);
    const [first] = failures;
    if (first !== undefined && failures.length === asked.length) throw new FailureError(first);
    this.#subscriptions = this.#takeIn(asked);
    this.#listing ??= Promise.resolve(this.#subscriptions);
    return this.#subscriptions;
  }

  /** Where a subscription (a GUID), or the one of a resource is; the first account's own directory where nobody lists it. */
  async of(id: string, signal?: AbortSignal): Promise<Place> {
    const key = subscriptionKeyOf(id) || id.toLowerCase();
    const known = this.#bySubscription.get(key);
    if (known !== undefined || key === '') return known ?? this.#own();
    // Shared, so that nobody's own signal ends it.
    const listing = (this.#listing ??= this.list(new AbortController().signal));
    try {
      await (signal === undefined ? listing : orAborted(listing, signal));
    } catch (error) {
      if (this.#listing === listing && signal?.aborted !== true) this.#listing = undefined;
      throw error;
    }
    const found = this.#bySubscription.get(key);
    if (found !== undefined) return found;
    // Another directory's token would be refused, and say nothing of why.
    if (this.#unread.length > 0) throw new FailureError(elsewhere(key, this.#unread));
    return this.#own();
  }

  /** Where the registry is that was noted with this login server. */
  ofLoginServer(loginServer: string): Promise<Place> {
    return this.of(this.#registries.get(loginServer.toLowerCase()) ?? '');
  }

  /** A registry is asked for its images by its login server alone. */
  note(registries: readonly { readonly id: string; readonly loginServer: string }[]): void {
    for (const { id, loginServer } of registries) this.#registries.set(loginServer.toLowerCase(), id);
  }

  /** Every account's own directory. */
  async owns(): Promise<readonly Place[]> {
    return (await this.options.accounts()).map((account) => this.#place(account, undefined));
  }

  async #own(): Promise<Place> {
    return (await this.owns())[0] ?? this.#place(undefined, undefined);
  }

  async #ofAccount(
    account: Account,
    limit: ReturnType<typeof pLimit>,
    signal: AbortSignal,
    onFirst?: (first: readonly Subscription[]) => void,
  ): Promise<readonly Listed[]> {
    let directories: readonly Directory[];
    try {
      directories = await this.#place(account, undefined).azure.listDirectories(signal);
    } catch (error) {
      return [failed({ id: '', name: account.label, domain: '', account }, error, signal)];
    }
    for (const { id, name } of directories) this.#names.set(id, name);
    const only = directories.filter(({ id }) => !this.#isHidden(id)).length === 1 ? onFirst : undefined;
    const ofDirectories = directories.map((directory) =>
      // Of several, each stands below a directory of its own, which is told when all are known.
      limit(() => this.#ofDirectory({ ...directory, account }, signal, only)),
    );
    return Promise.all(ofDirectories);
  }

  #isHidden(directoryId: string): boolean {
    return this.options.hiddenDirectories?.includes(directoryId.toLowerCase()) === true;
  }

  async #ofDirectory(
    directory: Omit<AccountDirectory, 'subscriptionIds'>,
    signal: AbortSignal,
    onFirst?: (first: readonly Subscription[]) => void,
  ): Promise<Listed> {
    const { id, account } = directory;
    if (this.#isHidden(id))
      return { directory: { ...directory, isHidden: true, subscriptionIds: [] }, subscriptions: [] };
    try {
      const { azure } = this.#place(account, id);
      const begun = (first: readonly Subscription[]) => {
        this.#takeIn([{ directory: { ...directory, subscriptionIds: [] }, subscriptions: first }]);
        onFirst?.(first);
      };
      const subscriptions = await azure.listSubscriptions(signal, undefined, onFirst && begun);
      const subscriptionIds = subscriptions.map((subscription) => subscription.id.toLowerCase());
      return { directory: { ...directory, subscriptionIds }, subscriptions };
    } catch (error) {
      return failed(directory, error, signal);
    }
  }

  /**
   * Two accounts, and two directories, may see the same subscription: it is asked for in its own directory, else in the first.
   * Where those are that aren't listed any more stays known: their directory says why it gives nothing.
   */
  #takeIn(listed: readonly Listed[]): readonly Subscription[] {
    const found = new Map<string, Subscription>();
    for (const isOwn of [true, false]) {
      for (const { directory, subscriptions } of listed) {
        for (const subscription of subscriptions) {
          const key = subscription.id.toLowerCase();
          if (found.has(key) || (isOwn && !sameId(subscription.tenantId, directory.id))) continue;
          found.set(key, subscription);
          this.#bySubscription.set(key, this.#place(directory.account, directory.id));
        }
      }
    }
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  #place(account: Account | undefined, tenantId: string | undefined): Place {
    const key = `${account?.id ?? ''} ${tenantId ?? ''}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const { options } = this;
    const tokens: TokenSource = (scopes, asked) => {
      const tenantName = this.#names.get(tenantId ?? '');
      return options.tokenSource(scopes, {
        ...(tenantId !== undefined && { tenantId }),
        ...(tenantName !== undefined && { tenantName }),
        ...asked,
        ...(account !== undefined && { account: account.id }),
      });
    };
    // What is near a resource, such as a network that is peered, may be in a subscription of another directory.
    const tokensFor = (subscriptionId: string) =>
      this.#bySubscription.get(subscriptionId.toLowerCase())?.tokens;
    const made = { tokens, azure: this.make({ ...options, tokenSource: tokens, tokensFor }) };
    this.#places.set(key, made);
    return made;
  }
}

/** Who is signed in to VS Code for something else, and never was for this, isn't missed where others are. */
function withoutStrangers(listed: readonly Listed[]): readonly Listed[] {
  const isStranger = ({ directory: { id, failure } }: Listed) =>
    id === '' && failure?.code === 'signIn.required';
  if (listed.every(isStranger)) return listed;
  return listed.map((one) =>
    isStranger(one) ? { ...one, directory: { ...one.directory, isHidden: true } } : one,
  );
}

/** A subscription that nobody lists while some directories can't be read. */
function elsewhere(subscriptionId: string, unread: readonly AccountDirectory[]): Failure {
  const names = unread.map(({ name, account }) => `${name} (${account.label})`).join(', ');
  const signIn = unread.length === 1 ? unread[0]?.failure?.signIn : undefined;
  return {
    code: 'signIn.directory',
    kind: 'auth',
    message: t`The subscription ${subscriptionId} isn’t in any directory that could be read. These directories couldn’t be read: ${names}.`,
    nextAction: t('Sign in to its directory with Accounts and Directories…'),
    ...(signIn !== undefined && { signIn }),
  };
}

/** Nobody waits any more where the signal is aborted: that is no failure of the directory. */
function failed(
  directory: Omit<AccountDirectory, 'subscriptionIds'>,
  error: unknown,
  signal: AbortSignal,
): Listed {
  signal.throwIfAborted();
  const failure = failureOf(error, undefined, signal);
  return { directory: { ...directory, failure, subscriptionIds: [] }, subscriptions: [] };
}
