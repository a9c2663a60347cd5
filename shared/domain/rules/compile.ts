// A site's rules, read once: conditions as checks, names as maps, and an index that finds the few rules a call can meet.
//
// The index is a tuple space: rules that fix the same facts (say category, queue and office) share one table, keyed by the
// values of those facts together. A call costs one look-up a table, and there are as many tables as there are kinds of
// rules, not as many as rules. What the index leaves open (ages, staff, spans of time) is checked on what it finds.
import type { DirectoryEntry, Route, Site } from '../site/site.ts';
import type { GeneralRule, TimeRoute } from '../site/rules.ts';
import type { Facts } from './facts.ts';
import { fixedFacts, RuleIndex } from './rule-index.ts';
import { checksOf, timeChecks, verdictOf } from './match.ts';
import type { Check, Verdict } from './match.ts';

export type RuleSite = Pick<
  Site,
  | 'clinic'
  | 'hours'
  | 'locations'
  | 'directory'
  | 'onCall'
  | 'rota'
  | 'escalations'
  | 'rules'
  | 'queues'
  | 'notes'
  | 'phone'
  | 'users'
>;

export type Group = 'general' | 'time' | 'routes';
type AnyRule = GeneralRule | TimeRoute | Route;

/** What a rule wants, whichever group it is of. */
export interface Wants {
  readonly to?: GeneralRule['to'];
  readonly transfer?: GeneralRule['transfer'];
  readonly priority?: number | undefined;
  readonly banner?: GeneralRule['banner'];
  readonly say?: GeneralRule['say'];
  readonly require?: GeneralRule['require'];
  readonly escalate?: GeneralRule['escalate'];
  readonly task?: GeneralRule['task'];
  readonly redirect?: GeneralRule['redirect'];
  readonly decline?: GeneralRule['decline'];
}

export interface CompiledRule {
  readonly id: string;
  readonly group: Group;
  readonly wants: Wants;
  /** Of a category route. */
  readonly category: string | undefined;
  /** The more a rule asks for, the earlier it comes among its group; of equals the first one written. */
  readonly rank: number;
  verdict(facts: Facts): Verdict;
}

export interface CompiledRules {
  readonly rules: readonly CompiledRule[];
  readonly byId: ReadonlyMap<string, DirectoryEntry>;
  readonly byNumber: ReadonlyMap<string, DirectoryEntry>;
  readonly bySkill: ReadonlyMap<string, readonly DirectoryEntry[]>;
  readonly cover: ReadonlyMap<string, readonly string[]>;
  readonly index: RuleIndex;
}

const compiled = new WeakMap<RuleSite, CompiledRules>();

/** The same object for the same site: it is read once, however many calls ask. */
export function compileRules(site: RuleSite): CompiledRules {
  const known = compiled.get(site);
  if (known) return known;
  const made = compile(site);
  compiled.set(site, made);
  return made;
}

function compile(site: RuleSite): CompiledRules {
  const groups: Group[] = ['general', 'time', 'routes'];
  const all = groups.flatMap((group) =>
    (site.rules[group] as readonly AnyRule[]).map((rule, at) => ({ group, rule, at, checks: readChecks(group, rule) })),
  );
  const ordered = all.sort(
    (a, b) =>
      groups.indexOf(a.group) - groups.indexOf(b.group) ||
      (b.checks?.length ?? 0) - (a.checks?.length ?? 0) ||
      a.at - b.at,
  );
  const rules = ordered.map(({ group, rule, checks }, rank): CompiledRule => ({
    id: rule?.id ?? `${group}-${rank + 1}`,
    group,
    wants: rule,
    category: group === 'routes' ? (rule as Route).category : undefined,
    rank,
    verdict: (facts) => (checks ? verdictOf(checks, facts) : { holds: 'no', code: 'route.failed' }),
  }));
  const bySkill = new Map<string, DirectoryEntry[]>();
  for (const entry of site.directory)
    for (const skill of entry.skills) {
      const list = bySkill.get(skill) ?? [];
      list.push(entry);
      bySkill.set(skill, list);
    }
  return {
    rules,
    byId: new Map(site.directory.map((entry) => [entry.id, entry])),
    byNumber: new Map(
      [...site.directory].reverse().flatMap((entry) => [entry.number, ...(entry.numbers ?? [])].map((n) => [n, entry])),
    ),
    bySkill,
    cover: new Map(site.rules.cover.map((cover) => [cover.for, cover.by])),
    index: new RuleIndex(ordered.map(({ rule, group }) => fixedFacts(group, rule))),
  };
}

/** Undefined: a rule that cannot even be read. It applies to nothing, and the others do not suffer. */
function readChecks(group: Group, rule: AnyRule): readonly Check[] | undefined {
  try {
    if (group === 'routes') return [...routeChecks(rule as Route), ...checksOf(rule.if)];
    const time = group === 'time' ? timeChecks((rule as TimeRoute).time) : [];
    return [...time, ...checksOf(rule.if)];
  } catch {
    return undefined;
  }
}

/** The short forms of a route are conditions like any other. */
function routeChecks({ when, queue, language, location }: Route): Check[] {
  return checksOf({
    ...(when === 'always' ? {} : { time: { office: when } }),
    ...(queue === undefined ? {} : { queue: [queue] }),
    ...(language === undefined ? {} : { language: [language] }),
    ...(location === undefined ? {} : { location: [location] }),
  });
}
