// Finds the rules a call can meet without looking at the others. It may find a rule that does not apply (its checks decide),
// but never leaves out one that does.
import type { Route } from '../site/site.ts';
import type { PlainCondition } from '../site/conditions.ts';
import type { GeneralRule, TimeRoute } from '../site/rules.ts';
import type { Facts } from './facts.ts';
import { plainWords } from '../red-flags/match.ts';

/** More combinations of a rule's values than this are not worth their place: the widest fact is left to the checks. */
const MOST_TUPLES = 32;
/** Letters of a word by which rules with words are found. */
const WORD_KEY = 4;

/** What a rule fixes: for each fact the values under which it can apply. */
export interface FixedFacts {
  /** Undefined: the rule could not be read and is looked at always. */
  readonly values: ReadonlyMap<string, readonly string[]> | undefined;
  readonly words: readonly string[] | undefined;
}

type Values = Map<string, readonly string[]>;

export function fixedFacts(group: string, rule: GeneralRule | TimeRoute | Route): FixedFacts {
  try {
    const values: Values = new Map();
    if (group === 'routes') fixRoute(values, rule as Route);
    if (group === 'time') fixTime(values, (rule as TimeRoute).time);
    if (rule.if) fixCondition(values, rule.if);
    return { values, words: rule.if?.words };
  } catch {
    return { values: undefined, words: undefined };
  }
}

/** Fixed twice, only what both allow is left: possibly nothing, and then the rule is never found. */
function fix(values: Values, fact: string, list: readonly string[] | undefined): void {
  if (!list) return;
  const before = values.get(fact);
  values.set(fact, before ? list.filter((value) => before.includes(value)) : [...new Set(list)]);
}

function fixRoute(values: Values, { category, when, queue, language, location }: Route): void {
  fix(values, 'category', [category]);
  if (when !== 'always') fix(values, 'office', [when]);
  if (queue !== undefined) fix(values, 'queue', [queue]);
  if (language !== undefined) fix(values, 'language', [language]);
  if (location !== undefined) fix(values, 'location', [location]);
}

function fixTime(values: Values, { office, days, from, to }: TimeRoute['time']): void {
  if (office) fix(values, 'office', [office]);
  // A span over midnight also holds on the morning after.
  if (days && (from ?? '00:00') < (to ?? '24:00')) fix(values, 'weekday', days);
}

const flag = (value: boolean | undefined) => (value === undefined ? undefined : [String(value)]);

function fixCondition(values: Values, condition: PlainCondition): void {
  const { caller, number, area, time } = condition;
  fix(values, 'category', condition.category);
  fix(values, 'queue', condition.queue);
  fix(values, 'language', condition.language);
  fix(values, 'location', condition.location);
  fix(values, 'role', condition.role);
  fix(values, 'withheld', flag(condition.withheld));
  fix(values, 'repeat', flag(condition.repeat));
  if (caller) fix(values, 'known', [String(caller === 'known')]);
  if (time) fixTime(values, time);
  const length = sameLength(area);
  if (area && length !== undefined) fix(values, `digits${length}`, area);
  const prefixes = number?.map((pattern) => /^(\d+)\*?$/.exec(pattern)?.[1]);
  const size = sameLength(prefixes);
  if (size !== undefined) fix(values, `digits${size}`, prefixes as string[]);
}

/** Beginnings of a number make a table only where they are of one length. */
function sameLength(list: readonly (string | undefined)[] | undefined): number | undefined {
  const length = list?.[0]?.length;
  return length !== undefined && list?.every((each) => each?.length === length) ? length : undefined;
}

type Reader = (facts: Facts) => string | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  category: ({ input }) => input.category,
  queue: ({ input }) => input.queue,
  language: ({ input }) => input.language,
  location: ({ location }) => location,
  role: ({ input }) => input.role,
  withheld: ({ input }) => String(input.withheld),
  repeat: ({ input }) => (input.repeat === undefined ? undefined : String(input.repeat)),
  known: ({ input }) => (input.known === undefined ? undefined : String(input.known)),
  office: ({ office }) => (office.open ? 'open' : 'closed'),
  weekday: ({ time }) => time?.weekday,
};

function readerOf(fact: string): Reader {
  const known = READERS[fact];
  if (known) return known;
  const length = Number(fact.slice('digits'.length));
  return ({ caller }) =>
    caller.national && caller.national.length >= length ? caller.national.slice(0, length) : undefined;
}

interface Table {
  readonly readers: readonly Reader[];
  readonly rules: Map<string, number[]>;
}

export class RuleIndex {
  readonly #tables = new Map<string, Table>();
  readonly #words = new Map<string, number[]>();
  /** Rules that fix nothing: always looked at. */
  readonly #open: number[] = [];

  constructor(rules: readonly FixedFacts[]) {
    rules.forEach((rule, at) => this.#add(rule, at));
  }

  #add({ values, words }: FixedFacts, at: number): void {
    if (!values) return void this.#open.push(at);
    if (words) return this.#addWords(words, at);
    const fixed = narrowed(values);
    if (fixed.length === 0) return void this.#open.push(at);
    const signature = fixed.map(([fact]) => fact).join(' ');
    const table = this.#tables.get(signature) ?? { readers: fixed.map(([fact]) => readerOf(fact)), rules: new Map() };
    this.#tables.set(signature, table);
    for (const key of tuples(fixed.map(([, list]) => list))) push(table.rules, key, at);
  }

  #addWords(words: readonly string[], at: number): void {
    const keys = words.map((phrase) => plainWords(phrase).split(' ')[0]!.slice(0, WORD_KEY));
    for (const key of new Set(keys)) push(this.#words, key, at);
  }

  /** In the order of the rules. */
  find(facts: Facts): number[] {
    const found = new Set(this.#open);
    for (const { readers, rules } of this.#tables.values()) {
      const key = keyOf(readers, facts);
      if (key !== undefined) rules.get(key)?.forEach((at) => found.add(at));
    }
    if (this.#words.size > 0) this.#findWords(facts, found);
    return [...found].sort((a, b) => a - b);
  }

  #findWords(facts: Facts, found: Set<number>): void {
    for (const word of new Set(facts.text.trim().split(' ')))
      for (let length = 1; length <= WORD_KEY && length <= word.length; length++)
        this.#words.get(word.slice(0, length))?.forEach((at) => found.add(at));
  }
}

function push(map: Map<string, number[]>, key: string, at: number): void {
  const list = map.get(key);
  if (list) list.push(at);
  else map.set(key, [at]);
}

function keyOf(readers: readonly Reader[], facts: Facts): string | undefined {
  let key = '';
  for (const read of readers) {
    const value = read(facts);
    if (value === undefined) return undefined;
    key += `${value}\n`;
  }
  return key;
}

/** The facts of a rule in one order, without the widest ones where there are too many combinations. */
function narrowed(values: ReadonlyMap<string, readonly string[]>): [string, readonly string[]][] {
  const facts = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  const size = () => facts.reduce((product, [, list]) => product * list.length, 1);
  while (size() > MOST_TUPLES) {
    const widest = facts.reduce((most, [, list], at) => (list.length > facts[most]![1].length ? at : most), 0);
    facts.splice(widest, 1);
  }
  return facts;
}

function tuples(lists: readonly (readonly string[])[]): string[] {
  return lists.reduce<string[]>((keys, list) => keys.flatMap((key) => list.map((value) => `${key}${value}\n`)), ['']);
}
