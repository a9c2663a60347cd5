// Who is on call, at any moment, until when, and who comes next. Everything is reckoned in the clinic's own zone: a
// hand-over at 17:00 is at 17:00 in the week of a clock change, too. Pure.
import { DateTime } from 'luxon';
import type { OnCallTurn, Rota, Rotation } from '../site/rota.ts';
import { WEEKDAYS } from '../schedule/weekdays.ts';

export interface RotaSite {
  readonly clinic: { readonly timeZone: string };
  readonly onCall: readonly OnCallTurn[];
  readonly rota: Rota;
}

export interface OnDuty {
  readonly entry: string;
  /** Why it is them: a rotation's turn, a turn that was swapped, a turn written out, or an override. */
  readonly because: 'rotation' | 'swap' | 'turn' | 'override';
  /** Id of the rotation they stand for; absent where the site writes its turns out. */
  readonly rotation?: string | undefined;
}

/** A stretch of time in which nothing changes; `people` in the order in which they are called. Epoch ms. */
export interface Watch {
  readonly from: number;
  readonly to: number;
  readonly people: readonly OnDuty[];
  /** Turns or overrides that say different things for the same time. */
  readonly clash?: readonly string[] | undefined;
}

interface Stretch {
  readonly entry: string;
  readonly from: number;
  readonly to: number;
}

/** No turn is looked for further back or ahead than this: rotations go on for ever. */
const HORIZON_MS = 400 * 24 * 60 * 60_000;

/** Without an offset it is the clinic's clock. Spellings that are no ISO are read as they always were. */
function millis(moment: string, zone: string): number {
  const at = DateTime.fromISO(moment, { zone });
  return at.isValid ? at.toMillis() : Date.parse(moment);
}

/** Turns that begin never or end before they begin. */
export const deadTurns = ({ clinic: { timeZone }, onCall }: RotaSite): OnCallTurn[] =>
  onCall.filter(({ from, to }) => !(millis(from, timeZone) < millis(to, timeZone)));

/** Everything of the site as instants, worked out once for each reading of the file. */
interface Prepared {
  readonly turns: readonly Stretch[];
  readonly overrides: readonly (Stretch & { readonly rotation: string | undefined })[];
}
const prepared = new WeakMap<
  Rota,
  { readonly zone: string; readonly turns: readonly OnCallTurn[]; readonly made: Prepared }
>();

function prepare({ clinic, onCall, rota }: RotaSite): Prepared {
  const zone = clinic.timeZone;
  const known = prepared.get(rota);
  if (known?.zone === zone && known.turns === onCall) return known.made;
  // A turn whose times are no times is nobody's: it says nothing, and its absence shows as a gap.
  const isTime = (stretch: Stretch) => stretch.from < stretch.to;
  const stretch = ({ entry, from, to }: OnCallTurn): Stretch => ({
    entry,
    from: millis(from, zone),
    to: millis(to, zone),
  });
  const made: Prepared = {
    turns: onCall.map(stretch).filter(isTime),
    overrides: rota.overrides.map((one) => ({ ...stretch(one), rotation: one.rotation })).filter(isTime),
  };
  prepared.set(rota, { zone, turns: onCall, made });
  return made;
}

/** When the n-th turn of a rotation begins. */
function handover(rotation: Rotation, zone: string, turn: number): DateTime {
  const [hour = 0, minute = 0] = rotation.handover.time.split(':').map(Number);
  const starts = DateTime.fromISO(rotation.starts, { zone });
  const days = (WEEKDAYS.indexOf(rotation.handover.day) + 1 - starts.weekday + 7) % 7;
  return starts.plus({ days: days + turn * rotation.weeks * 7 }).set({ hour, minute });
}

const endOf = (rotation: Rotation, zone: string): number =>
  rotation.ends === undefined ? Infinity : DateTime.fromISO(rotation.ends, { zone }).toMillis();

/** Which turn it is at `at`; negative before the first one. */
function turnAt(rotation: Rotation, zone: string, at: number): number {
  const week = 7 * 24 * 60 * 60_000 * rotation.weeks;
  let turn = Math.floor((at - handover(rotation, zone, 0).toMillis()) / week);
  // A clock change moves a hand-over by an hour against full weeks.
  while (handover(rotation, zone, turn + 1).toMillis() <= at) turn++;
  while (handover(rotation, zone, turn).toMillis() > at) turn--;
  return turn;
}

const personOf = (rotation: Rotation, turn: number): string | undefined =>
  turn < 0 ? undefined : rotation.people[turn % rotation.people.length];

/** Swaps are carried out in the order in which they stand: who swapped twice has what the second one gave. */
function swapped(rota: Rota, rotation: Rotation, zone: string, turn: number): number {
  let now = turn;
  for (const swap of rota.swaps.toReversed()) {
    if ((swap.rotation ?? rota.rotations[0]?.id) !== rotation.id) continue;
    const [a, b] = [swap.day, swap.with].map((day) => turnOnDay(rotation, zone, day));
    if (a === undefined || b === undefined || a < 0 || b < 0) continue;
    if (now === a) now = b;
    else if (now === b) now = a;
  }
  return now;
}

/** The turn that is meant by a day: the one that holds most of it, which is the one at noon. */
export const turnOnDay = (rotation: Rotation, zone: string, day: string): number =>
  turnAt(rotation, zone, DateTime.fromISO(day, { zone }).set({ hour: 12 }).toMillis());

const covers = (at: number) => (stretch: Stretch) => stretch.from <= at && at < stretch.to;

