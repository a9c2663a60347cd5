// Electron's windows, their pages and frames, and notifications.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { app } from './electron-app.ts';
import { calls, FakeEvent, machine, seen } from './electron-machine.ts';

let lastFrame = 0;
export class FakeFrame {
  readonly parent: FakeFrame | null;
  readonly frameTreeNodeId: number;
  origin: string;
  url: string;
  constructor(url: string, parent: FakeFrame | null = null, frameTreeNodeId = ++lastFrame) {
    this.url = url;
    this.origin = /^[a-z]+:\/\/[^/]+/.exec(url)?.[0] ?? 'null';
    this.parent = parent;
    this.frameTreeNodeId = frameTreeNodeId;
  }
}

export class FakeWebContents extends EventEmitter {
  mainFrame = new FakeFrame('about:blank');
  readonly sent: [channel: string, message: unknown][] = [];
  windowOpenHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | undefined;
  destroyed = false;
  getURL(): string {
    return this.mainFrame.url;
  }
  send(channel: string, message: unknown): void {
    if (this.destroyed) throw new Error('Object has been destroyed');
    // What crosses a process boundary is a copy.
    this.sent.push([channel, structuredClone(message)]);
    this.emit('sent');
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.windowOpenHandler = handler;
  }
  forcefullyCrashRenderer(): void {
    this.crash('killed');
  }
  crash(reason: Electron.RenderProcessGoneDetails['reason']): void {
    this.emit('render-process-gone', new FakeEvent(), { reason, exitCode: 1 });
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  visible: boolean;
  focused = false;
  minimized = false;
  onTop = false;
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    this.visible = options.show ?? true;
    seen.windows.push(this);
    app.emit('web-contents-created', new FakeEvent(), this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    // Another document in the same frame.
    this.webContents.mainFrame = new FakeFrame(url, null, this.webContents.mainFrame.frameTreeNodeId);
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  showInactive(): void {
    this.visible = true;
  }
  setAlwaysOnTop(onTop: boolean): void {
    this.onTop = onTop;
  }
  setVisibleOnAllWorkspaces(): void {
    calls.push('window.setVisibleOnAllWorkspaces');
  }
  focus(): void {
    this.focused = true;
  }
  isFocused(): boolean {
    return this.focused;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  close(): void {
    const event = new FakeEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    if (machine.objectsToClosing) {
      const objection = new FakeEvent();
      this.webContents.emit('will-prevent-unload', objection);
      if (!objection.defaultPrevented) return;
    }
    this.destroy();
  }
  destroy(): void {
    this.webContents.destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
  }
}

export class Notification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  state: 'made' | 'shown' | 'closed' = 'made';
  static isSupported(): boolean {
    return machine.notificationsSupported;
  }
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.options = options;
    seen.notifications.push(this);
  }
  show(): void {
    this.state = 'shown';
  }
  close(): void {
    this.state = 'closed';
  }
}
