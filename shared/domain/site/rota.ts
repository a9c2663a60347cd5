// Who is on call: rotations that go round by themselves, swaps, overrides, and turns written out one by one.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../schedule/weekdays.ts';
import { Id } from './basics.ts';
import { ClockTime, IsoDate } from './hours.ts';

/** With an offset it is that instant; without one it is the clinic's clock. */
const Moment = z.string().refine((moment) => DateTime.fromISO(moment).isValid, {
  message: 'Write date and time in quotes as "2026-12-24T17:00"',
});

/** One turn on call; the end does not belong to it. */
export const OnCallTurn = z.strictObject({ entry: Id, from: z.string(), to: z.string() });
export type OnCallTurn = z.infer<typeof OnCallTurn>;

export const Rotation = z.strictObject({
  id: Id,
  /** Such as "First call" and "Backup". */
  name: z.string().min(1).optional(),
  /** In the order in which their turns come. */
  people: z.array(Id).min(1, 'Name at least one person'),
  /** The first turn begins at the first hand-over on or after this day. */
  starts: IsoDate,
  /** No turn goes beyond the beginning of this day. */
  ends: IsoDate.optional(),
  /** How many weeks a turn lasts. */
  weeks: z.number().int().min(1).max(26).default(1),
  handover: z.strictObject({ day: z.enum(WEEKDAYS), time: ClockTime }),
});
export type Rotation = z.infer<typeof Rotation>;

const forwards = (turn: { from: string; to: string }): boolean =>
  !(DateTime.fromISO(turn.from, { zone: 'utc' }) >= DateTime.fromISO(turn.to, { zone: 'utc' }));

export const Rota = z.strictObject({
  /** The first is who is called first; the ones after it back them up. */
  rotations: z.array(Rotation).default([]),
  /** Two turns of one rotation change places; each is named by any day within it. */
  swaps: z
    .array(z.strictObject({ rotation: Id.optional(), day: IsoDate, with: IsoDate, reason: z.string().optional() }))
    .default([]),
  /** Somebody else for a while; of two at once the later one in the list counts. */
  overrides: z
    .array(
      z
        .strictObject({ rotation: Id.optional(), entry: Id, from: Moment, to: Moment, reason: z.string().optional() })
        .refine(forwards, { message: 'The end must be later than the start', path: ['to'] }),
    )
    .default([]),
});
export type Rota = z.infer<typeof Rota>;

interface RotaNames {
  readonly directory: readonly { readonly id: string }[];
  readonly onCall: readonly OnCallTurn[];
  readonly rota: Rota;
}

/** Names in the rota that point nowhere, and turns that never are. */
export function checkRota(site: RotaNames, report: (path: (string | number)[], message: string) => void): void {
  const entries = new Set(site.directory.map(({ id }) => id));
  const { rotations, swaps, overrides } = site.rota;
  const checkEntry = (entry: string, path: (string | number)[]) => {
    if (!entries.has(entry)) report(path, `The directory has no entry '${entry}'`);
  };
  const checkRotation = (rotation: string | undefined, path: (string | number)[]) => {
    if (rotation !== undefined && !rotations.some(({ id }) => id === rotation))
      report([...path, 'rotation'], `The rota has no rotation '${rotation}'`);
    if (rotation === undefined && rotations.length === 0 && path[1] === 'swaps')
      report(path, 'A swap needs a rotation whose turns change places');
  };
  rotations.forEach(({ people, starts, ends, handover }, at) => {
    const path = ['rota', 'rotations', at];
    people.forEach((entry, index) => checkEntry(entry, [...path, 'people', index]));
    if (ends !== undefined && ends <= starts) report([...path, 'ends'], 'The end must be later than the start');
    if (handover.time === '24:00') report([...path, 'handover', 'time'], 'Write "00:00" of the day after');
  });
  swaps.forEach(({ rotation }, at) => checkRotation(rotation, ['rota', 'swaps', at]));
  overrides.forEach(({ entry, rotation }, at) => {
    checkEntry(entry, ['rota', 'overrides', at, 'entry']);
    checkRotation(rotation, ['rota', 'overrides', at]);
  });
}
