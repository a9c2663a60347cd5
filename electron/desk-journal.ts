// The journal of this desk: opened once the vault is, with a key that is made on the first start and never replaced.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Health } from '../shared/contract/session.ts';
import { fail, ok } from '../shared/result/result.ts';
import type { AppError, Result } from '../shared/result/result.ts';
import { figureReader } from './adapters/storage/figure-reader.ts';
import { openJournal } from './adapters/storage/journal.ts';
import type { StoredJournal } from './adapters/storage/journal.ts';
import type { FigureReader } from './ports/figures.ts';
import type { AuditAction, AuditRow } from './ports/journal.ts';
import type { Clock, Log } from './ports/runtime.ts';
import type { Vault } from './ports/vault.ts';
import type { HealthService } from './services/site/health-service.ts';

export interface DeskJournalDeps {
  readonly folder: string;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: HealthService;
  /** It is open: what an earlier run left can come back. */
  readonly onOpen: () => void;
}

export class DeskJournal {
  readonly #deps: DeskJournalDeps;
  #journal: StoredJournal | undefined;

  constructor(deps: DeskJournalDeps) {
    this.#deps = deps;
  }

  readonly current = (): StoredJournal | undefined => this.#journal;

  /** Questions about figures, in a thread of their own. Undefined while the journal is closed. */
  figureReader(zone: string): FigureReader | undefined {
    const key = this.#deps.vault.get('journalKey');
    return this.#journal && key !== undefined ? figureReader(this.#deps.folder, key, zone) : undefined;
  }

  readonly open = (): void => {
    const { vault, log, onOpen } = this.#deps;
    if (this.#journal || vault.state() !== 'ready') return;
    const opened = this.#openWithKey();
    this.kept(opened);
    if (!opened.ok) return;
    this.#journal = opened.value;
    const verdict = opened.value.verifyAudit();
    if (!verdict.intact) log.error('audit.broken', { count: verdict.brokenAt });
    onOpen();
  };

  readonly audit = (action: AuditAction, userId: string, row: Partial<AuditRow> = {}): void => {
    const written = this.#journal?.audit({ ...row, at: this.#deps.clock.now(), userId, action });
    if (written && !written.ok) this.kept(written);
  };

  /** The outcome of a write, for the lamp. */
  readonly kept = (written: Result<unknown>): void =>
    this.#deps.health.patch({ journal: written.ok ? 'ok' : lampOf(written.error) });

  close(): void {
    this.#journal?.close();
  }

  #openWithKey(): Result<StoredJournal> {
    const { vault, folder } = this.#deps;
    const known = vault.get('journalKey');
    // A new key would open nothing of what is there.
    if (!known && existsSync(path.join(folder, 'journal.db'))) return fail('journalKeyMissing');
    const key = known ?? randomBytes(32).toString('hex');
    const written = known ? ok(undefined) : vault.set('journalKey', key);
    return written.ok ? openJournal(folder, key) : written;
  }
}

function lampOf({ code }: AppError): Health['journal'] {
  if (code === 'journalKeyMissing') return 'keyMissing';
  return code === 'journalDiskFull' ? 'diskFull' : 'failed';
}
