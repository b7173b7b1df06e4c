/** The commands of a walk, each done as its menu entry, its button or its field would. */
import { contoso, subscriptionIds } from '../../contract/support/contoso';
import { discardOperation } from '../../../src/provisioning';
import type { Pair } from '../../../src/model/armId';
import { notOpen, notUndoable } from '../../../src/views/history/allowed';
import { nothingToDo } from '../../../src/views/planForm/planView';
import type { FieldView } from '../../../src/views/planForm/protocol/fields';
import type { DiagnoseForm } from '../../../src/views/diagnose/diagnoseForm';
import type { Wanted } from '../../../src/views/operations/wanted';
import { readJournals } from './journals';
import type { Command, Walk } from './model';
import type { Page } from './page';
import { writesOf } from './pageStatements';
import { deletesSomething, makesSomething, opensOrCloses } from './somebody';
import type { Shared, Window } from './window';

/** What came of a command. */
export interface Done {
  readonly page?: Page | undefined;
  readonly diagnosis?: DiagnoseForm;
}

/** Longer than a lease. */
const restartMilliseconds = 61_000;

export class Commands {
  #created = 0;

  constructor(
    private readonly walk: Walk,
    private readonly windows: readonly [Window, Window],
    private readonly shared: Shared,
    /** Does what happens in the middle of something. */
    private readonly meanwhile: (command: Command) => Promise<void>,
  ) {}

