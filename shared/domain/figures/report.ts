// A report: one look at every call, each counted where it belongs. Pure.
import { endCode, FLAG } from './columns.ts';
import type { FigureColumns } from './columns.ts';
import { dateOf, weekdayOf } from './local-time.ts';
import type { PastHalfHour } from '../staffing/forecast.ts';
import type { FigureReport, Group } from './schemas.ts';
import { noSums, SUM_KEYS } from './sums.ts';
import type { FigureName, Sums } from './sums.ts';

export interface Selection {
  /** Days since 1970 in the practice's zone, both included. */
  readonly from: number;
  readonly to: number;
  readonly queue?: string | undefined;
  readonly agent?: string | undefined;
  readonly category?: string | undefined;
  /** 0 is Monday. */
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
}

export interface Yardsticks {
  /** Who hangs up within so many seconds has not really waited. */
  readonly shortSeconds: number;
  /** Within how many seconds a caller of that queue should be answered. */
  readonly targetSeconds: (queue: string) => number;
  /** Epoch ms: about matters younger than the days of first-call resolution nothing can be said yet. */
  readonly now: number;
  readonly resolutionDays: number;
}

const END = {
  answered: endCode('answered'),
  gaveUp: endCode('gaveUp'),
  timedOut: endCode('timedOut'),
  leftByKey: endCode('leftByKey'),
  leftEmpty: endCode('leftEmpty'),
  moved: endCode('moved'),
  withdrawn: endCode('withdrawn'),
};
const DAY_MS = 86_400_000;

/** Whether a row is asked about. */
export function selector(columns: FigureColumns, selection: Selection): (index: number) => boolean {
  const codeIn = (names: { find(name: string): number | undefined }, name: string | undefined) =>
    name === undefined ? undefined : (names.find(name) ?? UNHEARD);
  const queue = codeIn(columns.queues, selection.queue);
  const agent = codeIn(columns.agents, selection.agent);
  const category = codeIn(columns.categories, selection.category);
  const { from, to, weekday, hour } = selection;
  return (index) => {
    const day = columns.day[index]!;
    if (day === 0 || day < from || day > to) return false;
    if (queue !== undefined && columns.queue[index] !== queue) return false;
    if (agent !== undefined && columns.agent[index] !== agent) return false;
    if (category !== undefined && columns.category[index] !== category) return false;
    if (weekday !== undefined && weekdayOf(day) !== weekday) return false;
    return hour === undefined || columns.slot[index]! >> 1 === hour;
  };
}
/** A name that no row has. */
const UNHEARD = -1;

/**
 * Sums while they are counted: a place for each, since objects with so many fields are slow to count in. Several million
 * additions make a report.
 */
type Counts = Float64Array;
const PLACE = Object.fromEntries(SUM_KEYS.map((key, place) => [key, place])) as Record<keyof Sums, number>;
const {
  entered: ENTERED,
  counted: COUNTED,
  answered: ANSWERED,
  waitSum: WAIT_SUM,
  longestWait: LONGEST_WAIT,
  talks: TALKS,
  talkSum: TALK_SUM,
  holds: HOLDS,
  holdSum: HOLD_SUM,
  wrapUps: WRAP_UPS,
  wrapUpSum: WRAP_UP_SUM,
} = PLACE;
const noCounts = (): Counts => new Float64Array(SUM_KEYS.length);
const sumsOf = (counts: Counts): Sums =>
  Object.fromEntries(SUM_KEYS.map((key, place) => [key, counts[place]!])) as Sums;

