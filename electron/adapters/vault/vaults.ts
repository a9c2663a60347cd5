// Secrets on disk. `sealedVault` is used where the OS offers no safe place: a passphrase wraps the key (scrypt, AES-256-GCM).
// `demoVault` keeps its key beside the data and is only ever given the made-up clinic.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { SecretName, Vault } from '../../ports/vault.ts';

/** scrypt with N = 2^15, r = 8: about 32 MB and 100 ms, on every unlock. */
const SCRYPT = { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** How secrets are turned into bytes for the disk and back; throws when the bytes cannot be opened. */
export interface Sealer {
  seal(text: string): Buffer;
  open(bytes: Buffer): string;
}

/** A vault over any sealer that needs no passphrase (Electron's safeStorage). */
export class FileVault implements Vault {
  readonly #file: string;
  readonly #sealer: Sealer;
  #secrets: Record<string, string> | undefined;

  constructor(file: string, sealer: Sealer) {
    this.#file = file;
    this.#sealer = sealer;
  }

  state(): 'ready' {
    return 'ready';
  }

  unlock(): Result<void> {
    return ok(undefined);
  }

  get(name: SecretName): string | undefined {
    return this.#load()[name];
  }

  set(name: SecretName, value: string): Result<void> {
    return this.#save({ ...this.#load(), [name]: value });
  }

  remove(name: SecretName): Result<void> {
    const { [name]: gone, ...kept } = this.#load();
    return gone === undefined ? ok(undefined) : this.#save(kept);
  }

  #save(secrets: Record<string, string>): Result<void> {
    try {
      writeAtomically(this.#file, this.#sealer.seal(JSON.stringify(secrets)));
    } catch (error) {
      return fail('journalDiskFull', error instanceof Error ? error.name : undefined);
    }
    this.#secrets = secrets;
    return ok(undefined);
  }

  #load(): Record<string, string> {
    if (this.#secrets) return this.#secrets;
    this.#secrets = existsSync(this.#file)
      ? (JSON.parse(this.#sealer.open(readFileSync(this.#file))) as Record<string, string>)
      : {};
    return this.#secrets;
  }
}

/** Secrets wrapped by a passphrase that only the user knows; closed until `unlock`. */
export class PassphraseVault implements Vault {
  readonly #file: string;
  #inner: FileVault | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  state(): ReturnType<Vault['state']> {
    if (this.#inner) return 'ready';
    return existsSync(this.#file) ? 'needsPassphrase' : 'needsNewPassphrase';
  }

  unlock(passphrase: string): Result<void> {
    const isNew = this.state() === 'needsNewPassphrase';
    if (isNew && passphrase.length < 12) return fail('invalidInput', 'passphrase too short');
    const inner = new FileVault(this.#file, passphraseSealer(passphrase));
    try {
      if (isNew) {
        const written = inner.set('journalKey', randomBytes(32).toString('hex'));
        if (!written.ok) return written;
      } else inner.get('journalKey');
    } catch {
      return fail('wrongPassword');
    }
    this.#inner = inner;
    return ok(undefined);
  }

  get(name: SecretName): string | undefined {
    return this.#inner?.get(name);
  }

  set(name: SecretName, value: string): Result<void> {
    return this.#inner ? this.#inner.set(name, value) : fail('journalLocked');
  }

  remove(name: SecretName): Result<void> {
    return this.#inner ? this.#inner.remove(name) : fail('journalLocked');
  }
}

/** The demo's vault: a random key in a file of its own. Everything in the demo is made up. */
export function demoVault(folder: string): Vault {
  const keyFile = path.join(folder, 'demo.key');
  if (!existsSync(keyFile)) writeAtomically(keyFile, randomBytes(32));
  return new FileVault(path.join(folder, 'demo.vault'), keySealer(readFileSync(keyFile)));
}

/**
 * Stands in when the OS no longer opens this PC's key (another account, a keyring that was reset): nothing can be read,
 * and nothing is written, so that what is there can still be rescued.
 */
export function closedVault(): Vault {
  return {
    state: () => 'ready',
    unlock: () => ok(undefined),
    get: () => undefined,
    set: () => fail('journalKeyMissing'),
    remove: () => fail('journalKeyMissing'),
  };
}

function passphraseSealer(passphrase: string): Sealer {
  let derived: { salt: Buffer; key: Buffer } | undefined;
  const keyFor = (salt: Buffer) => {
    if (!derived?.salt.equals(salt))
      derived = { salt, key: scryptSync(passphrase.normalize('NFKC'), salt, 32, SCRYPT) };
    return derived.key;
  };
  return {
    seal: (text) => {
      const salt = derived?.salt ?? randomBytes(16);
      return Buffer.concat([salt, keySealer(keyFor(salt)).seal(text)]);
    },
    open: (bytes) => keySealer(keyFor(bytes.subarray(0, 16))).open(bytes.subarray(16)),
  };
}

/** AES-256-GCM under a key of 32 bytes that is kept elsewhere. */
export function keySealer(key: Buffer): Sealer {
  return {
    seal: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (bytes) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

function writeAtomically(file: string, bytes: Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, bytes, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
