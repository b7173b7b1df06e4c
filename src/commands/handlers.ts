import * as vscode from 'vscode';
import { type commandIds, extensionId, settingsSection, walkthroughId } from '../contributions';
import type { CommandTerminal } from '../platform/commandTerminal';
import type { Documents } from '../platform/documents';
import type { ManifestScanner } from '../language/manifestScanner';
import type { EstateStore } from '../platform/estateStore';
import type { LogChannel } from '../platform/log';
import type { Operations } from '../platform/operations';
import type { Settings } from '../platform/parseSettings';
import type { Presenter } from '../platform/present';
import type { SampleEstate } from '../platform/sampleEstate';
import type { RegistryImages } from '../provisioning';
import type { Explorer } from '../views/explorer/explorer';
import type { GuideDocuments } from '../views/pushGuide/guideDocuments';
import { accountsAndDirectories } from './accountsAndDirectories';
import { attach } from './attach';
import { chooseManifestCluster } from './chooseManifestCluster';
import { copyImage } from './copyImage';
import { copyResourceId } from './copyResourceId';
import { copyValue } from './copyValue';
import { createRegistry, type CreateRegistryForm } from './createRegistry';
import { decideApproval } from './decideApproval';
import { detach } from './detach';
import { diagnose, type DiagnoseOpener } from './diagnose';
import { discard } from './discardOperation';
import { estateReport } from './estateReport';
import { exportAsCode } from './exportAsCode';
import { explainPullError } from './explainPullError';
import { findFailingPulls } from './findFailingPulls';
import { findResource } from './findResource';
import { grantPush } from './grantPush';
import { groupTree } from './groupTree';
import { importTestImage, type RecentImages } from './importImage';
import { insertDeployment } from './insertDeployment';
import type { LinkForm } from './linkForm';
import { linkToCluster } from './linkToCluster';
import { linkToRegistry } from './linkToRegistry';
import { makePrivate, type MakePrivateForm } from './makePrivate';
import { openInPortal } from './openInPortal';
import { pointImageAtRegistry } from './pointImage';
import { showPushGuide } from './pushGuide';
import { copyGuideCommand, runGuideCommand } from './pushGuideCommands';
import { refresh } from './refresh';
import { removePullSecret } from './removePullSecret';
import { resume } from './resumeOperation';
import { rollBack } from './rollBack';
import type { OperationPage, OperationPorts } from './operationPage';
import { type OperationPages, showOperation } from './showOperation';
import { selectSubscriptions } from './selectSubscriptions';
import { signIn } from './signIn';
import { signInToDirectory } from './signInToDirectory';
import { failureOf, imageListOf, signInOf, textOf } from './target';
import { trySample } from './trySample';
import { unlink } from './unlink';
import { verifyFromInside, type VerifyOpener } from './verifyFromInside';
import { viewJournal } from './viewJournal';
import { viewProperties } from './viewProperties';

export interface CommandPorts {
  readonly explorer: Pick<
    Explorer,
    'loadMoreImages' | 'reloadImages' | 'reveal' | 'showMore' | 'showOnlyProblems'
  >;
  readonly images: RegistryImages;
  readonly estate: EstateStore;
  readonly documents: Documents;
  readonly form: LinkForm;
  readonly createRegistryForm: CreateRegistryForm;
  readonly makePrivateForm: MakePrivateForm;
  readonly guides: GuideDocuments;
  readonly log: LogChannel;
  readonly operations: Operations;
  /** Everything that may have the page of an operation. */
  readonly pages: OperationPages;
  readonly page: OperationPage;
  readonly history: { open(): void };
  readonly running: OperationPorts;
  readonly presenter: Presenter;
  readonly scanner: ManifestScanner;
  readonly terminal: CommandTerminal;
  readonly verifying: VerifyOpener;
  readonly diagnosing: DiagnoseOpener;
  readonly sample: Pick<SampleEstate, 'start' | 'stop'>;
  readSettings(): Settings;
  /** Forgets what is signed in: the next call to Azure asks again. */
  resetSession(): void;
}

/** What runs behind a command; `argument` is whatever VS Code or another extension passes. */
export type CommandHandlers = Readonly<Record<keyof typeof commandIds, (argument: unknown) => unknown>>;

