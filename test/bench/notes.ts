// Notes in figures: what a save costs, how long a search takes in a journal of years, how fast a key is on screen in a form
// of forty fields, and whether a long list of things to do scrolls without a dropped frame.
//   NOTES=20000 npm run bench -- notes    a smaller journal
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { Caller } from '../../electron/ports/topics.ts';
import { ArchiveService } from '../../electron/services/archive/archive-service.ts';
import { RetentionService } from '../../electron/services/archive/retention-service.ts';
import { NotesService } from '../../electron/services/notes/notes-service.ts';
import type { ArchiveFilter } from '../../shared/contract/archive.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import { FakeClock, FakeLog, FakeTopics, countingIds, testSite } from '../fakes/parts.ts';
import { bench, figure, percentile } from './figures.ts';
import { scrollWorklist, typeInBarePage, typeInForm } from './notes/window.ts';
import { writeLibrary } from './notes/library.ts';
import { DAY, FIRST_CALL, noteOf, numberOf } from './notes/story.ts';

const NOTES = Number(process.env['NOTES'] ?? 200_000);
const SAVES = 2_000;
const KEY = '5a'.repeat(32);
const BEFORE: Caller = { page: 'console', userId: 'priya', role: 'supervisor' };

/** Each as it grows under the fingers, from the second letter on. */
const TYPED = [
  ...[
    'garcia',
    'maria garcia',
    'refill',
    'refill lisinopril',
    'statement aetna',
    'dizzy since tuesday',
    'call',
    'visit',
  ],
  ...[
    'obrien',
    'case 1234',
    '"any morning"',
    'metformin 50 mg',
    'haddad rash',
    'second time today',
    'the office of dr novak',
  ],
  numberOf(7).slice(2),
];
const FILTERS: readonly ArchiveFilter[] = [
  { category: 'clinical' },
  { step: 'open' },
  { author: 'office', outcome: 'call-back' },
  { patientId: PatientId.parse('p-77') },
  { from: FIRST_CALL + 100 * DAY, to: FIRST_CALL + 130 * DAY },
];

