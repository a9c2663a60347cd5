import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDesktopPreferences } from './preferences.ts';

const defaults = { language: 'system', theme: 'system' } as const;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-preferences-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the desktop's preferences", () => {
  it('are kept by electron-store in the app’s folder', () => {
    const store = openDesktopPreferences(folder, defaults);
    expect(store.load()).toEqual(defaults);
    store.save({ language: 'es', theme: 'dark' });
    expect(openDesktopPreferences(folder, defaults).load()).toEqual({ language: 'es', theme: 'dark' });
    expect(JSON.parse(readFileSync(path.join(folder, 'settings.json'), 'utf8'))).toEqual({
      preferences: { language: 'es', theme: 'dark' },
    });
  });

  it.each(['{ damaged', '{"preferences":{"language":"tlh"}}', '[]'])(
    'are the defaults when the file says %s',
    (text) => {
      writeFileSync(path.join(folder, 'settings.json'), text);
      expect(openDesktopPreferences(folder, defaults).load()).toEqual(defaults);
    },
  );
});
