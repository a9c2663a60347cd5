// decide(): the site's rules over one call, now. Pure; same input, same output; every answer carries its trace.
//
// All general rules that fit apply together: the highest priority, the strictest transfer policy, every banner, every needed
// field and every task; their order changes none of that. Destinations come from one rule: the first that fits among the
// general rules, then those of the time, then the category's; the more exact one first, of equals the first one written.
import { officeAt } from '../schedule/places.ts';
import type { TransferPolicy } from '../site/site.ts';
import { compileRules } from './compile.ts';
import type { CompiledRule, CompiledRules, RuleSite } from './compile.ts';
import { answeringService, candidatesFor, isAnybodyThere, lastWayOut, ranked } from './destinations.ts';
import type { Candidate, Ranking } from './destinations.ts';
import { Facts } from './facts.ts';
import { matcherOf } from '../red-flags/site.ts';
import { step } from './step.ts';
import { appliesTo, judgeTransfer, policySiteOf, stricter } from './transfer.ts';
import type { AtOnce, Decision, DecisionInput, ForbiddenTarget, TraceStep } from './types.ts';

export type { RuleSite } from './compile.ts';

/** So many rules are all looked at, so that the trace names each; of more only those that the index finds. */
const LOOK_AT_ALL = 40;

export function decide(site: RuleSite, input: DecisionInput): Decision {
  const rules = compileRules(site);
  const office = officeAt(site, { queue: input.queue, location: input.location }, input.now);
  const facts = factsOf(site, rules, input, office);
  const ranking: Ranking = { site, rules, input, location: facts.location };
  const trace: TraceStep[] = [
    step('hours', office.open, `office.${office.reason}`, office.name === undefined ? {} : { name: office.name }),
  ];
  const emergency = emergencyFor(ranking, trace);
  const fired = firedRules(rules, facts, trace);
  const winner = fired.find(({ wants }) => wants.to);
  // In an emergency nothing stands between the caller and whoever can help.
  const wanted = emergency ? [] : fired.map(({ wants }) => wants.transfer ?? 'any');
  const transfer = wanted.reduce<TransferPolicy>(stricter, 'any');
  const strictest = fired.find(({ wants }) => transfer !== 'any' && wants.transfer === transfer);
  if (strictest) trace.push(step('policy', true, `policy.${transfer}`, { route: strictest.id }));
  const { destinations, forbidden } = destinationsFor(ranking, winner, transfer, trace);
  const say = winner?.wants.say ?? fired.find(({ wants }) => wants.say)?.wants.say;
  return {
    office,
    ...(emergency ? { emergency } : {}),
    ...(winner ? { route: winner.id } : {}),
    ...(say ? { say } : {}),
    priority: emergency ? 10 : Math.max(0, ...fired.map(({ wants }) => wants.priority ?? 0)),
    transfer,
    destinations: ranked(destinations),
    ...(forbidden.length > 0 ? { forbidden } : {}),
    ...effectsOf(fired),
    ...escalationFor(site, fired, trace),
    ...atOnceFor(ranking, fired, trace),
    trace,
  };
}

function factsOf(site: RuleSite, rules: CompiledRules, input: DecisionInput, office: Decision['office']): Facts {
  const { timeZone: zone, country } = site.clinic;
  const location = input.queue === undefined ? undefined : site.queues.find(({ id }) => id === input.queue)?.location;
  const staff: Facts['staff'] = ({ skill, entries }) => [
    ...(skill === undefined ? [] : (rules.bySkill.get(skill) ?? []).map(({ number }) => number)),
    ...(entries ?? []).flatMap((id) => rules.byId.get(id)?.number ?? []),
  ];
  return new Facts(input, office, { zone, country, location, staff });
}

