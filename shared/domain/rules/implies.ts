// Conditions compared with each other: whether one can hold at all, and whether it can hold only where another does too.
import type { Condition, PlainCondition } from '../site/conditions.ts';
import type { GeneralRule, TimeRoute } from '../site/rules.ts';
import type { Route } from '../site/site.ts';
import type { Group } from './compile.ts';
import { fixedFacts } from './rule-index.ts';

type AnyRule = GeneralRule | TimeRoute | Route;

/** A rule as a list of demands: each a set of values of which one is enough, or a text that must be the same. */
export interface Demands {
  readonly sets: ReadonlyMap<string, readonly string[]>;
  readonly texts: ReadonlyMap<string, string>;
}

export function demandsOf(group: Group, rule: AnyRule): Demands {
  const { values = new Map(), words } = fixedFacts(group, rule);
  const texts = new Map<string, string>();
  const add = (name: string, value: unknown) => value !== undefined && texts.set(name, JSON.stringify(value));
  const sets = new Map(values);
  if (words) sets.set('words', words);
  const condition = rule.if;
  const ownTime = group === 'time' ? (rule as TimeRoute).time : undefined;
  for (const time of [ownTime, condition?.time]) {
    if (!time) continue;
    // A time route may have a second span in its condition: both are demands.
    const name = texts.has('time') ? 'also' : 'time';
    const { office: _office, days, ...rest } = time;
    const isOvernight = (time.from ?? '00:00') >= (time.to ?? '24:00');
    if (Object.keys(rest).length > 0) add(name, rest);
    if (days && isOvernight) add(`${name}.days`, days);
  }
  if (condition) addOthers(condition, sets, add);
  return { sets, texts };
}

function addOthers(
  condition: Condition,
  sets: Map<string, readonly string[]>,
  add: (name: string, value: unknown) => unknown,
): void {
  const { number, area, direct, patient, staff, waiting, not, any } = condition;
  if (number) sets.set('number', number);
  if (area) sets.set('area', area);
  add('direct', direct);
  for (const [name, value] of Object.entries(patient ?? {})) add(`patient.${name}`, value);
  add('staff', staff);
  add('waiting', waiting);
  add('not', not);
  add('any', any);
}

/** Wherever `narrow` holds, `wide` holds as well. False where that cannot be told. */
export function implies(narrow: Demands, wide: Demands): boolean {
  for (const [name, values] of wide.sets) {
    const mine = narrow.sets.get(name);
    if (!mine?.every((value) => values.includes(value))) return false;
  }
  for (const [name, text] of wide.texts) if (narrow.texts.get(name) !== text) return false;
  return true;
}

/** Why this can never hold: the line of the condition that excludes another. */
export function contradictionIn(demands: Demands, condition: Condition | undefined): string | undefined {
  for (const [name, values] of demands.sets)
    if (values.length === 0) return name.startsWith('digits') ? 'number' : name;
  if (!condition) return undefined;
  return plainContradiction(condition) ?? (condition.any?.every(plainContradiction) ? 'any' : undefined);
}

function plainContradiction(condition: PlainCondition): string | undefined {
  const { withheld, number, area, caller, direct, queue, patient, staff, waiting, time } = condition;
  if (withheld && (number ?? area)) return 'number';
  if (withheld && caller === 'known') return 'caller';
  if (direct && queue) return 'queue';
  const isBackwards = (from: number | undefined, to: number | undefined) => (from ?? 0) > (to ?? Infinity);
  if (isBackwards(patient?.age?.from, patient?.age?.to)) return 'patient.age';
  if (isBackwards(staff?.freeAtLeast, staff?.freeAtMost)) return 'staff';
  if (isBackwards(waiting?.atLeast, waiting?.atMost)) return 'waiting';
  const { from, to } = time?.dates ?? {};
  if (from !== undefined && to !== undefined && from > to) return 'time.dates';
  if (time?.holiday && time.office === 'open') return 'time.holiday';
  return undefined;
}
