// What is wrong with a site's rules although each of them can be read: rules that can never apply, orders that contradict each
// other, and categories that at some hour lead to nobody. Pure; for the editor, before an edit is applied.
//
//   findRuleProblems(site, now): RuleProblem[]      now: ISO instant; the week around it and a year of holidays are looked at
//
// Every problem names its code (a sentence under `ruleProblem.<code>`, its values filled in), the rule where there is one,
// and the path in the site file.
import { DateTime } from 'luxon';
import type { GeneralRule, TimeRoute } from '../site/rules.ts';
import type { Route } from '../site/site.ts';
import { compileRules } from './compile.ts';
import type { CompiledRule, Group, RuleSite } from './compile.ts';
import { findGaps } from './coverage.ts';
import { contradictionIn, demandsOf, implies } from './implies.ts';
import type { Demands } from './implies.ts';
import type { RuleProblemCode } from './problem-codes.ts';

export type { RuleProblemCode } from './problem-codes.ts';

export interface RuleProblem {
  readonly code: RuleProblemCode;
  readonly rule?: string | undefined;
  readonly path: readonly (string | number)[];
  readonly values: Readonly<Record<string, string | number>>;
}

type AnyRule = GeneralRule | TimeRoute | Route;

interface Known {
  readonly compiled: CompiledRule;
  readonly rule: AnyRule;
  readonly path: readonly (string | number)[];
  readonly demands: Demands;
}

export function findRuleProblems(site: RuleSite, now: string): RuleProblem[] {
  const rules = knownRules(site);
  return [
    ...rules.flatMap(neverHolds),
    ...laterOnes(rules),
    ...rules.flatMap(offersNobody),
    ...policyContradictions(site),
    ...coverCycles(site),
    ...gapProblems(site, now),
  ];
}

/** In the order in which they are asked. */
function knownRules(site: RuleSite): Known[] {
  const places = new Map<string, { rule: AnyRule; path: (string | number)[]; group: Group }>();
  for (const group of ['routes', 'time', 'general'] as const)
    site.rules[group].forEach((rule, at) => places.set(rule.id, { rule, group, path: ['rules', group, at] }));
  return compileRules(site).rules.flatMap((compiled) => {
    const place = places.get(compiled.id);
    return place ? [{ compiled, ...place, demands: demandsOf(place.group, place.rule) }] : [];
  });
}

function neverHolds({ rule, path, demands }: Known): RuleProblem[] {
  const line = contradictionIn(demands, rule.if);
  return line === undefined
    ? []
    : [{ code: 'neverHolds', rule: rule.id, path: [...path, 'if'], values: { rule: rule.id, line } }];
}

/** Rules whose destinations never count, because one that is asked before them fits wherever they do. */
function laterOnes(rules: readonly Known[]): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const before: Known[] = [];
  for (const known of rules) {
    if (!known.rule.to) continue;
    const { category } = known.compiled;
    const first = before.find(
      (other) =>
        (other.compiled.category === undefined || other.compiled.category === category) &&
        implies(known.demands, other.demands),
    );
    if (first) problems.push(lateProblem(known, first));
    else before.push(known);
  }
  return problems;
}

function lateProblem({ rule, path, demands, compiled }: Known, first: Known): RuleProblem {
  const isSame = compiled.group === first.compiled.group && implies(first.demands, demands);
  const code = isSame && JSON.stringify(rule.to) !== JSON.stringify(first.rule.to) ? 'contradiction' : 'shadowed';
  return { code, rule: rule.id, path, values: { rule: rule.id, by: first.rule.id } };
}

function offersNobody({ rule, path }: Known): RuleProblem[] {
  const people = rule.to?.some((target) => !('message' in target)) ?? false;
  if (rule.transfer !== 'none' || !people) return [];
  return [{ code: 'offersNobody', rule: rule.id, path: [...path, 'transfer'], values: { rule: rule.id } }];
}

function policyContradictions({ rules }: RuleSite): RuleProblem[] {
  const meets = (a: readonly string[] | undefined, b: readonly string[] | undefined) =>
    a === undefined || b === undefined || a.some((each) => b.includes(each));
  return rules.transfers.flatMap((rule, index) =>
    (rule.require ?? []).flatMap((target, at) => {
      const text = JSON.stringify(target);
      const against = rules.transfers.find(
        (other) =>
          other.forbid?.some((each) => JSON.stringify(each) === text || 'anybody' in each) &&
          meets(rule.category, other.category) &&
          meets(rule.role, other.role),
      );
      const path = ['rules', 'transfers', index, 'require', at];
      return against
        ? [{ code: 'policyContradiction' as const, rule: rule.id, path, values: { rule: rule.id, by: against.id } }]
        : [];
    }),
  );
}

/**
 * Each circle once, named from its first entry in the file. Two who stand in for each other are as usual as they are
 * harmless: calls do not run in circles, whoever was asked is not asked again. A longer circle is rarely meant.
 */
function coverCycles({ rules }: RuleSite): RuleProblem[] {
  const next = new Map(rules.cover.map(({ for: id, by }) => [id, by]));
  const told = new Set<string>();
  return rules.cover.flatMap(({ for: start }, index) => {
    if (told.has(start)) return [];
    const circle = circleFrom(start, next);
    if (!circle || circle.length <= 2) return [];
    circle.forEach((id) => told.add(id));
    const values = { who: [...circle, start].join(' → ') };
    return [{ code: 'coverCycle' as const, path: ['rules', 'cover', index], values }];
  });
}

function circleFrom(start: string, next: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const seen = new Set<string>();
  const walk = (id: string, way: readonly string[]): string[] | undefined => {
    for (const by of next.get(id) ?? []) {
      if (by === start) return [...way];
      if (seen.has(by)) continue;
      seen.add(by);
      const found = walk(by, [...way, by]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, [start]);
}

function gapProblems(site: RuleSite, now: string): RuleProblem[] {
  return findGaps(site, now).map(({ category, queue, rule, when, from, minutes }): RuleProblem => {
    const at = DateTime.fromISO(from, { zone: site.clinic.timeZone });
    const path = rule === undefined ? undefined : pathOf(site, rule);
    return {
      code: rule === undefined ? 'noRule' : 'nobodyThere',
      ...(rule === undefined ? {} : { rule }),
      path: path ? [...path, 'to'] : ['rules', 'routes'],
      values: {
        ...{ category, when, hours: minutes / 60, queue: queue ?? '', rule: rule ?? '' },
        ...{ day: at.toISODate() ?? '', clock: at.toFormat('HH:mm') },
      },
    };
  });
}

function pathOf(site: RuleSite, id: string): (string | number)[] | undefined {
  for (const group of ['general', 'time', 'routes'] as const) {
    const at = site.rules[group].findIndex((rule) => rule.id === id);
    if (at >= 0) return ['rules', group, at];
  }
  return undefined;
}
