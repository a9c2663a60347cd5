// Electron's `app`.
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { calls, FakeEvent, machine, seen } from './electron-machine.ts';

export class FakeApp extends EventEmitter {
  isReady = false;
  readonly paths = new Map<string, string>();
  get isPackaged(): boolean {
    return machine.isPackaged;
  }
  getAppPath(): string {
    return machine.appPath;
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? machine.userData;
  }
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} is not there`);
    calls.push(`app.setPath ${name}`);
    this.paths.set(name, path);
  }
  getVersion(): string {
    return '0.1.0';
  }
  getLocale(): string {
    return machine.languages[0] ?? '';
  }
  getPreferredSystemLanguages(): string[] {
    return machine.languages;
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    seen.linkSchemes.add(scheme);
    return true;
  }
  isDefaultProtocolClient(scheme: string): boolean {
    return seen.linkSchemes.has(scheme);
  }
  removeAsDefaultProtocolClient(scheme: string): boolean {
    return seen.linkSchemes.delete(scheme);
  }
  requestSingleInstanceLock(): boolean {
    calls.push('app.requestSingleInstanceLock');
    return !machine.isSecond;
  }
  async whenReady(): Promise<void> {
    calls.push('app.whenReady');
    await Promise.resolve();
    this.isReady = true;
  }
  quit(): void {
    calls.push('app.quit');
    const event = new FakeEvent();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) seen.exitCode = 0;
  }
  exit(code = 0): void {
    seen.exitCode = code;
    this.emit('exited');
  }
}
export const app = new FakeApp();