await bench(25 * 60_000, async () => {
  await inWindow();
  const folder = mkdtempSync(path.join(os.homedir(), '.frontdesk-bench-'));
  try {
    const began = performance.now();
    writeLibrary(folder, KEY, NOTES);
    figure('notes.library', (performance.now() - began) / 1_000, `s for ${NOTES} notes`);
    figure('notes.size', statSync(path.join(folder, 'journal.db')).size / 2 ** 20, 'MiB');
    await inMain(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function inMain(folder: string): Promise<void> {
  const opening = performance.now();
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const journal = opened.value;
  figure('notes.open', performance.now() - opening, 'ms');
  const log = new FakeLog();
  const clock = new FakeClock(FIRST_CALL + 5 * 365 * DAY);
  const audit: ConstructorParameters<typeof ArchiveService>[0]['audit'] = (action, userId, row) =>
    void journal.audit({ ...row, at: clock.now(), userId, action });
  const archive = new ArchiveService({
    ...{ clock, log, ids: countingIds(), site: () => testSite(), audit },
    archive: () => journal.archive,
  });
  while (journal.archive.unindexed() > 0) journal.archive.indexMore(100);
  await search(archive);
  autosave(journal, clock);
  retention(journal);
  journal.close();
}

async function search(archive: ArchiveService): Promise<void> {
  const times: number[] = [];
  const ranked: number[] = [];
  let worst = { took: 0, text: '' };
  const ask = async (text: string, filter: ArchiveFilter, order: 'time' | 'relevance', into: number[]) => {
    const began = performance.now();
    const answer = await archive.handlers['archive.search']?.({ text, filter, order, before: undefined }, BEFORE);
    const took = performance.now() - began;
    if (!answer?.ok) throw new Error('the search failed');
    into.push(took);
    if (took > worst.took)
      worst = { took, text: `${text.length} letters, ${Object.keys(filter).join(' ') || 'no filter'}, by ${order}` };
  };
  for (let round = 0; round < 2; round++)
    for (const whole of TYPED) {
      for (let end = 2; end <= whole.length; end++) await ask(whole.slice(0, end), {}, 'time', times);
      for (const filter of FILTERS) await ask(whole, filter, 'time', times);
      await ask(whole, {}, 'relevance', ranked);
    }
  for (const filter of [{}, ...FILTERS]) await ask('', filter, 'time', times);
  figure('notes.search.p50', percentile(times, 0.5), 'ms');
  figure('notes.search.p99', percentile(times, 0.99), `ms over ${times.length} questions`, 100);
  figure('notes.searchByRelevance.p99', percentile(ranked, 0.99), 'ms', 100);
  figure('notes.search.max', worst.took, `ms (${worst.text})`);
}

type Journal = Extract<ReturnType<typeof openJournal>, { ok: true }>['value'];

/** As the window saves: the whole draft, every second, growing; on disk before it is acknowledged. */
function autosave(journal: Journal, clock: FakeClock): void {
  const notes = new NotesService({
    ...{ topics: new FakeTopics(), clock, journal: () => journal, site: () => testSite() },
    subject: () => ({ about: 'Jane Doe' }),
    onChange: () => undefined,
    onKept: () => undefined,
    known: () => undefined,
    onLookedAt: () => undefined,
    onFinished: () => undefined,
  });
  const saves: number[] = [];
  const finishes: number[] = [];
  const timed = (into: number[], work: () => unknown) => {
    const began = performance.now();
    const answer = work() as { ok: boolean };
    into.push(performance.now() - began);
    if (!answer.ok) throw new Error('not kept');
  };
  for (let index = 0; index < SAVES; index++) {
    const callId = CallId.parse(`live-${index % 40}`);
    notes.open(callId, 'chloe');
    const { content } = noteOf(index);
    const words = content.words.repeat(1 + (index % 12));
    const version = notes.get(callId)?.version ?? 0;
    timed(saves, () => notes.handlers['note.save']?.({ callId, version, content: { ...content, words } }, BEFORE));
  }
  for (let index = 0; index < 300; index++) {
    const note = { ...noteOf(index), callId: CallId.parse(`done-${index}`), createdAt: clock.now() + index };
    timed(finishes, () => journal.finishNote(note, []));
  }
  figure('notes.autosave.p50', percentile(saves, 0.5), 'ms');
  figure('notes.autosave.p99', percentile(saves, 0.99), 'ms', 10);
  figure('notes.finish.p99', percentile(finishes, 0.99), 'ms with its index');
}

/** How long main is busy with one piece of the daily deletion; between two pieces everything else has its turn. */
function retention(journal: Journal): void {
  const now = Date.now();
  const waiting: (() => void)[] = [];
  const days = Math.ceil((now - (FIRST_CALL + 5 * DAY)) / DAY);
  const service = new RetentionService({
    clock: {
      now: () => Date.now(),
      after: (_ms, run) => {
        waiting.push(run);
        return () => undefined;
      },
    },
    ...{ log: new FakeLog(), archive: () => journal.archive, audit: () => undefined },
    site: () => testSite({ privacy: { retention: { notesDays: days, callsDays: days } } }),
  });
  const times: number[] = [];
  service.start();
  for (let piece = 0; piece < 400; piece++) {
    const run = waiting.shift();
    if (!run) break;
    const began = performance.now();
    run();
    times.push(performance.now() - began);
  }
  figure('notes.retention.p50', percentile(times, 0.5), 'ms a piece');
  figure('notes.retention.p99', percentile(times, 0.99), 'ms a piece');
}

async function inWindow(): Promise<void> {
  const typed = await typeInForm(40, 400);
  figure('notes.typing.p50', percentile(typed, 0.5), 'ms');
  figure('notes.typing.p99', percentile(typed, 0.99), 'ms in a form of 40 fields', 16);
  figure(
    'notes.typing.bare.p99',
    percentile(await typeInBarePage(200), 0.99),
    'ms in a page with one field, for scale',
  );
  const { frames, idle } = await scrollWorklist(5_000);
  figure('notes.worklist.frame.p50', percentile(frames, 0.5), 'ms');
  figure('notes.worklist.frame.p99', percentile(frames, 0.99), 'ms while 5000 items scroll', 17);
  figure('notes.worklist.frame.idle.p99', percentile(idle, 0.99), 'ms of an empty page, for scale');
}
