// The key of this PC's secrets, sealed by the operating system (Keychain, DPAPI, libsecret, KWallet). The secrets
// themselves stay in a file under that key, so that the OS is asked once a start, without blocking.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';

/** Linux backends that keep the key where any program of this user cannot just read it. */
const SAFE_LINUX_BACKENDS: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'];

/** How Chromium marks what it sealed on Linux with a key that is the same on every computer (os_crypt). */
const WELL_KNOWN_KEY = 'v10';

export interface VaultFacts {
  readonly platform: NodeJS.Platform;
  /** The OS can seal and open now. */
  readonly available: boolean;
  /** Linux: what it would be sealed with. */
  readonly backend: string | undefined;
  /** A key sealed by the OS is on disk. */
  readonly hasSealedKey: boolean;
  /** A vault under a passphrase is on disk. */
  readonly hasPassphraseVault: boolean;
}

/**
 * Where secrets go: `os`, `passphrase` (the OS offers nothing safe: the user must set one before anything private is
 * stored), or `closed` (the key is sealed by an OS store that is not there today; making a new one would orphan the journal).
 */
export function chooseVault(facts: VaultFacts): 'os' | 'passphrase' | 'closed' {
  // Whoever began with a passphrase keeps it: the journal's key is in there.
  if (facts.hasPassphraseVault && !facts.hasSealedKey) return 'passphrase';
  const isSafe =
    facts.available && (facts.platform !== 'linux' || SAFE_LINUX_BACKENDS.includes(facts.backend ?? 'unknown'));
  if (isSafe) return 'os';
  return facts.hasSealedKey ? 'closed' : 'passphrase';
}

export async function vaultFacts(sealedKey: string, passphraseVault: string): Promise<VaultFacts> {
  return {
    platform: process.platform,
    available: await canSeal().catch(() => false),
    backend: process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : undefined,
    hasSealedKey: existsSync(sealedKey),
    hasPassphraseVault: existsSync(passphraseVault),
  };
}

/** Whether the OS seals now. On Linux a keyring that does not answer makes Chromium fall back to a key everybody knows. */
async function canSeal(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  if (process.platform !== 'linux') return true;
  const sealed = await safeStorage.encryptStringAsync('probe');
  return !sealed.subarray(0, WELL_KNOWN_KEY.length).equals(Buffer.from(WELL_KNOWN_KEY));
}

/** The 32 bytes in `file`, made at the first start; undefined when the OS does not open them. */
export async function openSealedKey(file: string): Promise<Buffer | undefined> {
  try {
    if (!existsSync(file)) {
      const key = randomBytes(32);
      await keep(file, key);
      return key;
    }
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(file));
    const key = Buffer.from(result, 'base64');
    if (key.length !== 32) return undefined;
    if (shouldReEncrypt) await keep(file, key);
    return key;
  } catch {
    return undefined;
  }
}

async function keep(file: string, key: Buffer): Promise<void> {
  const sealed = await safeStorage.encryptStringAsync(key.toString('base64'));
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, sealed, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
