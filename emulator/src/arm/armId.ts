/**
 * Resource ids and request paths of Azure Resource Manager. Names in them are compared without case; the spelling
 * that was first used is kept, and type names are respelled by the caller's table (`spell`).
 */
export class ArmId {
  /** The tenant itself, the root of every id; its path is empty. */
  static readonly tenant = new ArmId(undefined, '', 'Microsoft.Resources/tenants', '', undefined, '');

  private constructor(
    /** What the resource lives in: parent resource, extended scope, group, subscription or tenant. */
    readonly parent: ArmId | undefined,
    /** The whole id, e.g. `/subscriptions/…/virtualNetworks/v/subnets/s`. */
    readonly path: string,
    /** Full type, e.g. `Microsoft.Network/virtualNetworks/subnets`. */
    readonly type: string,
    readonly name: string,
    /** Set where the last path piece is `/providers/{namespace}/{type}/{name}`. */
    private readonly namespace: string | undefined,
    private readonly segment: string,
  ) {}

  static subscription(subscriptionId: string): ArmId {
    return new ArmId(
      ArmId.tenant,
      `/subscriptions/${subscriptionId}`,
      'Microsoft.Resources/subscriptions',
      subscriptionId,
      undefined,
      'subscriptions',
    );
  }

  static group(subscriptionId: string, name: string): ArmId {
    return ArmId.subscription(subscriptionId).group(name);
  }

  group(name: string): ArmId {
    return this.child('resourceGroups', name);
  }

  /** A resource of a provider in this scope: a top-level one in a group, or an extension of a resource. */
  resource(namespace: string, segment: string, name: string): ArmId {
    const path = `${this.path}/providers/${namespace}/${segment}/${name}`;
    return new ArmId(this, path, `${namespace}/${segment}`, name, namespace, segment);
  }

  /** The registration of a resource provider in a subscription. */
  registration(namespace: string): ArmId {
    const path = `${this.path}/providers/${namespace}`;
    return new ArmId(this, path, 'Microsoft.Resources/providers', namespace, undefined, 'providers');
  }

  child(segment: string, name: string): ArmId {
    return new ArmId(
      this,
      `${this.path}/${segment}/${name}`,
      this.childType(segment),
      name,
      undefined,
      segment,
    );
  }

  /** Full type of the children that `{this}/{segment}` lists. */
  childType(segment: string): string {
    const isScope = this.parent === undefined || this.type.startsWith('Microsoft.Resources/');
    if (!isScope) return `${this.type}/${segment}`;
    const isOwnKind = /^(tenants|subscriptions|resourceGroups|resources|providers)$/i.test(segment);
    return isOwnKind ? `Microsoft.Resources/${segment}` : `${this.type}/${segment}`;
  }

  /** The same last piece under another parent, optionally renamed: to take over the spelling of what exists. */
  under(parent: ArmId, name = this.name): ArmId {
    if (this.namespace !== undefined) return parent.resource(this.namespace, this.segment, name);
    if (this.type === 'Microsoft.Resources/providers') return parent.registration(name);
    if (this.type === 'Microsoft.Resources/subscriptions') return ArmId.subscription(name);
    return parent.child(this.segment, name);
  }

  get subscriptionId(): string | undefined {
    return this.ancestor('Microsoft.Resources/subscriptions')?.name;
  }

  get resourceGroup(): string | undefined {
    return this.ancestor('Microsoft.Resources/resourceGroups')?.name;
  }

  /** The provider's namespace, e.g. `Microsoft.Network`. */
  get provider(): string {
    return this.type.slice(0, this.type.indexOf('/'));
  }

  /** Names by type segment of the last provider: `[network, subnet]`. */
  get names(): readonly string[] {
    if (this.parent === undefined) return [];
    const nested = this.namespace === undefined && this.parent.isResource;
    return nested ? [...this.parent.names, this.name] : [this.name];
  }

  /** The scope left of the last `/providers/`: group, subscription, tenant, or the resource that is extended. */
  get scope(): ArmId {
    if (this.parent === undefined) return this;
    return this.namespace === undefined && this.parent.isResource ? this.parent.scope : this.parent;
  }

  /** Whether a resource provider owns it, unlike tenant, subscription, group and registration. */
  get isResource(): boolean {
    return !this.type.startsWith('Microsoft.Resources/');
  }