/** What one call adds. `isShort`, `isWithin`: measured already, since several sums need them. */
function add(sums: Counts, columns: FigureColumns, index: number, how: Measured): void {
  const flags = columns.flags[index]!;
  if (!(flags & FLAG.desk)) addQueueCall(sums, columns, index, how);
  // A message in a mailbox is no call of its own.
  else if (!(flags & FLAG.voicemail)) sums[PLACE.direct]!++;
  const talk = columns.talk[index]!;
  if (talk >= 0) {
    sums[TALKS]!++;
    sums[TALK_SUM]! += talk;
    if (columns.category[index]! > 0) sums[PLACE.categorised]!++;
  }
  const hold = columns.hold[index]!;
  if (hold >= 0) {
    sums[HOLDS]!++;
    sums[HOLD_SUM]! += hold;
  }
  const wrapUp = columns.wrapUp[index]!;
  if (wrapUp >= 0) {
    sums[WRAP_UPS]!++;
    sums[WRAP_UP_SUM]! += wrapUp;
  }
  sums[PLACE.tried]! += columns.tried[index]!;
  sums[PLACE.bounced]! += columns.bounced[index]!;
  if (flags & FLAG.transferred) sums[PLACE.transferred]!++;
  if (flags & FLAG.voicemail) sums[PLACE.voicemails]!++;
  if (flags & FLAG.noteOwed) sums[PLACE.notesOwed]!++;
  if (flags & FLAG.noteComplete) sums[PLACE.notesComplete]!++;
  if (flags & FLAG.first && how.isSettled) {
    sums[PLACE.matters]!++;
    if (!(flags & FLAG.again)) sums[PLACE.resolved]!++;
  }
}

interface Measured {
  isShort: boolean;
  isWithin: boolean;
  isSettled: boolean;
}

function addQueueCall(sums: Counts, columns: FigureColumns, index: number, { isShort, isWithin }: Measured): void {
  const waited = columns.waited[index]!;
  sums[ENTERED]!++;
  if (waited > sums[LONGEST_WAIT]!) sums[LONGEST_WAIT]! = waited;
  switch (columns.end[index]) {
    case END.answered:
      sums[ANSWERED]!++;
      sums[COUNTED]!++;
      sums[WAIT_SUM]! += Math.max(0, waited);
      if (isWithin) sums[PLACE.withinTarget]!++;
      return;
    case END.gaveUp:
      if (isShort) sums[PLACE.shortGaveUp]!++;
      else {
        sums[PLACE.gaveUp]!++;
        sums[COUNTED]!++;
      }
      return;
    case END.timedOut:
      sums[PLACE.timedOut]!++;
      sums[COUNTED]!++;
      return;
    case END.leftByKey:
      sums[PLACE.leftByKey]!++;
      sums[COUNTED]!++;
      return;
    case END.leftEmpty:
      sums[PLACE.leftEmpty]!++;
      sums[COUNTED]!++;
      return;
    case END.moved:
      return void sums[PLACE.moved]!++;
    case END.withdrawn:
      return void sums[PLACE.withdrawn]!++;
    case 0:
      return void sums[PLACE.waiting]!++;
    default:
      return void sums[PLACE.unknown]!++;
  }
}

function measurer(columns: FigureColumns, yardsticks: Yardsticks): (index: number, into: Measured) => void {
  const targets = columns.queues.list.map(yardsticks.targetSeconds);
  const settledBefore = yardsticks.now - yardsticks.resolutionDays * DAY_MS;
  return (index, into) => {
    const waited = columns.waited[index]!;
    into.isShort = waited >= 0 && waited <= yardsticks.shortSeconds;
    into.isWithin = waited >= 0 && waited <= targets[columns.queue[index]!]!;
    into.isSettled = columns.at[index]! <= settledBefore;
  };
}

export function reportOf(columns: FigureColumns, selection: Selection, yardsticks: Yardsticks): FigureReport {
  const isAsked = selector(columns, selection);
  const measure = measurer(columns, yardsticks);
  const tables = new Tables();
  const how: Measured = { isShort: false, isWithin: false, isSettled: false };
  for (let index = 0; index < columns.length; index++) {
    if (!isAsked(index)) continue;
    measure(index, how);
    tables.count(columns, index, how);
  }
  if (selection.agent !== undefined || columns.rings.length > 0) tables.countRings(columns, selection);
  return tables.report(columns);
}

/** More names of a sort than there are codes. */
const KINDS = 65_536;

class Tables {
  /** By queue, person and category together; each of the three is added up from these. */
  readonly #kinds = new Map<number, Counts>();
  readonly #rangInVain = { queue: [] as number[], agent: [] as number[] };
  /** Weekday times 24 and the hour: what is asked by hour, by weekday and of everything is added up from these. */
  readonly #cells = Array.from({ length: 7 * 24 }, noCounts);
  #unanswered = 0;
  readonly #byDay = new Map<number, number>();

