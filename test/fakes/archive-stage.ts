// The archive of a desk over the real journal, for unit tests: two notes are in it, time stands still, the audit is kept.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { DeskJournal } from '../../electron/desk-journal.ts';
import type { DeskArchive } from '../../electron/desk-archive.ts';
import { deskArchive } from '../../electron/desk-archive.ts';
import type { StoredJournal } from '../../electron/adapters/storage/journal.ts';
import type { SaveFile } from '../../electron/ports/export.ts';
import type { Caller } from '../../electron/ports/topics.ts';
import { HealthService } from '../../electron/services/site/health-service.ts';
import { commands } from '../../shared/contract/index.ts';
import type { CommandName, CommandOutput, CommandParsed } from '../../shared/contract/index.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import type { Role, Site } from '../../shared/domain/site/site.ts';
import type { Result } from '../../shared/result/result.ts';
import { callOf, finished } from './finished-notes.ts';
import { FakeClock, FakeLog, FakeTopics, FakeVault, countingIds, testSite } from './parts.ts';

export const DAY = 86_400_000;
export const NOW = Date.UTC(2026, 10, 22, 12);

export const by = (role: Role, userId = role === 'receptionist' ? 'ana' : 'sam'): Caller => ({
  page: 'console',
  userId,
  role,
});

type Audited = { action: string; detail?: string; callId?: string; userId: string };
type Search = CommandParsed<'archive.search'>;

export class ArchiveStage {
  readonly clock = new FakeClock(NOW);
  readonly log = new FakeLog();
  readonly journal: DeskJournal;
  readonly audited: Audited[] = [];
  site: Site = testSite();
  archive: DeskArchive;

  constructor() {
    this.journal = new DeskJournal({
      folder: mkdtempSync(path.join(os.tmpdir(), 'frontdesk-desk-archive-')),
      ...{ clock: this.clock, log: this.log, vault: new FakeVault(), onOpen: () => undefined },
      health: new HealthService(new FakeTopics(), this.log),
    });
    this.journal.open();
    this.archive = this.build();
    const began = NOW - 3_000;
    this.stored.appendCallEvent(callOf('c1', '+12065550123', began), 'rang', began);
    const refill = finished(
      'c1',
      {
        words: 'Needs lisinopril, dizzy',
        category: 'clinical',
        outcome: 'answered',
        told: '=HYPERLINK("http://x")',
      },
      { about: 'José Núñez', author: 'ana', createdAt: began, savedAt: began, patientId: PatientId.parse('p-1') },
    );
    const visit = finished(
      'c2',
      {
        words: 'Move the visit',
        category: 'general',
        nextStep: { text: 'Offer mornings', owner: 'Front desk', due: '2026-11-23T12:00' },
      },
      { author: 'sam', createdAt: NOW - 2_000, savedAt: NOW - 2_000 },
    );
    this.keep(refill, visit);
  }

  get stored(): StoredJournal {
    const journal = this.journal.current();
    if (!journal) throw new Error('the journal is closed');
    return journal;
  }

  /** Puts the archive together anew, over another journal or with a place to save to. */
  build({
    save,
    current = this.journal.current,
  }: { save?: SaveFile; current?: DeskJournal['current'] } = {}): DeskArchive {
    const audit: DeskJournal['audit'] = (action, userId, row = {}) => {
      this.audited.push({ action, userId, ...(row as Partial<Audited>) });
      this.journal.audit(action, userId, row);
    };
    this.archive = deskArchive({
      ...{ clock: this.clock, log: this.log, ids: countingIds(), saveFile: save },
      journal: { current, audit },
      site: { current: () => this.site },
    });
    return this.archive;
  }

  keep(...notes: ReturnType<typeof finished>[]): void {
    for (const note of notes) expect(this.stored.finishNote(note, [])).toMatchObject({ ok: true });
  }

  async run<N extends CommandName>(
    name: N,
    input: CommandParsed<N>,
    caller: Caller,
  ): Promise<Result<CommandOutput<N>>> {
    const [handler] = this.archive.services.map(({ handlers }) => handlers[name]).filter((one) => one !== undefined);
    const answer = await (handler as (given: typeof input, who: Caller) => Promise<Result<CommandOutput<N>>>)(
      input,
      caller,
    );
    if (answer.ok) expect(commands[name].output.parse(answer.value)).toEqual(answer.value);
    return answer;
  }

  search(text: string, caller = by('receptionist'), change: Partial<Search> = {}) {
    return this.run('archive.search', { text, filter: {}, order: 'time', ...change }, caller);
  }

  async ids(text: string, caller = by('receptionist'), change: Partial<Search> = {}): Promise<string[]> {
    const answer = await this.search(text, caller, change);
    return answer.ok ? answer.value.hits.map(({ callId }) => callId) : [answer.error.code];
  }
}
