// What a decision costs with ten rules and with thousands, beside json-rules-engine with the same rules and calls in the same
// run, and what the check of a site for gaps and contradictions costs.
import { Engine } from 'json-rules-engine';
import { compileRules } from '../../shared/domain/rules/compile.ts';
import { decide } from '../../shared/domain/rules/decide.ts';
import { findRuleProblems } from '../../shared/domain/rules/problems.ts';
import type { DecisionInput } from '../../shared/domain/rules/types.ts';
import { bench, figure, percentile } from './figures.ts';
import { callsFor, practiceWith, specsFor } from './rules/practice.ts';
import type { Spec } from './rules/practice.ts';

const SIZES = [10, 100, 1_000, 5_000];
const CALLS = 4_000;
const OTHER_CALLS: Record<number, number> = { 10: 300, 100: 200, 1_000: 60, 5_000: 15 };

await bench(10 * 60_000, async () => {
  for (const size of SIZES) await compare(size);
  const site = practiceWith(specsFor(200));
  const began = performance.now();
  const problems = findRuleProblems(site, '2026-11-23T12:00:00Z');
  figure('rules.check', performance.now() - began, `ms for a site of 200 rules (${problems.length} found)`, 1_000);
});

async function compare(size: number): Promise<void> {
  const specs = specsFor(size);
  const site = practiceWith(specs);
  const began = performance.now();
  compileRules(site);
  const compiled = performance.now() - began;
  const calls = callsFor(CALLS);
  calls.slice(0, 500).forEach((call) => decide(site, call));
  const ours = calls.map((call) => timed(() => decide(site, call)));
  figure(`rules.${size}.compile`, compiled, 'ms once a site');
  figure(`rules.${size}.p50`, percentile(ours, 0.5), 'ms');
  figure(`rules.${size}.p99`, percentile(ours, 0.99), 'ms', size <= 1_000 ? 1 : undefined);
  const asked = calls.slice(0, OTHER_CALLS[size]);
  const theirs = await other(specs, asked, (call) => {
    const { banners = [], office } = decide(site, call);
    return {
      office: office.open ? 'open' : 'closed',
      fired: banners
        .map(({ rule }) => rule)
        .sort()
        .join(),
    };
  });
  const mine = ours.slice(0, asked.length);
  figure(`rules.${size}.jsonRulesEngine.p50`, percentile(theirs, 0.5), 'ms');
  figure(`rules.${size}.jsonRulesEngine.p99`, percentile(theirs, 0.99), 'ms');
  const times = percentile(theirs, 0.5) / percentile(mine, 0.5);
  console.log(`figure rules.${size}.faster ${times.toFixed(1)} x target 20 ${times >= 20 ? 'ok' : 'short'}`);
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** The same rules in the other engine; that the same ones fire is checked call by call. */
async function other(
  specs: readonly Spec[],
  calls: readonly DecisionInput[],
  known: (call: DecisionInput) => { office: string; fired: string },
): Promise<number[]> {
  const engine = new Engine(specs.map(ruleOf), { allowUndefinedFacts: true });
  const times: number[] = [];
  for (const call of calls) {
    const { office, fired } = known(call);
    const { queue, language, category, patient } = call;
    const facts = { queue, language, category, office, area: call.number?.slice(2, 5), age: patient?.age };
    const began = performance.now();
    const { events } = await engine.run(facts);
    times.push(performance.now() - began);
    const names = events.filter(({ params }) => params?.['kind'] === 'general').map(({ type }) => type);
    if (names.sort().join() !== fired) throw new Error('the two engines do not agree');
  }
  return times;
}

function ruleOf({ id, kind, category, queue, language, office, area, ageFrom }: Spec) {
  const equal = Object.entries({ category, queue, language, office, area }).flatMap(([fact, value]) =>
    value === undefined ? [] : [{ fact, operator: 'equal', value }],
  );
  const age = ageFrom === undefined ? [] : [{ fact: 'age', operator: 'greaterThanInclusive', value: ageFrom }];
  return { conditions: { all: [...equal, ...age] }, event: { type: id, params: { kind } } };
}