function emergencyFor(ranking: Ranking, trace: TraceStep[]): Decision['emergency'] {
  const { site } = ranking;
  const flags = site.rules.redFlags;
  if (!flags) return undefined;
  const words =
    ranking.input.words.trim() === '' ? [] : matcherOf(flags, site.clinic.specialty).find(ranking.input.words);
  trace.push(
    step('redFlags', words.length > 0, words.length > 0 ? 'redFlags.found' : 'redFlags.none', {
      words: words.join(', '),
    }),
  );
  if (words.length === 0) return undefined;
  return { words, say: flags.say, checklist: flags.checklist, reach: ranked(candidatesFor(ranking, flags.reach)) };
}

/** Those that apply, in their order; of category routes only the first. What was looked at and what lost is in the trace. */
function firedRules(rules: CompiledRules, facts: Facts, trace: TraceStep[]): CompiledRule[] {
  const { category } = facts.input;
  const isCandidate = (rule: CompiledRule) =>
    rule.group !== 'routes' || (category !== undefined && rule.category === category);
  const looked =
    rules.rules.length <= LOOK_AT_ALL ? rules.rules : rules.index.find(facts).map((at) => rules.rules[at]!);
  const fired: CompiledRule[] = [];
  let count = 0;
  if (category === undefined) trace.push(step('category', false, 'category.open'));
  for (const rule of looked.filter(isCandidate)) {
    count++;
    const against = whyNot(rule, facts);
    const lostTo = fired.find(({ wants, group }) => wants.to && rule.group === 'routes' && group === 'routes');
    if (against !== undefined) trace.push(step(rule.id, false, against));
    else if (lostTo) trace.push(step(rule.id, false, 'route.lost', { to: lostTo.id }));
    else {
      const leader = rule.wants.to && fired.find(({ wants }) => wants.to);
      trace.push(step(rule.id, true, 'route.fits', { category: category ?? '' }));
      if (leader) trace.push(step(rule.id, false, 'route.namesLater', { to: leader.id }));
      fired.push(rule);
    }
  }
  if (category !== undefined && !fired.some(({ wants }) => wants.to))
    trace.push(step('category', false, 'route.none', { category }));
  if (count < rules.rules.length)
    trace.push(step('rules', false, 'route.notLooked', { count: rules.rules.length - count, of: rules.rules.length }));
  return fired;
}

/** One rule that fails is one rule less: the others decide. */
function whyNot(rule: CompiledRule, facts: Facts): string | undefined {
  try {
    const verdict = rule.verdict(facts);
    return verdict === 'yes' ? undefined : verdict.code;
  } catch {
    return 'route.failed';
  }
}

/** Nobody outside the policy is offered; a message always is, once it is clear what the call is about. */
function destinationsFor(
  ranking: Ranking,
  winner: CompiledRule | undefined,
  transfer: TransferPolicy,
  trace: TraceStep[],
): { destinations: Candidate[]; forbidden: ForbiddenTarget[] } {
  const { site, input } = ranking;
  if (!winner && input.category === undefined) return { destinations: [], forbidden: [] };
  const named = winner ? candidatesFor(ranking, winner.wants.to ?? [], winner.id) : [];
  const known = new Set(named.map(({ id }) => id));
  const required = candidatesFor(ranking, requiredTargets(ranking)).filter(({ id }) => !known.has(id));
  const judged = [...named, ...required].map((candidate) => ({
    candidate,
    verdict: verdictFor(ranking, candidate, transfer),
  }));
  const forbidden = judged.flatMap(({ candidate, verdict }): ForbiddenTarget[] => {
    if (verdict.allowed !== 'none' || !verdict.why) return [];
    trace.push(verdict.why);
    const { id, label, number = '' } = candidate;
    return [{ id, label, number, why: verdict.why, ...(verdict.because ? { because: verdict.because } : {}) }];
  });
  const allowed = judged
    .filter(({ verdict }) => verdict.allowed !== 'none')
    .map(({ candidate, verdict }) =>
      candidate.kind === 'dial' && verdict.allowed === 'warmOnly'
        ? { ...candidate, transfer: 'warmOnly' as const }
        : candidate,
    );
  const extra = [
    ...(isAnybodyThere(allowed) ? [] : answeringService(ranking)),
    lastWayOut(site, input.category),
  ].filter(
    (each) =>
      !allowed.some(({ id, kind }) => id === each.id || (kind === 'message' && each.kind === 'message')) &&
      verdictFor(ranking, each, transfer).allowed !== 'none',
  );
  return { destinations: [...allowed, ...extra], forbidden };
}

