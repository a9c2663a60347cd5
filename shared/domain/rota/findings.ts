// What is wrong with the rota before anybody is rung in vain: hours without anybody, two people for one turn, one person
// in two places, swaps that swap nothing. Pure.
import { DateTime } from 'luxon';
import { deadTurns, hasRota, turnOnDay, watches } from './rota.ts';
import type { RotaSite, Watch } from './rota.ts';

/** The sentence is in i18n under `rota.finding.<code>`. */
export const ROTA_FINDINGS = [
  'gap',
  'doubleBooked',
  'sameTwice',
  'swapOfNothing',
  'deadTurn',
  'unknownPerson',
] as const;
export interface RotaFinding {
  readonly code: (typeof ROTA_FINDINGS)[number];
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly values: Readonly<Record<string, string>>;
}

const DAYS = 60;

interface Directory {
  readonly directory: readonly { readonly id: string; readonly name: string }[];
}

/** Everything wrong from `from` on, for `days` days; the earliest first. */
export function rotaFindings(site: RotaSite & Directory, from: number, days = DAYS): RotaFinding[] {
  if (!hasRota(site)) return [];
  const to = DateTime.fromMillis(from, { zone: site.clinic.timeZone }).plus({ days }).toMillis();
  const named = (entry: string) => site.directory.find(({ id }) => id === entry)?.name ?? entry;
  const found = watches(site, from, to).flatMap((watch) => findingsIn(watch, site, named));
  const dead = deadTurns(site).map(({ entry }): RotaFinding => {
    return { code: 'deadTurn', from, to: from, values: { person: named(entry) } };
  });
  return [...dead, ...joined(found), ...deadSwaps(site, from, to)].sort((a, b) => a.from - b.from);
}

function findingsIn(watch: Watch, site: Directory, named: (entry: string) => string): RotaFinding[] {
  const { from, to, people, clash } = watch;
  const at = (code: RotaFinding['code'], values: RotaFinding['values'] = {}): RotaFinding => ({
    code,
    from,
    to,
    values,
  });
  const entries = people.map(({ entry }) => entry);
  const twice = entries.filter((entry, index) => !clash?.includes(entry) && entries.indexOf(entry) !== index);
  const unknown = entries.filter((entry) => !site.directory.some(({ id }) => id === entry));
  return [
    ...(people.length === 0 ? [at('gap')] : []),
    ...(clash ? [at('doubleBooked', { people: clash.map(named).join(', ') })] : []),
    ...[...new Set(twice)].map((entry) => at('sameTwice', { person: named(entry) })),
    ...[...new Set(unknown)].map((person) => at('unknownPerson', { person })),
  ];
}

/** The same trouble over several stretches in a row is one. */
function joined(found: readonly RotaFinding[]): RotaFinding[] {
  const all: RotaFinding[] = [];
  for (const finding of found) {
    const index = all.findIndex((one) => one.to === finding.from && sameTrouble(one, finding));
    const before = all[index];
    if (before) all[index] = { ...before, to: finding.to };
    else all.push(finding);
  }
  return all;
}
const sameTrouble = (a: RotaFinding, b: RotaFinding) =>
  a.code === b.code && JSON.stringify(a.values) === JSON.stringify(b.values);

/** A swap of two days of one turn, or of a day before the rotation begins, changes nothing: somebody believes it does. */
function deadSwaps({ clinic, rota }: RotaSite, from: number, to: number): RotaFinding[] {
  return rota.swaps.flatMap((swap) => {
    const rotation = rota.rotations.find(({ id }) => id === (swap.rotation ?? rota.rotations[0]?.id));
    const day = DateTime.fromISO(swap.day, { zone: clinic.timeZone });
    const span = { from: day.toMillis(), to: day.plus({ days: 1 }).toMillis() };
    if (!rotation || span.to <= from || span.from >= to) return [];
    const [a, b] = [swap.day, swap.with].map((one) => turnOnDay(rotation, clinic.timeZone, one));
    const isDead = a === undefined || b === undefined || a < 0 || b < 0 || a === b;
    return isDead ? [{ code: 'swapOfNothing' as const, ...span, values: { day: swap.day, with: swap.with } }] : [];
  });
}
