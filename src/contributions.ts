/**
 * Every id that package.json and the code share, typed once. A unit test compares them with the manifest in both
 * directions, so an id that is in one place only fails the build.
 */

export const extensionId = 'acr-private-link.acr-private-link';

export const commandIds = {
  linkToCluster: 'acrPrivateLink.linkToCluster',
  linkToRegistry: 'acrPrivateLink.linkToRegistry',
  createRegistry: 'acrPrivateLink.createRegistry',
  makePrivate: 'acrPrivateLink.makePrivate',
  attach: 'acrPrivateLink.attach',
  detach: 'acrPrivateLink.detach',
  approve: 'acrPrivateLink.approve',
  reject: 'acrPrivateLink.reject',
  grantPush: 'acrPrivateLink.grantPush',
  importTestImage: 'acrPrivateLink.importTestImage',
  pushGuide: 'acrPrivateLink.pushGuide',
  copyGuideCommand: 'acrPrivateLink.copyGuideCommand',
  runGuideCommand: 'acrPrivateLink.runGuideCommand',
  insertDeployment: 'acrPrivateLink.insertDeployment',
  enterImage: 'acrPrivateLink.enterImage',
  copyImage: 'acrPrivateLink.copyImage',
  copyImageDigest: 'acrPrivateLink.copyImageDigest',
  loadMoreImages: 'acrPrivateLink.loadMoreImages',
  showMore: 'acrPrivateLink.showMore',
  reloadImages: 'acrPrivateLink.reloadImages',
  pointImage: 'acrPrivateLink.pointImage',
  removePullSecret: 'acrPrivateLink.removePullSecret',
  chooseManifestCluster: 'acrPrivateLink.chooseManifestCluster',
  openInPortal: 'acrPrivateLink.openInPortal',
  copyResourceId: 'acrPrivateLink.copyResourceId',
  copyValue: 'acrPrivateLink.copyValue',
  viewProperties: 'acrPrivateLink.viewProperties',
  history: 'acrPrivateLink.history',
  viewJournal: 'acrPrivateLink.viewJournal',
  showOperation: 'acrPrivateLink.showOperation',
  resume: 'acrPrivateLink.resume',
  rollBack: 'acrPrivateLink.rollBack',
  discard: 'acrPrivateLink.discard',
  exportAsCode: 'acrPrivateLink.exportAsCode',
  unlink: 'acrPrivateLink.unlink',
  verifyFromInside: 'acrPrivateLink.verifyFromInside',
  findResource: 'acrPrivateLink.findResource',
  groupTree: 'acrPrivateLink.groupTree',
  estateReport: 'acrPrivateLink.estateReport',
  diagnose: 'acrPrivateLink.diagnose',
  findFailingPulls: 'acrPrivateLink.findFailingPulls',
  explainPullError: 'acrPrivateLink.explainPullError',
  showOnlyProblems: 'acrPrivateLink.showOnlyProblems',
  showAll: 'acrPrivateLink.showAll',
  refresh: 'acrPrivateLink.refresh',
  retry: 'acrPrivateLink.retry',
  showFailure: 'acrPrivateLink.showFailure',
  signIn: 'acrPrivateLink.signIn',
  signInToDirectory: 'acrPrivateLink.signInToDirectory',
  accountsAndDirectories: 'acrPrivateLink.accountsAndDirectories',
  selectSubscriptions: 'acrPrivateLink.selectSubscriptions',
  getStarted: 'acrPrivateLink.getStarted',
  trySample: 'acrPrivateLink.trySample',
  leaveSample: 'acrPrivateLink.leaveSample',
  openSettings: 'acrPrivateLink.openSettings',
  showLog: 'acrPrivateLink.showLog',
} as const;

/** Tools that language models may call, by the names that VS Code's guide asks for: extension, verb and noun. */
export const toolIds = {
  listEstate: 'acr-private-link_list_estate',
  explainPullError: 'acr-private-link_explain_pull_error',
  diagnosePair: 'acr-private-link_diagnose_pair',
  planLink: 'acr-private-link_plan_link',
  planPrivateRegistry: 'acr-private-link_plan_private_registry',
  listImages: 'acr-private-link_list_images',
  exportPlan: 'acr-private-link_export_plan',
  verifyPull: 'acr-private-link_verify_pull',
} as const;

