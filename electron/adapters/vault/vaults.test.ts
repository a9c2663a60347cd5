import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { PassphraseVault, demoVault } from './vaults.ts';

let file: string;
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(os.tmpdir(), 'frontdesk-vault-')), 'secrets.vault');
});

describe('a vault behind a passphrase', () => {
  it('keeps nothing before a passphrase is set, and no short one', () => {
    const vault = new PassphraseVault(file);
    expect(vault.state()).toBe('needsNewPassphrase');
    expect(vault.set('phonePassword', 'secret')).toMatchObject({ ok: false });
    expect(vault.unlock('short')).toMatchObject({ ok: false });
    expect(vault.state()).toBe('needsNewPassphrase');
  });
  it('opens again with the same passphrase only', () => {
    const first = new PassphraseVault(file);
    expect(first.unlock('correct horse battery').ok).toBe(true);
    first.set('phonePassword', 'secret-of-101');
    const again = new PassphraseVault(file);
    expect(again.state()).toBe('needsPassphrase');
    expect(again.unlock('correct horse batterx')).toMatchObject({ ok: false, error: { code: 'wrongPassword' } });
    expect(again.get('phonePassword')).toBeUndefined();
    expect(again.unlock('correct horse battery').ok).toBe(true);
    expect(again.get('phonePassword')).toBe('secret-of-101');
    expect(again.get('journalKey')).toMatch(/^[0-9a-f]{64}$/);
  });
  it('holds no plain text, for nobody else to read, and notices damage', () => {
    const vault = new PassphraseVault(file);
    vault.unlock('correct horse battery');
    vault.set('pbxPassword', 'unmistakable');
    expect(readFileSync(file, 'latin1')).not.toContain('unmistakable');
    expect(statSync(file).mode & 0o077).toBe(0);
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    expect(new PassphraseVault(file).unlock('correct horse battery')).toMatchObject({ ok: false });
  });
});

it("the demo's vault remembers between starts", () => {
  const folder = path.dirname(file);
  demoVault(folder).set('journalKey', 'k');
  expect(demoVault(folder).get('journalKey')).toBe('k');
});
