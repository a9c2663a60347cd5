import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as fake from '../../test/fakes/electron.ts';
import { chooseVault, openSealedKey, vaultFacts } from './vault.ts';
import type { VaultFacts } from './vault.ts';

const facts = (given: Partial<VaultFacts>): VaultFacts => ({
  platform: 'linux',
  available: true,
  backend: 'gnome_libsecret',
  hasSealedKey: false,
  hasPassphraseVault: false,
  ...given,
});

describe('where secrets go', () => {
  it.each([
    ['a keyring', facts({}), 'os'],
    ['KWallet', facts({ backend: 'kwallet6' }), 'os'],
    ['basic_text, which any program can read', facts({ backend: 'basic_text' }), 'passphrase'],
    ['a backend not known', facts({ backend: 'unknown' }), 'passphrase'],
    ['a backend we have never heard of', facts({ backend: undefined }), 'passphrase'],
    ['no encryption', facts({ available: false }), 'passphrase'],
    ['Windows', facts({ platform: 'win32', backend: undefined }), 'os'],
    ['macOS', facts({ platform: 'darwin', backend: undefined }), 'os'],
    ['macOS without its keychain', facts({ platform: 'darwin', backend: undefined, available: false }), 'passphrase'],
    ['a passphrase set earlier', facts({ hasPassphraseVault: true }), 'passphrase'],
    ['a sealed key whose keyring is gone', facts({ backend: 'basic_text', hasSealedKey: true }), 'closed'],
    ['a sealed key that cannot be opened', facts({ available: false, hasSealedKey: true }), 'closed'],
    ['a sealed key', facts({ hasSealedKey: true }), 'os'],
    ['both', facts({ hasSealedKey: true, hasPassphraseVault: true }), 'os'],
  ] as const)('%s', (_name, given, choice) => expect(chooseVault(given)).toBe(choice));
});

describe('the sealed key', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    fake.reset();
    folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-vault-'));
    file = path.join(folder, 'deep', 'vault.key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once and opened again, and stands nowhere in the clear', async () => {
    const made = await openSealedKey(file);
    expect(made).toHaveLength(32);
    expect(await openSealedKey(file)).toEqual(made);
    const kept = readFileSync(file);
    expect(kept.includes(made?.toString('base64') ?? '')).toBe(false);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is undefined, and left as it is, when the OS does not open it', async () => {
    await openSealedKey(file);
    const before = readFileSync(file);
    fake.machine.encryption = false;
    expect(await openSealedKey(file)).toBeUndefined();
    expect(readFileSync(file)).toEqual(before);
    fake.machine.encryption = true;
    writeFileSync(file, 'damaged');
    expect(await openSealedKey(file)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('damaged');
  });

  it.runIf(process.platform === 'linux')('is not trusted to a key that is the same on every computer', async () => {
    fake.machine.sealedWith = 'v10';
    expect(chooseVault(await vaultFacts(file, file))).toBe('passphrase');
  });

  it('is looked for before anything is chosen', async () => {
    expect(await vaultFacts(file, file)).toMatchObject({ available: true, hasSealedKey: false });
    await openSealedKey(file);
    expect(await vaultFacts(file, path.join(folder, 'other'))).toMatchObject({
      hasSealedKey: true,
      hasPassphraseVault: false,
    });
  });
});