  /** `parentType/childType` names as error texts show them: `Microsoft.Network/virtualNetworks/v/subnets/s`. */
  get label(): string {
    const path = this.path.slice(this.scope.path.length);
    return path.replace(/^\/providers\//, '');
  }

  is(other: ArmId | string): boolean {
    const path = typeof other === 'string' ? other : other.path;
    return this.path.toLowerCase() === path.toLowerCase();
  }

  isType(type: string): boolean {
    return this.type.toLowerCase() === type.toLowerCase();
  }

  toString(): string {
    return this.path;
  }

  private ancestor(type: string): ArmId | undefined {
    return this.type === type ? this : this.parent?.ancestor(type);
  }
}

export type ArmPath =
  | { readonly kind: 'item'; readonly id: ArmId }
  /** `{scope}/{segment}`: a list for GET, an action for POST. */
  | {
      readonly kind: 'collection';
      readonly scope: ArmId;
      readonly segment: string;
      readonly type: string;
      /** Set for `{scope}/providers/{namespace}/{segment}`. */
      readonly namespace?: string;
    };

/** Gives the official spelling of a full type (`microsoft.network/virtualnetworks`), if it is known. */
export type SpellType = (type: string) => string | undefined;

/**
 * Reads the path of a request (still percent-encoded, without query). `undefined`: not a path that Resource Manager
 * could answer, e.g. with empty segments, `..`, or encoded separators.
 */
export function parseArmPath(path: string, spell: SpellType = () => undefined): ArmPath | undefined {
  const segments = decodeSegments(path);
  if (segments === undefined) return undefined;
  let scope = ArmId.tenant;
  let rest = segments;
  while (rest.length > 0) {
    const [keyword, first, second, third] = rest;
    if (keyword === undefined) return undefined;
    if (keyword.toLowerCase() === 'providers') {
      if (first === undefined) {
        return { kind: 'collection', scope, segment: 'providers', type: 'Microsoft.Resources/providers' };
      }
      if (second === undefined) return { kind: 'item', id: scope.registration(first) };
      const type = spell(`${first}/${second}`) ?? `${first}/${second}`;
      const slash = type.indexOf('/');
      const namespace = type.slice(0, slash);
      const segment = type.slice(slash + 1);
      if (third === undefined) return { kind: 'collection', scope, segment, type, namespace };
      scope = scope.resource(namespace, segment, third);
      rest = rest.slice(4);
      continue;
    }
    const segment = spellSegment(scope, keyword, spell);
    if (first === undefined) return { kind: 'collection', scope, segment, type: scope.childType(segment) };
    if (segment === 'subscriptions' && scope === ArmId.tenant) scope = ArmId.subscription(first);
    else scope = scope.child(segment, first);
    rest = rest.slice(2);
  }
  return scope === ArmId.tenant ? undefined : { kind: 'item', id: scope };
}

/** Reads the id of a resource, as bodies hold it. */
export function parseArmId(text: string, spell?: SpellType): ArmId | undefined {
  const parsed = parseArmPath(text, spell);
  return parsed?.kind === 'item' ? parsed.id : undefined;
}

function spellSegment(scope: ArmId, segment: string, spell: SpellType): string {
  const lower = segment.toLowerCase();
  if (!scope.isResource) {
    if (lower === 'subscriptions') return 'subscriptions';
    if (lower === 'resourcegroups') return 'resourceGroups';
  }
  const type = spell(scope.childType(segment));
  return type === undefined ? segment : type.slice(type.lastIndexOf('/') + 1);
}

function decodeSegments(path: string): string[] | undefined {
  if (!path.startsWith('/')) return undefined;
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    const isOdd = (segment: string): boolean =>
      segment === '' ||
      segment === '.' ||
      segment === '..' ||
      segment.length > 260 ||
      ODD_CHARACTERS.test(segment);
    return segments.some(isOdd) ? undefined : segments;
  } catch {
    return undefined;
  }
}

/**
 * Resource Manager refuses these in any segment ("a potentially dangerous Request.Path value was detected"); a star is
 * the name of a wildcard record in private DNS.
 */
const ODD_CHARACTERS = /[\p{Cc}<>%&:\\?/#|"]/u;
