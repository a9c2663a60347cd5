// Reads what the other desks' notes say of their calls: what is new every minute, and once the past, the newest first. One
// request at a time, with a breath in between; a server that wants to be left alone is.
import type { HandledCall } from '../../../shared/domain/figures/handled.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { FigureStore, HandledPlace } from '../../ports/figures.ts';
import type { HandledCallsPort, HandledPage, HandledQuestion } from '../../ports/handled-calls.ts';
import type { Clock, Log } from '../../ports/runtime.ts';

/** `cannot`: this server's notes are not to be found; `reading`: those of the past are still being read. */
export type HandledState = 'notSet' | 'reading' | 'ok' | 'cannot' | 'unreachable';

export interface HandledReaderDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: () => FigureStore | undefined;
  /** The EHR and its address, by which it is known how far it was read. */
  readonly ehr: () => { readonly port: EhrPort; readonly address: string } | undefined;
  /** The comparable form of a number. */
  readonly keyOf: (number: string) => string | undefined;
  /** Older calls are nobody's question, or were let go. Epoch ms. */
  readonly horizon: () => number;
  readonly breathe: () => Promise<void>;
}

/** The server's clock may differ, and what was written a moment ago may not be found yet. */
const OVERLAP_MS = 10 * 60_000;
/** Asked by the day of the call: a desk that was cut off delivers late, a correction comes later still. */
const LATE_MS = 2 * 3_600_000;
const LATEST_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;
/** The past is read in parts, each remembered when it is whole. */
const PART_MS = 30 * 86_400_000;
const BETWEEN_PAGES_MS = 250;
/** More pages than notes of a month can fill: the server goes in circles. */
const MOST_PAGES = 500;
/** Written between two breaths. */
const AT_ONCE = 20;
const PAUSE_MS = 60_000;

export class HandledReader {
  readonly #deps: HandledReaderDeps;
  #state: HandledState = 'notSet';
  #running: Promise<void> | undefined;
  #stopped = false;
  /** Before this the server is left alone. */
  #notBefore = 0;
  #lastThorough = 0;
  /** `address` of a server that was found unable: asked anew only after it was connected again. */
  #unable: string | undefined;

  constructor(deps: HandledReaderDeps) {
    this.#deps = deps;
  }

  readonly state = (): HandledState => (this.#deps.ehr() ? this.#state : 'notSet');

  stop(): void {
    this.#stopped = true;
  }

  /** The EHR answers again, or is another one. */
  connected(): void {
    this.#unable = undefined;
    this.#notBefore = 0;
  }

  /** Reads what is new; a reading under way is waited for and not doubled. Never fails. */
  run(): Promise<void> {
    this.#running ??= this.#read().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #read(): Promise<void> {
    const ehr = this.#deps.ehr();
    const store = this.#deps.store();
    if (!ehr || !store || this.#stopped || this.#deps.clock.now() < this.#notBefore) return;
    if (this.#unable === ehr.address) return;
    const { handled } = ehr.port;
    const support = handled ? await handled.support() : ok('none' as const);
    if (!support.ok) return this.#failed(support.error);
    if (!handled || support.value === 'none') return this.#cannot(ehr.address);
    const reading = { handled, store, address: ehr.address, by: support.value };
    const news = await this.#readNew(reading);
    const past = news.ok ? await this.#readPast(reading, news.value) : news;
    if (!past.ok) this.#failed(past.error, ehr.address);
  }

  async #readNew({ handled, store, address, by }: Reading): Promise<Result<HandledPlace>> {
    const now = this.#deps.clock.now();
    const place = store.handledPlace(address);
    // All of the first reading is the past.
    if (!place) return ok({ upTo: now, backTo: now });
    const isThorough = now - this.#lastThorough > HOUR_MS;
    const late = by === 'changed' ? OVERLAP_MS : isThorough ? LATEST_MS : LATE_MS;
    const read = await this.#all(handled, store, { by, since: place.upTo - late });
    if (!read.ok) return read;
    if (isThorough) this.#lastThorough = now;
    // Facts of the PBX may have come after the note: the log is read later.
    store.joinHandled({ from: now - (isThorough ? 2 * 86_400_000 : LATE_MS), to: now }, this.#deps.keyOf);
    const reached = { ...place, upTo: now };
    store.saveHandledPlace(address, reached);
    return ok(reached);
  }

  async #readPast({ handled, store, address, by }: Reading, place: HandledPlace): Promise<Result<void>> {
    const horizon = this.#deps.horizon();
    for (let { backTo } = place; backTo > horizon && !this.#stopped;) {
      this.#state = 'reading';
      const since = Math.max(horizon, backTo - PART_MS);
      // What is written while the first part is read belongs to the next reading.
      const read = await this.#all(handled, store, { by, since, before: backTo }, BETWEEN_PAGES_MS);
      if (!read.ok) return read;
      backTo = since;
      store.saveHandledPlace(address, { ...place, backTo });
    }
    this.#state = 'ok';
    return ok(undefined);
  }

  /** Every page of an answer, on disk. */
  async #all(
    handled: HandledCallsPort,
    store: FigureStore,
    question: HandledQuestion,
    pauseMs = 0,
  ): Promise<Result<void>> {
    let page = await handled.first(question);
    const seen = new Set<string>();
    for (;;) {
      if (!page.ok) return page;
      const kept = await this.#keep(page.value, store);
      if (!kept.ok) return kept;
      const { next } = page.value;
      if (next === undefined || seen.has(next) || seen.size >= MOST_PAGES) return ok(undefined);
      seen.add(next);
      if (pauseMs > 0) await new Promise<void>((resolve) => this.#deps.clock.after(pauseMs, resolve));
      if (this.#stopped) return fail('journalLocked');
      page = await handled.next(next);
    }
  }

  async #keep({ calls }: HandledPage, store: FigureStore): Promise<Result<void>> {
    let news = 0;
    for (let from = 0; from < calls.length; from += AT_ONCE) {
      await this.#deps.breathe();
      if (this.#stopped) return fail('journalLocked');
      const kept = store.putHandled(calls.slice(from, from + AT_ONCE));
      if (!kept.ok) return kept;
      news += kept.value;
    }
    if (news > 0) store.joinHandled(spanOf(calls), this.#deps.keyOf);
    return ok(undefined);
  }

  #cannot(address: string): void {
    this.#unable = address;
    this.#state = 'cannot';
  }

  #failed(error: AppError, address?: string): void {
    if (this.#stopped) return;
    this.#deps.log.warn('figures.notesUnread', { code: error.code });
    // Refused for what was asked: such servers let nobody look across patients.
    const isRefused = ['ehrCannot', 'ehrRejected', 'ehrRefused', 'ehrNotFound'].includes(error.code);
    if (isRefused && address !== undefined) return this.#cannot(address);
    this.#state = 'unreachable';
    this.#notBefore = this.#deps.clock.now() + (error.retryAfterMs ?? PAUSE_MS / 2);
  }
}

interface Reading {
  readonly handled: HandledCallsPort;
  readonly store: FigureStore;
  readonly address: string;
  readonly by: 'sent' | 'changed';
}

function spanOf(calls: readonly HandledCall[]): { from: number; to: number } {
  const times = calls.map(({ at }) => at);
  return { from: Math.min(...times), to: Math.max(...times) };
}
