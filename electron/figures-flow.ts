// What the figures are made of and who asks for them: the PBX's facts, this desk's own calls and notes, the PBX's log.
import { numberKey } from '../shared/domain/work/contacts.ts';
import { readFileSync } from 'node:fs';
import { handledOf } from '../shared/domain/figures/handled.ts';
import type { HandledCall } from '../shared/domain/figures/handled.ts';
import { deskFactOf } from '../shared/domain/figures/desk-fact.ts';
import type { DeskFact } from '../shared/domain/figures/desk-fact.ts';
import { cutoff, isHeld } from '../shared/domain/archive/retention.ts';
import type { Call, CallId } from '../shared/domain/call/call.ts';
import { nameIn } from '../shared/domain/directory/entries.ts';
import type { Note } from '../shared/domain/note/types.ts';
import type { Country } from '../shared/domain/phone-number/phone-number.ts';
import type { MailboxMessage } from '../shared/domain/voicemail/types.ts';
import { messageKey } from '../shared/domain/voicemail/messages.ts';
import { queueLogAt } from './adapters/asterisk/queue-log.ts';
import { makePdf } from './adapters/pdf/pdf.ts';
import type { Machine } from './compose.ts';
import type { Desk } from './desk.ts';
import type { FigureReader, FigureStore } from './ports/figures.ts';
import type { FactListener } from './ports/pbx.ts';
import type { Clock } from './ports/runtime.ts';
import { HandledReader } from './services/figures/handled-reader.ts';
import { LogImporter } from './services/figures/log-importer.ts';
import { FigureRecorder } from './services/figures/recorder.ts';
import { TodayService } from './services/figures/today-service.ts';
import { ReportsService } from './services/figures/reports-service.ts';

/** How often the PBX's log is looked at, and first after a start, which belongs to the phone. */
const LOG_MS = 60_000;
const FIRST_LOG_MS = 5_000;
/** How often the notes of other desks are looked for, first after a start, and how soon again. */
const NOTES_MS = 60_000;
const FIRST_NOTES_MS = 8_000;
const NOT_SOONER_MS = 5_000;
/** Figures of more than a year back rest on what was read in their time. */
const OLDEST_NOTES_MS = 400 * 86_400_000;
/** What is past its time goes a little at a time. */
const LET_GO_MS = 3_600_000;
/** Calls of earlier runs that a journal from before there were figures still has. */
const EARLIER_CALLS = 5_000;
const AT_ONCE = 100;

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

type Parts = Pick<Machine, 'log' | 'saveFile'>;

export class FiguresFlow {
  readonly #desk: Desk;
  readonly #clock: Clock;
  readonly #recorder: FigureRecorder;
  readonly #importer: LogImporter;
  readonly #handled: HandledReader;
  readonly reports: ReportsService;
  readonly today: TodayService;
  #reader: FigureReader | undefined;
  #stopped = false;
  #cancelLog: (() => void) | undefined;
  #cancelLetGo: (() => void) | undefined;
  #cancelNotes: (() => void) | undefined;
  #lookedAt = 0;