/** What is behind every command of the manifest. A handler rejects with what the presenter shows. */
export function commandHandlers(ports: CommandPorts): CommandHandlers {
  const { estate, documents, form, log, presenter, scanner } = ports;
  const imported: RecentImages = new Map();
  return {
    linkToCluster: (argument) => linkToCluster(argument, form, estate),
    linkToRegistry: (argument) => linkToRegistry(argument, form, estate),
    createRegistry: (argument) => createRegistry(argument, ports.createRegistryForm, estate),
    makePrivate: (argument) => makePrivate(argument, ports.makePrivateForm, estate),
    attach: (argument) => attach(argument, estate, ports.page),
    detach: (argument) => detach(argument, estate, ports.page),
    approve: (argument) => decideApproval(argument, 'approve', estate, ports.page),
    reject: (argument) => decideApproval(argument, 'reject', estate, ports.page),
    grantPush: (argument) => grantPush(argument, estate, ports.page, ports.running),
    importTestImage: (argument) => importTestImage(argument, estate, ports.running, imported),
    pushGuide: (argument) => showPushGuide(argument, estate, ports.guides),
    copyGuideCommand: (argument) => copyGuideCommand(argument, ports.guides),
    runGuideCommand: (argument) => runGuideCommand(argument, ports.guides, ports.terminal),
    insertDeployment: (argument) => insertDeployment(argument, estate, ports.images),
    enterImage: (argument) => insertDeployment(argument, estate, undefined),
    copyImage: (argument) => copyImage(argument, 'tag'),
    copyImageDigest: (argument) => copyImage(argument, 'digest'),
    loadMoreImages: async (argument) => {
      const list = imageListOf(argument);
      if (list !== undefined) await ports.explorer.loadMoreImages(list);
    },
    showMore: async (argument) => {
      const listId = textOf(argument, 'listId');
      if (listId !== undefined) await ports.explorer.showMore(listId);
    },
    reloadImages: async (argument) => {
      const list = imageListOf(argument);
      if (list !== undefined) await ports.explorer.reloadImages(list);
    },
    pointImage: (argument) => pointImageAtRegistry(argument, estate, scanner, ports.images),
    removePullSecret: (argument) => removePullSecret(argument, scanner),
    chooseManifestCluster: (argument) => chooseManifestCluster(argument, estate),
    openInPortal: (argument) => openInPortal(argument, estate, ports.readSettings()),
    copyResourceId: (argument) => copyResourceId(argument, estate),
    copyValue,
    viewProperties: (argument) => viewProperties(argument, estate, documents),
    history: () => {
      ports.history.open();
    },
    viewJournal: (argument) => viewJournal(argument, documents, ports.history),
    showOperation: (argument) => showOperation(argument, ports.operations, ports.pages),
    resume: (argument) => resume(argument, ports.operations, ports.page, ports.running.journal),
    rollBack: (argument) => rollBack(argument, ports.operations, ports.page),
    exportAsCode: (argument) =>
      exportAsCode(argument, {
        store: estate,
        operations: ports.operations,
        running: ports.running,
        settings: ports.readSettings(),
      }),
    discard: (argument) => discard(argument, ports.operations, ports.running),
    verifyFromInside: (argument) => verifyFromInside(argument, ports.verifying, estate, imported),
    diagnose: (argument) => diagnose(argument, ports.diagnosing, estate),
    findFailingPulls: (argument) => findFailingPulls(argument, ports.diagnosing, estate),
    explainPullError: (argument) => explainPullError(argument, ports.diagnosing, estate),
    estateReport: (argument) => estateReport(argument, estate),
    findResource: () => findResource(estate, ports.explorer),
    groupTree: () => groupTree(),
    unlink: (argument) => unlink(argument, estate, ports.page),
    showOnlyProblems: () => ports.explorer.showOnlyProblems(true),
    showAll: () => ports.explorer.showOnlyProblems(false),
    refresh: (argument) => refresh(argument, estate),
    retry: () => {
      estate.refresh();
    },
    showFailure: (argument) => {
      presenter.show(failureOf(argument), {
        retry: () => {
          estate.refresh();
        },
      });
    },
    signIn: (argument) =>
      signIn(
        estate,
        ports.readSettings(),
        () => {
          ports.resetSession();
        },
        signInOf(argument),
      ),
    accountsAndDirectories: () =>
      accountsAndDirectories(estate, ports.readSettings(), () => {
        ports.resetSession();
      }),
    signInToDirectory: () =>
      signInToDirectory(estate, ports.readSettings(), () => {
        ports.resetSession();
      }),
    selectSubscriptions: () => selectSubscriptions(estate, ports.readSettings()),
    trySample: () => trySample(ports.sample),
    leaveSample: () => {
      ports.sample.stop();
    },
    getStarted: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#${walkthroughId}`),
    openSettings: () => vscode.commands.executeCommand('workbench.action.openSettings', settingsSection),
    showLog: () => {
      log.show();
    },
  };
}
