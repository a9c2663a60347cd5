// Fills in from the PBX's own log what happened while no console was listening.
import { emptyFold, foldFact, openCalls } from '../../../shared/domain/figures/fold.ts';
import type { Fold } from '../../../shared/domain/figures/fold.ts';
import { readLogLine } from '../../../shared/domain/figures/queue-log.ts';
import { foldMember, stretched } from '../../../shared/domain/figures/member-time.ts';
import type { MemberSpan } from '../../../shared/domain/figures/member-time.ts';
import type { QueueCall } from '../../../shared/domain/figures/types.ts';
import type { FigureStore, LogPiece, LogPlace, QueueLogSource } from '../../ports/figures.ts';
import type { Clock, Log } from '../../ports/runtime.ts';

export type LogState = 'notSet' | 'ok' | 'unreadable';

export interface ImporterDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: () => FigureStore | undefined;
  readonly skewMs: () => number;
  readonly agentOf: (name: string) => string;
  /** Lets what waits go first: a log of years must not hold up a call. */
  readonly breathe: () => Promise<void>;
}

const keyOf = ({ entry, queue, joinedAt }: QueueCall): string => `${entry} ${queue} ${joinedAt}`;

export class LogImporter {
  readonly #deps: ImporterDeps;
  #source: { readonly name: string; readonly log: QueueLogSource } | undefined;
  #state: LogState = 'notSet';
  #fold: Fold = emptyFold;
  /** Where reading ended in this run; the journal keeps where it would have to begin after a start. */
  #reached: LogPlace | undefined;
  /** The byte at which each call that is not over begins. */
  #begins = new Map<string, number>();
  /** Who is in the queues as far as the log has been read; undefined: as the journal has it. */
  #members: readonly MemberSpan[] | undefined;
  #running: Promise<void> | undefined;
  /** The PBX's clock is measured a little differently each time: in one run all lines are read by one measure. */
  #skewMs: number | undefined;

  constructor(deps: ImporterDeps) {
    this.#deps = deps;
  }

  readonly state = (): LogState => this.#state;

  stop(): void {
    this.use(undefined, undefined);
  }

  use(name: string | undefined, log: QueueLogSource | undefined): void {
    if (name === this.#source?.name) return;
    this.#source = name !== undefined && log ? { name, log } : undefined;
    this.#state = 'notSet';
    this.#forget();
  }

  /** Reads what is new; a reading under way is waited for and not doubled. */
  run(): Promise<void> {
    this.#running ??= this.#read().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #forget(): void {
    this.#fold = emptyFold;
    this.#reached = undefined;
    this.#begins = new Map();
    this.#skewMs = undefined;
    this.#members = undefined;
  }

  async #read(): Promise<void> {
    const source = this.#source;
    const store = this.#deps.store();
    if (!source || !store) return;
    const place = this.#reached ?? store.logPlace(source.name);
    const reading = await source.log.read(place);
    if (source !== this.#source) return;
    this.#state = reading.ok ? 'ok' : 'unreadable';
    if (!reading.ok) return this.#deps.log.warn('queueLog.unreadable', { code: reading.error.detail });
    const { pieces, isContinued, etag } = reading.value;
    if (!isContinued) this.#forget();
    let at = isContinued ? place : undefined;
    try {
      for await (const piece of pieces) {
        await this.#deps.breathe();
        if (source !== this.#source) return;
        const first = this.#take(piece, store);
        if (first === 'notKept') return;
        at = { head: piece.head, offset: piece.offset, since: (piece.afterGap ? undefined : at?.since) ?? first };
        this.#reached = at;
        this.#remember(source.name, at, store);
      }
    } catch {
      this.#state = 'unreadable';
      return this.#deps.log.warn('queueLog.unreadable', { code: 'cut' });
    }
    if (!at) return;
    // Only what was read to its end may be passed over when nothing has changed.
    this.#reached = { ...at, etag: etag ?? at.etag };
    this.#remember(source.name, this.#reached, store);
    const now = this.#deps.clock.now();
    if (at.since !== undefined) store.heard('log', at.since, now);
    // Nobody wrote that they left: they are there as long as the log is read.
    this.#members = stretched(this.#members ?? store.openMemberSpans('log'), now);
    store.putMemberSpans(this.#members, 'log');
  }

  /** The calls of a piece are on disk before its end is remembered. Returns when its first line was written. */
  #take({ lines }: LogPiece, store: FigureStore): number | undefined | 'notKept' {
    this.#skewMs ??= this.#deps.skewMs();
    const changed = new Map<string, QueueCall>();
    const spans = new Map<string, MemberSpan>();
    this.#members ??= store.openMemberSpans('log');
    let first: number | undefined;
    for (const { text, offset } of lines) {
      const line = readLogLine(text, this.#skewMs, this.#deps.agentOf);
      if (!line) continue;
      first ??= line.time * 1000 - this.#skewMs;
      if (line.member) {
        const { open, changed: told } = foldMember(this.#members, line.member);
        this.#members = open;
        for (const span of told) spans.set(`${span.agent} ${span.queue} ${span.kind} ${span.from}`, span);
      }
      if (!line.fact) continue;
      const step = foldFact(this.#fold, line.fact);
      this.#fold = step.fold;
      for (const call of step.changed) {
        changed.set(keyOf(call), call);
        if (line.fact.type === 'joined' && !this.#begins.has(keyOf(call))) this.#begins.set(keyOf(call), offset);
      }
    }
    const members = store.putMemberSpans([...spans.values()], 'log');
    const kept = members.ok ? store.putCalls([...changed.values()], 'log') : members;
    if (kept.ok) return first;
    this.#deps.log.error('figures.notKept', { code: kept.error.code, count: changed.size });
    return 'notKept';
  }

  /** After a start it is read again from the oldest call that was not over: what is told twice is one. */
  #remember(name: string, place: LogPlace, store: FigureStore): void {
    const open = new Set(openCalls(this.#fold).map(keyOf));
    this.#begins = new Map([...this.#begins].filter(([key]) => open.has(key)));
    const begins = [...this.#begins.values()].filter((offset) => offset < place.offset);
    const offset = Math.min(place.offset, ...begins);
    // With an open call the same text has to be read again: it must not be passed over as unchanged.
    store.saveLogPlace(name, { ...place, offset, etag: offset === place.offset ? place.etag : undefined });
  }
}