  count(columns: FigureColumns, index: number, how: Measured): void {
    const hour = columns.slot[index]! >> 1;
    const weekday = weekdayOf(columns.day[index]!);
    add(this.#cells[weekday * 24 + hour]!, columns, index, how);
    const kind = (columns.queue[index]! * KINDS + columns.agent[index]!) * KINDS + columns.category[index]!;
    let counts = this.#kinds.get(kind);
    if (!counts) this.#kinds.set(kind, (counts = noCounts()));
    add(counts, columns, index, how);
    if (columns.flags[index]! & FLAG.desk) return;
    const day = columns.day[index]!;
    this.#byDay.set(day, (this.#byDay.get(day) ?? 0) + 1);
  }

  /** Phones that rang in vain belong to whose phone it was, not to who answered in the end. */
  countRings(columns: FigureColumns, { agent, ...selection }: Selection): void {
    const isAsked = selector(columns, selection);
    const wanted = agent === undefined ? undefined : (columns.agents.find(agent) ?? UNHEARD);
    for (let index = 0; index < columns.length; index++) {
      if (columns.ring[index]! < 0 || !isAsked(index)) continue;
      for (let ring = columns.ring[index]!; ring >= 0; ring = columns.rings[ring]!.next) {
        const { agent: whose, times } = columns.rings[ring]!;
        if (wanted !== undefined && whose !== wanted) continue;
        this.#unanswered += times;
        const { agent: byAgent, queue: byQueue } = this.#rangInVain;
        byAgent[whose] = (byAgent[whose] ?? 0) + times;
        byQueue[columns.queue[index]!] = (byQueue[columns.queue[index]!] ?? 0) + times;
      }
    }
  }

  report(columns: FigureColumns): FigureReport {
    const kinds = [...this.#kinds].map(([kind, counts]) => ({ kind, sums: sumsOf(counts) }));
    const groups = (
      codeOf: (kind: number) => number,
      names: readonly string[],
      rang: readonly number[] = [],
    ): Group[] => {
      const found = Map.groupBy(kinds, ({ kind }) => codeOf(kind));
      return names.flatMap((key, code) => {
        const some = found.get(code);
        if (key === '' || (!some && !rang[code])) return [];
        return [{ key, sums: { ...added((some ?? []).map(({ sums }) => sums)), unanswered: rang[code] ?? 0 } }];
      });
    };
    const cells = this.#cells.map(sumsOf);
    const all = added(cells);
    const days = [...this.#byDay].sort(([a], [b]) => a - b);
    return {
      all: { ...all, unanswered: this.#unanswered },
      byQueue: groups((kind) => Math.floor(kind / KINDS ** 2), columns.queues.list, this.#rangInVain.queue),
      byAgent: groups((kind) => Math.floor(kind / KINDS) % KINDS, columns.agents.list, this.#rangInVain.agent),
      byCategory: groups((kind) => kind % KINDS, columns.categories.list),
      byHour: Array.from({ length: 24 }, (_, hour) => added(cells.filter((_, cell) => cell % 24 === hour))),
      byWeekday: Array.from({ length: 7 }, (_, weekday) => added(cells.slice(weekday * 24, weekday * 24 + 24))),
      heat: Array.from({ length: 7 }, (_, weekday) => cells.slice(weekday * 24, weekday * 24 + 24).map(heatOf)),
      people: [],
      byDay: days.map(([day, entered]) => ({ date: dateOf(day), entered })),
    };
  }
}

function added(cells: readonly Sums[]): Sums {
  const sums = noSums();
  for (const cell of cells)
    for (const key of SUM_KEYS)
      if (key === 'longestWait') sums[key] = Math.max(sums[key], cell[key]);
      else sums[key] += cell[key];
  return sums;
}

const heatOf = ({ entered, answered, gaveUp, waitSum }: Sums) => ({ entered, answered, gaveUp, waitSum });

/** Rows behind a figure, the newest first. */
export function behind(
  columns: FigureColumns,
  selection: Selection,
  yardsticks: Yardsticks,
  { figure, limit }: { readonly figure: FigureName | 'all'; readonly limit: number },
): { rows: number[]; total: number } {
  const isAsked =
    figure === 'unanswered' ? selector(columns, { ...selection, agent: undefined }) : selector(columns, selection);
  const measure = measurer(columns, yardsticks);
  const how: Measured = { isShort: false, isWithin: false, isSettled: false };
  const wanted = selection.agent === undefined ? undefined : columns.agents.find(selection.agent);
  const rows: number[] = [];
  for (let index = 0; index < columns.length; index++) {
    if (!isAsked(index)) continue;
    measure(index, how);
    if (standsBehind(columns, index, figure, how, wanted)) rows.push(index);
  }
  const order =
    figure === 'longestWait'
      ? (a: number, b: number) => columns.waited[b]! - columns.waited[a]!
      : (a: number, b: number) => columns.at[b]! - columns.at[a]!;
  return { rows: rows.sort(order).slice(0, limit), total: rows.length };
}

function standsBehind(
  columns: FigureColumns,
  index: number,
  figure: FigureName | 'all',
  how: Measured,
  agent: number | undefined,
): boolean {
  const flags = columns.flags[index]!;
  const end = columns.end[index];
  switch (figure) {
    case 'all':
      return true;
    case 'averageSpeedOfAnswer':
    case 'serviceLevel':
      return end === END.answered || (figure === 'serviceLevel' && countsUnanswered(end) && !isShortAbandon(end, how));
    case 'longestWait':
      return !(flags & FLAG.desk);
    case 'abandonment':
      return end === END.gaveUp && !how.isShort;
    case 'shortAbandons':
      return isShortAbandon(end, how);
    case 'handleTime':
    case 'talk':
      return columns.talk[index]! >= 0;
    case 'hold':
      return columns.hold[index]! > 0;
    case 'wrapUp':
      return columns.wrapUp[index]! >= 0;
    case 'transfers':
      return (flags & FLAG.transferred) !== 0;
    case 'bounceRate':
      return columns.bounced[index]! > 0;
    case 'voicemailShare':
      return (flags & FLAG.voicemail) !== 0;
    case 'firstCallResolution':
      return (flags & FLAG.again) !== 0 && how.isSettled;
    case 'completeNotes':
      return (flags & FLAG.noteOwed) !== 0 && !(flags & FLAG.noteComplete);
    case 'unanswered':
      for (let ring = columns.ring[index]!; ring >= 0; ring = columns.rings[ring]!.next)
        if (agent === undefined || columns.rings[ring]!.agent === agent) return true;
      return false;
  }
}

const countsUnanswered = (end: number | undefined): boolean =>
  end === END.gaveUp || end === END.timedOut || end === END.leftByKey || end === END.leftEmpty;
const isShortAbandon = (end: number | undefined, how: Measured): boolean => end === END.gaveUp && how.isShort;

/** Calls by local date and half hour, for the forecast. Who was moved is expected once, where they came in. */
export function volumes(columns: FigureColumns, selection: Selection): PastHalfHour[] {
  const isAsked = selector(columns, selection);
  const halves = new Map<number, { calls: number; handledSeconds: number; answered: number }>();
  for (let index = 0; index < columns.length; index++) {
    if (columns.flags[index]! & FLAG.desk || columns.end[index] === END.moved || !isAsked(index)) continue;
    const place = columns.day[index]! * 48 + columns.slot[index]!;
    let half = halves.get(place);
    if (!half) halves.set(place, (half = { calls: 0, handledSeconds: 0, answered: 0 }));
    half.calls++;
    if (columns.end[index] !== END.answered || columns.talk[index]! < 0) continue;
    half.answered++;
    half.handledSeconds += columns.talk[index]! + Math.max(0, columns.wrapUp[index]!);
  }
  return [...halves]
    .sort(([a], [b]) => a - b)
    .map(([place, half]) => ({ date: dateOf(Math.floor(place / 48)), half: place % 48, ...half }));
}