/** A view container's id may not have a dot in it. */
/** Of exports, where no other extension brings the language. */
export const languageIds = {
  terraform: 'acr-private-link-terraform',
  bicep: 'acr-private-link-bicep',
} as const;

export const viewContainerId = 'acrPrivateLink';

export const viewIds = { explorer: 'acrPrivateLink.explorer' } as const;

/** The steps from a registry and a cluster to a pod that pulls, as VS Code shows them. */
export const walkthroughId = 'getStarted';

/** Kinds of webview panels, for the event that restores them after a reload. */
export const webviewTypes = {
  link: 'acrPrivateLink.link',
  createRegistry: 'acrPrivateLink.createRegistry',
  makePrivate: 'acrPrivateLink.makePrivate',
  verify: 'acrPrivateLink.verify',
  diagnose: 'acrPrivateLink.diagnose',
  plan: 'acrPrivateLink.plan',
  history: 'acrPrivateLink.history',
} as const;

/** Names below the section, as `getConfiguration(settingsSection).get(…)` takes them. */
export const settingsSection = 'acrPrivateLink';
export const settingNames = {
  cloud: 'cloud',
  customCloud: 'customCloud',
  emulatorEndpoint: 'emulator.endpoint',
  signIn: 'signIn',
  tenant: 'tenant',
  hiddenDirectories: 'hiddenDirectories',
  subscriptions: 'subscriptions',
  treeGroupBy: 'tree.groupBy',
  names: 'names',
  tags: 'tags',
  problemsBadge: 'problemsBadge',
  manifestsCluster: 'manifests.cluster',
  manifestsDiagnostics: 'manifests.diagnostics',
  manifestsCodeLens: 'manifests.codeLens',
} as const;

/** The id by which the user finds a setting. */
export function settingId(name: keyof typeof settingNames): string {
  return `${settingsSection}.${settingNames[name]}`;
}

/** Keys for `setContext`, which `when` clauses ask for. */
export const contextKeys = {
  state: 'acrPrivateLink.state',
  sample: 'acrPrivateLink.sample',
  /** Nodes pulled, a manifest was inserted or pointed, a pair was diagnosed: steps of the walkthrough that are over. */
  verified: 'acrPrivateLink.verified',
  deployed: 'acrPrivateLink.deployed',
  diagnosed: 'acrPrivateLink.diagnosed',
  /** Show Only Problems is on. */
  onlyProblems: 'acrPrivateLink.onlyProblems',
} as const;

/** What the whole tree is; the empty ones have a welcome text each. */
export const explorerStates = [
  'loading',
  'signedOut',
  'noSubscriptions',
  'onlyDisabled',
  'filteredOut',
  'noResources',
  'failed',
  'ready',
] as const;
export type ExplorerState = (typeof explorerStates)[number];

/** Kinds of tree nodes that menus are attached to. Never a name of a resource. */
export const contextValues = {
  subscription: 'subscription',
  registries: 'registries',
  registry: 'registry',
  clusters: 'clusters',
  cluster: 'cluster',
  pools: 'pools',
  endpoints: 'endpoints',
  endpoint: 'endpoint',
  network: 'network',
  linkedRegistries: 'linkedRegistries',
  linkedRegistry: 'linkedRegistry',
  linkedClusters: 'linkedClusters',
  linkedCluster: 'linkedCluster',
  detail: 'detail',
  images: 'images',
  repository: 'repository',
  imageTag: 'imageTag',
  imagesFailure: 'imagesFailure',
  moreImages: 'moreImages',
  failure: 'failure',
  operation: 'operation',
  interruptedLink: 'interruptedLink',
  interruptedUndoing: 'interruptedUndoing',
  damagedOperation: 'damagedOperation',
} as const;

/**
 * States of nodes that decide which entries of a menu apply; they follow the kind after a blank. A registry is `open` to
 * public addresses, `closed` to everybody or `private`; a link is `whole` or `partial`; an endpoint may be `pending`.
 */
export const contextStates = ['open', 'closed', 'private', 'whole', 'partial', 'pending'] as const;
