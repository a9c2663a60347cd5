// Secrets of this PC. Three implementations: Electron's safeStorage, a key wrapped by a passphrase, and the demo's.
import type { Result } from '../../shared/result/result.ts';

export type SecretName =
  'journalKey' | 'phonePassword' | 'pbxPassword' | 'ehrKey' | `password:${string}` | `ehrToken:${string}`;

export interface Vault {
  /** `needsPassphrase` / `needsNewPassphrase`: nothing private may be stored before it is unlocked. */
  state(): 'ready' | 'needsPassphrase' | 'needsNewPassphrase';
  unlock(passphrase: string): Result<void>;
  get(name: SecretName): string | undefined;
  set(name: SecretName, value: string): Result<void>;
  /** Nothing happens where it was not kept. */
  remove(name: SecretName): Result<void>;
}
