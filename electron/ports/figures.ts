// What the figures are made of, as it is kept, and how it is asked. The same encrypted file as the journal.
import type { DeskFact } from '../../shared/domain/figures/desk-fact.ts';
import type { HandledCall } from '../../shared/domain/figures/handled.ts';
import type { MemberSpan } from '../../shared/domain/figures/member-time.ts';
import type { FactSource } from '../../shared/domain/figures/merge.ts';
import type { FigureReport } from '../../shared/domain/figures/schemas.ts';
import type { FigureName } from '../../shared/domain/figures/sums.ts';
import type { PastHalfHour } from '../../shared/domain/staffing/forecast.ts';
import type { QueueCall, QueueEnd } from '../../shared/domain/figures/types.ts';
import type { Result } from '../../shared/result/result.ts';

/** A time in which the PBX was listened to, epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How far a queue_log has been read. */
export interface LogPlace {
  /** What the file begins with, as a hash: a file that begins otherwise is another one. */
  readonly head: string;
  /** Bytes up to the beginning of the oldest call that was not over. */
  readonly offset: number;
  readonly etag?: string | undefined;
  /** From when on it has been read without a gap, epoch ms. */
  readonly since?: number | undefined;
}

export interface LogPiece {
  /** Of the file it comes from: after a rotation there are several in one reading. */
  readonly head: string;
  /** Something between the piece before and this one could not be read. */
  readonly afterGap?: boolean;
  /** Whole lines, each with the byte at which it begins. */
  readonly lines: readonly { readonly text: string; readonly offset: number }[];
  /** The byte behind the last of them. */
  readonly offset: number;
}

export interface LogReading {
  readonly pieces: AsyncIterable<LogPiece>;
  /** It goes on where it ended last; otherwise something may lie in between. */
  readonly isContinued: boolean;
  readonly etag?: string | undefined;
}

export interface QueueLogSource {
  /** What was written since; everything where nothing was read before. Errors: queueLogUnreadable. */
  read(place: LogPlace | undefined): Promise<Result<LogReading>>;
}

/** How far the notes of other desks have been read. Epoch ms. */
export interface HandledPlace {
  /** Everything that was written before this is known. */
  readonly upTo: number;
  /** Calls since then are known. */
  readonly backTo: number;
}

export interface FigureStore {
  /**
   * What other desks' notes say; a newer version takes an older one's place, this desk's own calls stay as they are here.
   * How many were news.
   */
  putHandled(calls: readonly HandledCall[]): Result<number>;
  /** Brings the newest of that time that name no call of a queue together with one by caller and time; how many found theirs. */
  joinHandled(span: Span, keyOf: (number: string) => string | undefined): Result<number>;
  handledPlace(source: string): HandledPlace | undefined;
  saveHandledPlace(source: string, place: HandledPlace): Result<void>;
  /** Calls as they are now; what is known of the same call is kept and added to. One transaction. */
  putCalls(calls: readonly QueueCall[], source: FactSource): Result<void>;
  putDeskFacts(facts: readonly DeskFact[]): Result<void>;
  /** Whether anything is known of this desk's calls. */
  hasDeskFacts(): boolean;
  /** Listened from then to then: the same beginning again stretches it. */
  heard(source: FactSource, from: number, to: number): Result<void>;
  heardIn(from: number, to: number): Span[];
  /** Times of members as they are now; the same beginning again is the same span. */
  putMemberSpans(spans: readonly MemberSpan[], source: FactSource): Result<void>;
  /** Those of a source that go on, as last written. */
  openMemberSpans(source: FactSource): MemberSpan[];
  logPlace(source: string): LogPlace | undefined;
  saveLogPlace(source: string, place: LogPlace): Result<void>;
  /** Deletes what is older than `before`, except calls of these numbers; how many went. */
  removeBefore(before: number, keep: (number: string) => boolean): Result<number>;
}

export interface FigureSettings {
  readonly zone: string;
  readonly shortSeconds: number;
  readonly targetSeconds: Readonly<Record<string, number>>;
  readonly resolutionDays: number;
}

export interface FigureQuestion {
  /** Days of the practice, YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  readonly queue?: string | undefined;
  readonly agent?: string | undefined;
  readonly category?: string | undefined;
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
}

/** One call behind a figure. Seconds. */
export interface CallBehind {
  readonly at: number;
  readonly kind: 'queue' | 'desk';
  readonly queue: string;
  readonly number: string;
  readonly end?: QueueEnd | undefined;
  readonly agent: string;
  readonly waited?: number | undefined;
  readonly talk?: number | undefined;
  readonly hold?: number | undefined;
  readonly category?: string | undefined;
  /** The call at this desk, where it was here: its note can be opened. */
  readonly callId?: string | undefined;
  readonly hasNote: boolean;
}

/** Answers beside the calls, not between them: none of it runs in the main process's own thread. */
export interface FigureReader {
  report(question: FigureQuestion, settings: FigureSettings, now: number): Promise<Result<FigureReport>>;
  behind(
    question: FigureQuestion & { readonly figure: FigureName | 'all'; readonly limit: number },
    settings: FigureSettings,
    now: number,
  ): Promise<Result<{ calls: CallBehind[]; total: number }>>;
  volumes(question: FigureQuestion, settings: FigureSettings): Promise<Result<PastHalfHour[]>>;
  close(): void;
}
