// What people's days were made of: time signed in, pauses with their reasons, and what of the rest went into calls. Pure.
import { DateTime } from 'luxon';
import type { FigureColumns } from './columns.ts';
import { dateOf, weekdayOf } from './local-time.ts';
import { clipped, presenceOf } from './person-time.ts';
import type { Interval, PersonTime, TimeSpan } from './person-time.ts';
import { selector } from './report.ts';
import type { Selection } from './report.ts';

/** Of more days than these only the sum is told. */
export const DAYS_APART = 62;
const DAY_MS = 86_400_000;

interface Window extends Interval {
  readonly day: number;
}

export interface PeopleQuestion {
  readonly selection: Selection;
  readonly zone: string;
  readonly now: number;
}

export function peopleOf(
  columns: FigureColumns,
  spans: ReadonlyMap<string, readonly TimeSpan[]>,
  question: PeopleQuestion,
): PersonTime[] {
  const { selection } = question;
  const isApart = selection.to - selection.from < DAYS_APART;
  const windows = windowsOf(question, isApart);
  const busy = busySeconds(columns, selection, isApart);
  const people = new Set([...spans.keys(), ...busy.keys()].filter((agent) => agent !== ''));
  return [...people]
    .filter((agent) => selection.agent === undefined || agent === selection.agent)
    .sort()
    .flatMap((agent) => {
      const own = (spans.get(agent) ?? []).filter(
        ({ queue }) => selection.queue === undefined || queue === selection.queue || queue === '',
      );
      const times = daysOf(own, windows, isApart);
      const worked = busy.get(agent) ?? new Map<string, number>();
      const dates = [...new Set([...times.keys(), ...worked.keys()])].sort();
      return dates.map((date) => ({ agent, date, busy: worked.get(date) ?? 0, ...(times.get(date) ?? NOTHING) }));
    });
}

const NOTHING = { signedIn: 0, paused: 0, reasons: [] };
type Times = Pick<PersonTime, 'signedIn' | 'paused' | 'reasons'>;

function daysOf(spans: readonly TimeSpan[], windows: readonly Window[], isApart: boolean): Map<string, Times> {
  const inOrder = [...spans].sort((a, b) => a.from - b.from);
  const [long, short] = [inOrder.filter(isLong), inOrder.filter((span) => !isLong(span))];
  const sums = new Map<string, { signedIn: number; paused: number; reasons: Map<string, number> }>();
  let first = 0;
  for (const window of windows) {
    while (first < short.length && short[first]!.from < window.from - DAY_MS) first++;
    const near: TimeSpan[] = [...long];
    for (let index = first; index < short.length && short[index]!.from < window.to; index++) near.push(short[index]!);
    const there = presenceOf(clipped(near, window));
    if (there.signedIn === 0 && there.paused === 0) continue;
    const date = isApart ? dateOf(window.day) : '';
    const sum = sums.get(date) ?? { signedIn: 0, paused: 0, reasons: new Map<string, number>() };
    sum.signedIn += there.signedIn;
    sum.paused += there.paused;
    for (const [reason, ms] of there.reasons) sum.reasons.set(reason, (sum.reasons.get(reason) ?? 0) + ms);
    sums.set(date, sum);
  }
  return new Map(
    [...sums].map(([date, { signedIn, paused, reasons }]) => [
      date,
      {
        ...{ signedIn: seconds(signedIn), paused: seconds(paused) },
        reasons: [...reasons]
          .map(([reason, ms]) => ({ reason, seconds: seconds(ms) }))
          .filter((one) => one.seconds > 0)
          .sort((a, b) => b.seconds - a.seconds || (a.reason < b.reason ? -1 : 1)),
      },
    ]),
  );
}

const isLong = ({ from, to }: Interval): boolean => to - from > DAY_MS;
const seconds = (ms: number): number => Math.round(ms / 1000);

/** The times that are asked about, in order, up to now. */
function windowsOf({ selection, zone, now }: PeopleQuestion, isApart: boolean): Window[] {
  const { from, to, weekday, hour } = selection;
  const startOfDay = (day: number) => DateTime.fromISO(dateOf(day), { zone }).startOf('day');
  const window = (day: number, begin: DateTime, end: DateTime): Window[] => {
    const span = { day, from: begin.toMillis(), to: Math.min(now, end.toMillis()) };
    return span.to > span.from ? [span] : [];
  };
  if (!isApart && weekday === undefined && hour === undefined)
    return window(from, startOfDay(from), startOfDay(to + 1));
  const windows: Window[] = [];
  for (let day = from; day <= to; day++) {
    if (weekday !== undefined && weekdayOf(day) !== weekday) continue;
    const start = startOfDay(day);
    if (start.toMillis() >= now) break;
    windows.push(
      ...(hour === undefined
        ? window(day, start, startOfDay(day + 1))
        : window(day, start.set({ hour }), start.set({ hour }).plus({ hours: 1 }))),
    );
  }
  return windows;
}

function busySeconds(columns: FigureColumns, selection: Selection, isApart: boolean): Map<string, Map<string, number>> {
  const isAsked = selector(columns, selection);
  const days = isApart ? selection.to - selection.from + 1 : 1;
  const sums = new Float64Array(columns.agents.list.length * days);
  for (let index = 0; index < columns.length; index++) {
    const talk = columns.talk[index]!;
    if (talk < 0 || columns.agent[index] === 0 || !isAsked(index)) continue;
    const place = isApart ? columns.day[index]! - selection.from : 0;
    sums[columns.agent[index]! * days + place]! += talk + Math.max(0, columns.wrapUp[index]!);
  }
  const busy = new Map<string, Map<string, number>>();
  columns.agents.list.forEach((agent, code) => {
    for (let place = 0; place < days; place++) {
      const spent = sums[code * days + place]!;
      if (spent === 0) continue;
      const own = busy.get(agent) ?? new Map<string, number>();
      busy.set(agent, own.set(isApart ? dateOf(selection.from + place) : '', spent));
    }
  });
  return busy;
}
