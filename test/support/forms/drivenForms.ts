/** Every form with fields that are typed into, over a fake Azure, driven by the very messages that its page sends. */
import type { Azure } from '../../../src/provisioning/ports';
import type { CreateAzure } from '../../../src/views/createRegistry/createDeps';
import { createRegistryForm } from '../../../src/views/createRegistry/createKind';
import { toHost as createMessages } from '../../../src/views/createRegistry/protocol/messages';
import { createLinkForm } from '../../../src/views/link/linkForm';
import { toHost as linkMessages } from '../../../src/views/link/protocol/messages';
import { MakePrivateKind } from '../../../src/views/makePrivate/makePrivateKind';
import type { MakePrivateTypes } from '../../../src/views/makePrivate/makePrivateTypes';
import type { Stage } from '../../../src/views/makePrivate/protocol';
import { toHost as privateMessages } from '../../../src/views/makePrivate/protocol/messages';
import { engine } from '../../../src/views/planForm/engine';
import type { FormTypes } from '../../../src/views/planForm/formKind';
import { PlanForm, type FormMessage } from '../../../src/views/planForm/planForm';
import type { SectionView } from '../../../src/views/planForm/protocol/fields';
import { errorsOf } from '../../../src/views/planForm/fields';
import { wanted } from '../../../src/views/verify/choices';
import { toHost as verifyMessages } from '../../../src/views/verify/protocol/messages';
import { viewOf } from '../../../src/views/verify/verifyView';
import { imageText } from '../../../src/verifying/testImage';
import { startedVerify } from '../verifyForm';
import { parsed } from '../../../src/views/webview/messages';
import { MemoryStorage } from '../fakeWriter';
import {
  FakeAzure,
  ids,
  inventory,
  openStandard,
  registry,
  subscriptions,
  unlinkedBoth,
} from '../linkForm/fakeAzure';

/** What a page sends; anything may be typed. */
interface PageMessage {
  readonly type: string;
  readonly [member: string]: unknown;
}

export interface DrivenForm {
  sections(): readonly SectionView[];
  /** As the panel takes it: parsed first. False where it was refused. */
  send(message: PageMessage): Promise<boolean>;
  /** What the plan that is shown was made for; undefined while none is. */
  planned(): unknown;
  /** Whether what is chosen can be planned. */
  mayPlan(): boolean;
  /** How often Azure was asked. */
  asked(): number;
}

type Schema = Parameters<typeof parsed>[0];

function driven<T extends FormTypes>(form: PlanForm<T>, schema: Schema, azure: FakeAzure): DrivenForm {
  return {
    sections: () => form.snapshot.sections,
    send: async (message) => {
      const taken = parsed(schema, message);
      if (taken.ok) form.handle(taken.value as FormMessage);
      await form.settled();
      return taken.ok;
    },
    planned: () => {
      const { state } = form.snapshot;
      return state.phase === 'plan' ? state.shown.plan.purpose.spec : undefined;
    },
    mayPlan: () => errorsOf(form.snapshot.sections) === 0,
    asked: () => azure.requests.length,
  };
}

function common(azure: FakeAzure) {
  let made = 0;
  return {
    azure: () => Promise.resolve(azure),
    inventory: () => Promise.resolve(inventory),
    preferred: () => ({}),
    hostSuffix: () => 'azurecr.io',
    newId: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
    changed: () => undefined,
    written: () => undefined,
    log: () => undefined,
    journal: new MemoryStorage(),
    clock: { now: () => 1_000_000, sleep: () => Promise.resolve() },
  };
}

async function link(clusterIds: readonly string[]): Promise<DrivenForm> {
  const azure = new FakeAzure();
  azure.observed = () => unlinkedBoth;
  const clusters = unlinkedBoth.clusters;
  if (clusterIds.length === 1)
    azure.observed = () => ({ ...unlinkedBoth, clusters: only(clusters, clusterIds[0] ?? '') });
  const form = createLinkForm(common(azure), engine, { registryId: ids.registry, clusterIds });
  await form.settled();
  return driven(form, linkMessages, azure);
}

function only<T>(facts: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key === id.toLowerCase()));
}

async function create(): Promise<DrivenForm> {
  const azure = new FakeAzure();
  azure.observed = () => ({ ...unlinkedBoth, registry: { state: 'absent' }, clusters: {} });
  const [, subscription] = subscriptions;
  const all: CreateAzure = Object.assign(azure, {
    listResourceGroups: () => Promise.resolve([]),
    checkRegistryName: () => Promise.resolve({ available: true as const }),
  } satisfies Pick<Azure, 'listResourceGroups' | 'checkRegistryName'>);
  const form = createRegistryForm({ ...common(azure), azure: () => Promise.resolve(all) }, engine, {
    schemaVersion: 1,
    subscriptionId: subscription?.id ?? '',
  });
  await form.settled();
  return driven(form, createMessages, azure);
}

async function makePrivate(stage: Stage): Promise<DrivenForm> {
  const azure = new FakeAzure();
  azure.observed = () => ({ ...openStandard, clusters: {} });
  const rules = { defaultAction: 'Allow', ipRules: [] };
  const answered = {
    id: registry.id,
    sku: { name: 'Premium' },
    properties: { publicNetworkAccess: 'Enabled', networkRuleSet: rules },
  };
  azure.read = (id) =>
    Promise.resolve(id === registry.id ? { state: 'known', value: answered } : { state: 'absent' });
  const deps = common(azure);
  const kind = new MakePrivateKind(deps, { registryId: registry.id, stage });
  const form = new PlanForm<MakePrivateTypes, MakePrivateKind>(deps, engine, kind, {});
  await form.settled();
  return driven(form, privateMessages, azure);
}

async function verify(): Promise<DrivenForm> {
  const { form, sent } = startedVerify({ image: 'shop/web:v1' });
  await new Promise((resolve) => setImmediate(resolve));
  const wish = () => (form.state.phase === 'ready' ? wanted(form.choices, form.state.subject) : undefined);
  return {
    sections: () => {
      const { page } = viewOf(form, 0, undefined);
      return 'form' in page ? page.form.sections : [];
    },
    send: (message) => {
      const taken = parsed(verifyMessages, message);
      if (taken.ok && taken.value.type === 'edit') {
        const { field, scope, value, edit } = taken.value;
        form.take(field, scope, value, edit);
      }
      return Promise.resolve(taken.ok || message.type === 'preview');
    },
    planned: () => {
      const request = wish();
      return request && { image: imageText(request.image), namespace: request.namespace };
    },
    mayPlan: () => form.startable,
    asked: () => sent.length,
  };
}

export const drivenForms: readonly (readonly [name: string, open: () => Promise<DrivenForm>])[] = [
  ['Link to AKS', () => link([ids.cluster])],
  ['Link of two clusters', () => link([ids.cluster, ids.otherCluster])],
  ['Create Private Registry', create],
  ['Make Private', () => makePrivate('endpoint')],
  ['Public network access', () => makePrivate('access')],
  ['Verify from Inside the Cluster', verify],
];