  /** Undefined where there is nothing that the command could be about. */
  async perform(command: Command): Promise<Done | undefined> {
    const { what, pick, other } = command;
    const window = this.windows[command.window];
    const pair = this.#pair(pick);
    const page = window.pages.at(other % 3 === 0 ? -1 - (pick % Math.max(1, window.pages.length)) : -1);
    switch (what) {
      case 'link': {
        const { registryId, clusterId } = pair;
        return {
          page: await window.open({ form: 'link', parties: { registryId, clusterIds: [clusterId] } }),
        };
      }
      case 'linkSeveral': {
        const clusterIds = [
          ...new Set([pair.clusterId, this.#pair(other).clusterId, contoso('trainingCluster')]),
        ];
        const { registryId } = pair;
        return { page: await window.open({ form: 'link', parties: { registryId, clusterIds } }) };
      }
      case 'askApproval':
        return this.#askApproval(window, pair);
      case 'edit':
        return page && this.#edit(page, pick, other);
      case 'preview':
        return page && this.#previewed(page);
      case 'apply':
        return page && this.#apply(page, command);
      case 'front':
        if (page?.hasPanel !== true) return undefined;
        await page.front();
        return { page };
      case 'close':
        if (page === undefined) return undefined;
        window.close(window.pages.find(({ isHeld }) => isHeld) ?? page);
        return {};
      case 'reload':
      case 'crash':
        await window.reload(what === 'reload', () => this.shared.clock.pass(restartMilliseconds));
        return { page: window.pages.at(-1) };
      case 'cancel': {
        const held = window.pages.find(({ isHeld }) => isHeld);
        held?.form.handle({ type: 'cancel', choice: pick % 2 === 0 ? 'await' : 'abandon' });
        return held && {};
      }
      case 'unlink':
      case 'detach':
        return this.#operation(window, { kind: what, spec: { ...pair, ticked: [] } });
      case 'attach': {
        const { registryId, clusterId } = pair;
        const links = [{ clusterId, access: { mode: 'public' as const } }];
        return this.#operation(window, {
          kind: 'link',
          spec: { schemaVersion: 2, registryId, links, tags: {} },
        });
      }
      case 'grantPush':
        return this.#operation(window, {
          kind: 'grantPush',
          spec: {
            registryId: pair.registryId,
            principalId: contoso('pipeline'),
            principalType: 'ServicePrincipal',
            principalName: 'pipeline',
            browse: false,
          },
        });
      case 'approve':
        return this.#approve(window, pick, other);
      case 'rollBack':
      case 'resume':
      case 'discard':
        return this.#operationOf(window, what, pick);
      case 'create': {
        const created = await window.open({ form: 'create', subscriptionId: contoso('apps') });
        this.#created += 1;
        if (created.phase === 'editing') await created.edit('name', `contosowalk${this.#created}`);
        return { page: created };
      }
      case 'makePrivate':
      case 'publicAccess':
        return this.#makePrivate(window, pair.registryId, what === 'publicAccess' ? 2 : other % 2);
      case 'diagnose': {
        const { registryId, clusterId } = pair;
        const subscriptionId = subscriptionIds[other % 3] ?? '';
        const starts = [pair, pair, { registryId }, { clusterId }, { subscriptionId }] as const;
        return { diagnosis: await window.diagnose(starts[other % starts.length] ?? pair) };
      }
      case 'refresh':
        window.refresh();
        return {};
      case 'somebodyDeletes':
        return deletesSomething(this.shared, pick, other) ? {} : undefined;
      case 'somebodyMakesAgain': {
        const journals = await readJournals(this.shared);
        return makesSomething(this.shared, journals, pick, other) ? {} : undefined;
      }
      case 'somebodyOpensOrCloses':
        return opensOrCloses(this.shared, pair.registryId) ? {} : undefined;
    }
  }

  /** One of the walk's, mostly; or with a registry that was created in it. */
  #pair(pick: number): Pair {
    const { pairs } = this.walk;
    const pair = pairs[pick % pairs.length] ?? { registryId: '', clusterId: '' };
    const all = this.shared.emulator.estate.ofType('Microsoft.ContainerRegistry/registries');
    const created = all.find(({ name }) => name.startsWith('contosowalk'));
    return created !== undefined && pick % 5 === 0 ? { ...pair, registryId: created.id } : pair;
  }

  async #operation(window: Window, wanted: Wanted, resumes?: string): Promise<Done> {
    const more = resumes === undefined ? {} : { resumes };
    return { page: await window.open({ form: 'operation', wanted, ...more }) };
  }

  async #askApproval(window: Window, { registryId, clusterId }: Pair): Promise<Done> {
    const page = await window.open({ form: 'link', parties: { registryId, clusterIds: [clusterId] } });
    if (page.phase === 'editing') {
      await page.edit('approval', 'manual');
      await page.edit('requestMessage', 'For the shop, please.');
    }
    return { page };
  }

  /** Another choice of some field that has choices; a plan that is shown is dropped by it. */
  async #edit(page: Page, pick: number, other: number): Promise<Done | undefined> {
    const fields = fieldsOf(page).flatMap((field) => {
      const values = choicesOf(field);
      return values.length === 0 ? [] : [{ field, values }];
    });
    const chosen = fields[pick % Math.max(1, fields.length)];
    if (chosen === undefined) return undefined;
    const { field, values } = chosen;
    await page.edit(field.id, values[other % values.length] ?? '', field.scope);
    return { page };
  }

  /** Whatever the page shows, towards a plan. */
  async #previewed(page: Page): Promise<Done | undefined> {
    const { phase, form } = page;
    if (page.isHeld || phase === 'applying' || phase === 'done') return undefined;
    if (phase === 'choosing') form.chooseStage?.('together');
    if (phase === 'observing') form.handle({ type: 'retry' });
    if (phase === 'interrupted') form.handle({ type: 'resume' });
    await page.settled();
    // An upgrade costs money, and is agreed to on the form.
    const upgrade = fieldsOf(page).find(({ id, kind }) => id === 'upgrade' && kind === 'check');
    if (upgrade?.kind === 'check' && !upgrade.checked) await page.edit('upgrade', 'true', upgrade.scope);
    if (page.phase === 'editing' || page.phase === 'failed') await page.preview();
    return { page };
  }

  async #apply(page: Page, { meanwhile }: Command): Promise<Done | undefined> {
    if (page.isHeld) return undefined;
    if (page.phase !== 'plan') await this.#previewed(page);
    const state = page.form.state();
    if (state.phase !== 'plan') return { page };
    // There is no button where nothing is left to do.
    if (nothingToDo(state.shown.plan)) return undefined;
    const writes = writesOf(state.shown.plan).length;
    await page.apply(
      meanwhile && {
        left: meanwhile.after % Math.max(1, writes),
        happen: () => this.meanwhile(meanwhile.command),
      },
    );
    return { page };
  }

  async #approve(window: Window, pick: number, other: number): Promise<Done | undefined> {
    const { inventory } = await window.tree();
    const waiting = inventory.registries.flatMap(({ id: registryId, connections }) =>
      connections
        .filter(({ status }) => status === 'Pending')
        .map(({ id: connectionId, endpointId }) => ({ registryId, connectionId, endpointId })),
    );
    const chosen = waiting[pick % Math.max(1, waiting.length)];
    if (chosen === undefined) return undefined;
    const decision = other % 4 === 0 ? 'reject' : 'approve';
    return this.#operation(window, { kind: 'approval', spec: { ...chosen, decision, message: '' } });
  }

  async #operationOf(
    window: Window,
    what: 'rollBack' | 'resume' | 'discard',
    pick: number,
  ): Promise<Done | undefined> {
    const obstacle = what === 'rollBack' ? notUndoable : notOpen;
    const open = (await window.operations()).filter((one) => obstacle(one) === undefined);
    const operation = open[pick % Math.max(1, open.length)];
    if (operation === undefined) return undefined;
    const { operationId, title } = operation;
    if (what === 'rollBack')
      return this.#operation(window, { kind: 'rollBack', spec: { operationId, title } });
    if (what === 'discard') {
      const { journal, clock } = this.shared;
      await discardOperation(journal, clock, operationId, window.owner);
      return {};
    }
    const journals = await readJournals(this.shared);
    // What this version wrote it understands.
    return this.#operation(window, journals.get(operationId)?.plan.purpose as Wanted, operationId);
  }

  async #makePrivate(window: Window, registryId: string, stage: number): Promise<Done> {
    const page = await window.open({ form: 'makePrivate', registryId });
    if (page.phase === 'choosing') {
      page.form.chooseStage?.((['together', 'endpoint', 'access'] as const)[stage] ?? 'together');
      await page.settled();
      if (stage === 2) await page.edit('access', 'off');
    }
    return { page };
  }
}

function fieldsOf(page: Page): readonly FieldView[] {
  const { page: shown } = page.form.view();
  return 'form' in shown ? shown.form.sections.flatMap(({ fields }) => fields) : [];
}

/** Values that a field can be given by a click, besides the one that it has. */
function choicesOf(field: FieldView): readonly string[] {
  if (field.kind === 'check') return [String(!field.checked)];
  if (field.kind !== 'choice' && field.kind !== 'radio') return [];
  return field.options.map(({ value }) => value).filter((value) => value !== field.value);
}