/** Those whom the policy names for such calls. */
function requiredTargets({ site, input }: Ranking): Parameters<typeof candidatesFor>[1] {
  return site.rules.transfers
    .filter((rule) => rule.require && appliesTo(rule, input))
    .flatMap((rule) => rule.require ?? [])
    .flatMap((selector) => ('entry' in selector || 'skill' in selector ? [selector] : []));
}

function verdictFor({ site, rules, input }: Ranking, { kind, number, label }: Candidate, transfer: TransferPolicy) {
  if (kind === 'message' || number === undefined) return { allowed: 'any' as const };
  if (transfer === 'none') return { allowed: transfer, why: step('policy', true, 'policy.noneOf', { label }) };
  const { category, role } = input;
  const verdict = judgeTransfer(policySite(site), { number, entry: rules.byNumber.get(number), category, role });
  return verdict.allowed === 'any' ? { ...verdict, allowed: transfer } : verdict;
}

const policySites = new WeakMap<RuleSite, ReturnType<typeof policySiteOf>>();
function policySite(site: RuleSite): ReturnType<typeof policySiteOf> {
  const known = policySites.get(site) ?? policySiteOf(site);
  policySites.set(site, known);
  return known;
}

/** What rules add to each other. */
function effectsOf(fired: readonly CompiledRule[]): Pick<Decision, 'banners' | 'require' | 'tasks'> {
  const banners = fired.flatMap(({ id, wants }) => (wants.banner ? [{ rule: id, text: wants.banner }] : []));
  const require = [...new Set(fired.flatMap(({ wants }) => wants.require ?? []))];
  const tasks = fired.flatMap(({ id, wants }) => (wants.task ? [{ rule: id, ...wants.task }] : []));
  return {
    ...(banners.length > 0 ? { banners } : {}),
    ...(require.length > 0 ? { require } : {}),
    ...(tasks.length > 0 ? { tasks } : {}),
  };
}

/** The first rule that wants one; an escalation that is not there is nobody's. */
function escalationFor(site: RuleSite, fired: readonly CompiledRule[], trace: TraceStep[]): Pick<Decision, 'escalate'> {
  for (const { id: rule, wants } of fired) {
    const wanted = site.escalations.find(({ id }) => id === wants.escalate);
    if (!wanted) continue;
    trace.push(step(rule, true, 'route.escalates', { label: wanted.name }));
    return { escalate: { rule, id: wanted.id, name: wanted.name } };
  }
  return {};
}

/** Before anybody answers: sent on, or left to the PBX's voicemail. The first rule that wants either. */
function atOnceFor(ranking: Ranking, fired: readonly CompiledRule[], trace: TraceStep[]): { atOnce?: AtOnce } {
  const rule = fired.find(({ wants }) => wants.redirect ?? wants.decline);
  if (!rule) return {};
  if (!rule.wants.redirect) {
    trace.push(step(rule.id, true, 'route.declines'));
    return { atOnce: { rule: rule.id, do: 'decline' } };
  }
  const [to] = candidatesFor(ranking, [rule.wants.redirect]).filter(
    (each) => each.number !== undefined && verdictFor(ranking, each, 'any').allowed !== 'none',
  );
  if (to?.number === undefined) {
    trace.push(step(rule.id, false, 'route.redirectsNobody'));
    return {};
  }
  trace.push(step(rule.id, true, 'route.redirects', { label: to.label }));
  return { atOnce: { rule: rule.id, do: 'redirect', number: to.number, label: to.label } };
}
