// Whether the fake of Electron has the shape of the real one: compiled, never run.
import type * as Electron from 'electron';
import type {
  BrowserWindow,
  FakeApp,
  FakeChild,
  FakeFrame,
  FakeSession,
  FakeWebContents,
  Menu,
  Notification,
  contextBridge,
  dialog,
  globalShortcut,
  ipcRenderer,
  protocol,
  safeStorage,
  screen,
  shell,
  systemPreferences,
  utilityProcess,
} from './electron.ts';

// The check: where Electron's next version changes a function the app uses, this file no longer compiles.
type Is<Fake extends Real, Real> = Fake;
type Used = typeof Electron;
export type Checked = [
  Is<
    FakeApp,
    Pick<
      Electron.App,
      | 'isPackaged'
      | 'getAppPath'
      | 'getPath'
      | 'setPath'
      | 'getVersion'
      | 'getLocale'
      | 'getPreferredSystemLanguages'
      | 'requestSingleInstanceLock'
      | 'setAsDefaultProtocolClient'
      | 'isDefaultProtocolClient'
      | 'removeAsDefaultProtocolClient'
      | 'whenReady'
      | 'quit'
      | 'exit'
    >
  >,
  Is<
    FakeWebContents,
    Pick<Electron.WebContents, 'getURL' | 'send' | 'isDestroyed' | 'setWindowOpenHandler' | 'forcefullyCrashRenderer'>
  >,
  Is<
    BrowserWindow,
    Pick<
      Electron.BrowserWindow,
      | 'hide'
      | 'showInactive'
      | 'setAlwaysOnTop'
      | 'setVisibleOnAllWorkspaces'
      | 'loadURL'
      | 'show'
      | 'focus'
      | 'isFocused'
      | 'isMinimized'
      | 'restore'
      | 'isDestroyed'
      | 'close'
      | 'destroy'
    >
  >,
  Is<ConstructorParameters<typeof BrowserWindow>, ConstructorParameters<Used['BrowserWindow']>>,
  Is<FakeFrame, Pick<Electron.WebFrameMain, 'origin' | 'url' | 'frameTreeNodeId'>>,
  Is<Notification, Pick<Electron.Notification, 'show' | 'close'>>,
  Is<ConstructorParameters<typeof Notification>, ConstructorParameters<Used['Notification']>>,
  Is<typeof Notification, Pick<Used['Notification'], 'isSupported'>>,
  Is<
    FakeSession,
    Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>
  >,
  Is<FakeSession['protocol'], Pick<Electron.Protocol, 'handle'>>,
  Is<typeof protocol, Pick<Used['protocol'], 'registerSchemesAsPrivileged'>>,
  Is<
    typeof safeStorage,
    Pick<
      Used['safeStorage'],
      'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
    >
  >,
  Is<typeof dialog, Pick<Used['dialog'], 'showErrorBox' | 'showMessageBox' | 'showMessageBoxSync'>>,
  Is<
    typeof dialog.showSaveDialog,
    (options: Electron.SaveDialogOptions) => ReturnType<Used['dialog']['showSaveDialog']>
  >,
  Is<typeof shell, Pick<Used['shell'], 'openExternal' | 'openPath'>>,
  Is<typeof systemPreferences, Pick<Used['systemPreferences'], 'askForMediaAccess'>>,
  Is<typeof globalShortcut, Pick<Used['globalShortcut'], 'register' | 'unregisterAll'>>,
  Is<ReturnType<typeof screen.getPrimaryDisplay>, Pick<Electron.Display, 'workArea'>>,
  Is<typeof Menu, Pick<Used['Menu'], 'buildFromTemplate' | 'setApplicationMenu'>>,
  Is<FakeChild, Pick<Electron.UtilityProcess, 'kill'>>,
  Is<Parameters<typeof utilityProcess.fork>, Parameters<Used['utilityProcess']['fork']>>,
  Is<typeof ipcRenderer, Pick<Used['ipcRenderer'], 'send'>>,
  Is<typeof contextBridge, Pick<Used['contextBridge'], 'exposeInMainWorld'>>,
];