  constructor(desk: Desk, clock: Clock, { log, saveFile }: Parts) {
    this.#desk = desk;
    this.#clock = clock;
    const store = () => desk.journal.current()?.figures;
    this.#recorder = new FigureRecorder({ clock, log, store, onWritten: () => this.today.changed() });
    this.#importer = new LogImporter({
      ...{ clock, log, store, breathe },
      skewMs: this.#recorder.skewMs,
      agentOf: this.#recorder.agentOf,
    });
    this.today = this.#newToday(store);
    this.#handled = new HandledReader({
      ...{ clock, log, store, breathe, horizon: this.#horizon, keyOf: this.#keyOf },
      ehr: () => {
        const [port, address] = [desk.connections.ehr(), desk.site.current()?.ehr?.fhir];
        return port && address !== undefined ? { port, address } : undefined;
      },
    });
    this.reports = new ReportsService({
      ...{ clock, store, save: saveFile, pdf: makePdf },
      site: desk.site.current,
      reader: this.#readerNow,
      nameOf: (extension) => nameIn(desk.site.current(), extension),
      queueLog: this.#importer.state,
      notes: this.#handled.state,
      writeDown: () => {
        this.#recorder.upToNow();
        this.#look();
      },
      audit: desk.journal.audit,
    });
  }

  readonly #readerNow = (): FigureReader | undefined => (this.#reader ??= this.#openReader());

  #newToday(store: () => FigureStore | undefined): TodayService {
    return new TodayService({
      ...{ clock: this.#clock, topics: this.#desk.hub, site: this.#desk.site.current, store, reader: this.#readerNow },
      extension: () => this.#desk.session.user()?.extension,
      writeDown: this.#recorder.upToNow,
    });
  }

  get facts(): FactListener {
    return this.#recorder;
  }

  readonly linkLost = (): void => this.#recorder.linkLost();

  userChanged(): void {
    this.today.publish();
  }

  /** The journal is open. */
  start(): void {
    this.#readerNow();
    this.today.start();
    void this.#bringEarlierCalls();
    this.#cancelLog = this.#clock.after(FIRST_LOG_MS, () => void this.#readLog());
    this.#cancelNotes = this.#clock.after(FIRST_NOTES_MS, () => void this.#readNotes());
    this.#cancelLetGo = this.#clock.after(LET_GO_MS, this.#letGo);
  }

  stop(): void {
    this.#stopped = true;
    this.today.stop();
    this.#recorder.stop();
    this.#importer.stop();
    this.#handled.stop();
    this.#cancelNotes?.();
    this.#cancelLog?.();
    this.#cancelLetGo?.();
    this.#reader?.close();
  }

  siteChanged(): void {
    const { queueLog: place, ca } = this.#desk.site.current()?.pbx ?? {};
    this.#importer.use(place, place === undefined ? undefined : queueLogAt(place, ca && textIn(ca)));
  }

  ehrIsBack(): void {
    this.#handled.connected();
    if (this.#cancelNotes) this.#look();
  }

  /** How the call of a note went, for the other desks. */
  readonly handledOf = (note: Note): HandledCall | undefined => {
    const call = this.#desk.flow.callOf(note.callId);
    const first = this.#desk.journal.current()?.versions(note.callId)[0];
    return call && handledOf(call, note, { ...this.#whose(note), firstFinishedAt: (first ?? note).finishedAt });
  };

  callEnded(call: Call): void {
    this.#put([this.#factOf(call, this.#desk.notes.get(call.id))]);
  }

  noteFinished(note: Note): void {
    const call = this.#desk.flow.callOf(note.callId);
    if (call) this.#put([this.#factOf(call, note)]);
  }

  /** Messages in a mailbox; those that everybody shares count. */
  messagesAre(messages: readonly MailboxMessage[], owner: string | undefined): void {
    if (this.#desk.site.current()?.users.some(({ id }) => id === owner)) return;
    this.#put(messages.map((message) => voicemailFact(message)));
  }

  #openReader(): FigureReader | undefined {
    return this.#desk.journal.figureReader(this.#desk.site.current()?.clinic.timeZone ?? 'UTC');
  }

  #factOf(call: Call, note: Note | undefined): DeskFact | undefined {
    return deskFactOf(call, note, this.#whose(note));
  }

  #whose(note: Note | undefined): { agent: string; country: Country } {
    const site = this.#desk.site.current();
    const author = note && site?.users.find(({ id }) => id === note.author)?.extension;
    return { agent: author ?? this.#desk.session.user()?.extension ?? '', country: this.#country() };
  }

  readonly #country = (): Country => (this.#desk.site.current()?.clinic.country ?? 'US') as Country;
  readonly #keyOf = (number: string): string | undefined => numberKey(number, this.#country());

  /** What the practice has let go is not fetched again. */
  readonly #horizon = (): number => {
    const now = this.#clock.now();
    return Math.max(now - OLDEST_NOTES_MS, cutoff(this.#desk.site.current()?.privacy.retention?.callsDays, now) ?? 0);
  };

  #put(facts: readonly (DeskFact | undefined)[]): void {
    const known = facts.filter((fact) => fact !== undefined);
    if (known.length === 0) return;
    const written = this.#desk.journal.current()?.figures.putDeskFacts(known);
    if (written) this.#desk.journal.kept(written);
    this.today.changed();
  }

  /** Once, where the journal is older than the figures. */
  async #bringEarlierCalls(): Promise<void> {
    const journal = this.#desk.journal.current();
    if (!journal || journal.figures.hasDeskFacts()) return;
    await breathe();
    if (this.#stopped) return;
    const calls = journal.calls(EARLIER_CALLS);
    for (let from = 0; from < calls.length; from += AT_ONCE) {
      await breathe();
      if (this.#stopped) return;
      this.#put(calls.slice(from, from + AT_ONCE).map((call) => this.#factOf(call, journal.note(call.id))));
    }
  }

  async #readLog(): Promise<void> {
    await this.#importer.run();
    this.today.changed();
    if (!this.#stopped) this.#cancelLog = this.#clock.after(LOG_MS, () => void this.#readLog());
  }

  async #readNotes(): Promise<void> {
    this.#lookedAt = this.#clock.now();
    await this.#handled.run();
    this.today.changed();
    if (!this.#stopped) this.#cancelNotes = this.#clock.after(NOTES_MS, () => void this.#readNotes());
  }

  /** Somebody asks, or the EHR is there again: what is new is read beside the answer, for the next one. */
  #look(): void {
    if (this.#stopped || this.#clock.now() - this.#lookedAt < NOT_SOONER_MS) return;
    this.#lookedAt = this.#clock.now();
    void this.#handled.run();
  }

  /** By the practice's policy for calls; what is under a hold stays. */
  readonly #letGo = (): void => {
    const journal = this.#desk.journal.current();
    const before = cutoff(this.#desk.site.current()?.privacy.retention?.callsDays, this.#clock.now());
    if (journal && before !== undefined) {
      const holds = journal.archive.holds();
      journal.figures.removeBefore(before, (number) => isHeld({ callId: '', number }, holds));
    }
    this.#cancelLetGo = this.#clock.after(LET_GO_MS, this.#letGo);
  };
}

/** The PBX's own certificate serves for its log too. */
function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const voicemailFact = (message: MailboxMessage): DeskFact => ({
  ...{ callId: `voicemail/${messageKey(message)}` as CallId, at: message.at, direction: 'voicemail' },
  ...{ number: message.number, agent: '', answered: false, transferred: false, tried: 0, bounced: 0, note: 'none' },
});