function rotationAt(site: RotaSite, rotation: Rotation, at: number): OnDuty | undefined {
  const zone = site.clinic.timeZone;
  if (at >= endOf(rotation, zone)) return undefined;
  const turn = turnAt(rotation, zone, at);
  if (turn < 0) return undefined;
  const given = swapped(site.rota, rotation, zone, turn);
  const entry = personOf(rotation, given);
  if (entry === undefined) return undefined;
  return { entry, because: given === turn ? 'rotation' : 'swap', rotation: rotation.id };
}

/** Overrides first, then turns that are written out, then the rotation itself; the others back the first one up. */
function peopleAt(site: RotaSite, at: number): Pick<Watch, 'people' | 'clash'> {
  const { turns, overrides } = prepare(site);
  const { rotations } = site.rota;
  const first = rotations[0]?.id;
  const now = overrides.filter(covers(at));
  const written = turns.filter(covers(at));
  const overrideFor = (rotation: string | undefined) =>
    now.filter((one) => (one.rotation ?? first) === rotation).at(-1);
  const told = overrideFor(first);
  const leading: OnDuty[] = told
    ? [{ entry: told.entry, because: 'override', ...(first === undefined ? {} : { rotation: first }) }]
    : written.map(({ entry }) => ({ entry, because: 'turn', ...(first === undefined ? {} : { rotation: first }) }));
  const people = rotations.flatMap((rotation, index): OnDuty[] => {
    if (index === 0 && leading.length > 0) return leading;
    const instead = index === 0 ? undefined : overrideFor(rotation.id);
    if (instead) return [{ entry: instead.entry, because: 'override', rotation: rotation.id }];
    const own = rotationAt(site, rotation, at);
    return own ? [own] : [];
  });
  const all = rotations.length === 0 ? leading : people;
  const clash = clashing(told ? [] : written, now, first);
  return { people: all, ...(clash.length > 0 ? { clash } : {}) };
}

/** People whom two turns, or two overrides of the same rotation, name for the same time. */
function clashing(
  written: readonly Stretch[],
  overrides: readonly (Stretch & { readonly rotation: string | undefined })[],
  first: string | undefined,
): string[] {
  const groups = [written, ...Map.groupBy(overrides, ({ rotation }) => rotation ?? first).values()];
  return groups
    .map((group) => [...new Set(group.map(({ entry }) => entry))])
    .filter((names) => names.length > 1)
    .flat();
}

/** Moments within a stretch of time at which somebody may take over, in order. */
function edges(site: RotaSite, from: number, to: number): number[] {
  const zone = site.clinic.timeZone;
  const { turns, overrides } = prepare(site);
  const found = new Set<number>();
  for (const stretch of [...turns, ...overrides]) found.add(stretch.from).add(stretch.to);
  for (const rotation of site.rota.rotations) {
    found.add(endOf(rotation, zone));
    for (let turn = Math.max(0, turnAt(rotation, zone, from)); ; turn++) {
      const at = handover(rotation, zone, turn).toMillis();
      if (at >= to) break;
      found.add(at);
    }
  }
  return [...found].filter((at) => at > from && at < to).sort((a, b) => a - b);
}

const isSame = (a: Watch, b: Pick<Watch, 'people' | 'clash'>): boolean =>
  JSON.stringify([a.people, a.clash]) === JSON.stringify([b.people, b.clash]);

/** The rota from one moment to another, without holes: a stretch with nobody in it has an empty list. */
export function watches(site: RotaSite, from: number, to: number): Watch[] {
  const found: Watch[] = [];
  const starts = [from, ...edges(site, from, to)];
  starts.forEach((at, index) => {
    const people = peopleAt(site, at);
    const end = starts[index + 1] ?? to;
    const last = found.at(-1);
    if (last && isSame(last, people)) found[found.length - 1] = { ...last, to: end };
    else found.push({ from: at, to: end, ...people });
  });
  return found;
}

/** Whether the site says anything about who is on call. */
export const hasRota = ({ onCall, rota }: Pick<RotaSite, 'onCall' | 'rota'>): boolean =>
  onCall.length > 0 || rota.rotations.length > 0 || rota.overrides.length > 0;

/** Who is on call at `at` (epoch ms), in the order in which they are called; each person once. */
export function onCallAt(site: RotaSite, at: number): readonly OnDuty[] {
  if (!hasRota(site)) return [];
  const minute = Math.floor(at / 60_000);
  const last = lastAnswer.get(site.rota);
  if (last?.minute === minute && last.turns === site.onCall && last.zone === site.clinic.timeZone) return last.people;
  const all = peopleAt(site, at).people;
  const people = all.filter((one, index) => all.findIndex(({ entry }) => entry === one.entry) === index);
  lastAnswer.set(site.rota, { minute, turns: site.onCall, zone: site.clinic.timeZone, people });
  return people;
}

/** The last answer for each rota: nobody takes over within a minute, and a card asks several times a second. */
const lastAnswer = new WeakMap<
  Rota,
  {
    readonly minute: number;
    readonly turns: readonly OnCallTurn[];
    readonly zone: string;
    readonly people: readonly OnDuty[];
  }
>();

export interface OnCallNow {
  readonly now: Watch;
  /** The next stretch with other people in it, if there is one within a year. */
  readonly next: Watch | undefined;
}

/** Who is on call, until when (`now.to`), and who takes over. */
export function onCallNow(site: RotaSite, at: number): OnCallNow {
  const ends = at + HORIZON_MS;
  let now: Watch = { from: at, ...peopleAt(site, at), to: ends };
  for (const edge of edges(site, at, ends)) {
    const people = peopleAt(site, edge);
    if (isSame(now, people)) continue;
    now = { ...now, to: edge };
    const after = edges(site, edge, ends).find(
      (next) => JSON.stringify(peopleAt(site, next)) !== JSON.stringify(people),
    );
    return { now, next: { from: edge, to: after ?? ends, ...people } };
  }
  return { now, next: undefined };
}
