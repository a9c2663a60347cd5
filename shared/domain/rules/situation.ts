// A situation anybody in the practice can write: who calls, when, about what, and what ought to happen. Run over the site's
// rules it says, line by line, what came out differently. Pure.
import { DateTime } from 'luxon';
import type { Presence } from '../queue/types.ts';
import type { Situation } from '../site/situations.ts';
import { compileRules } from './compile.ts';
import type { RuleSite } from './compile.ts';
import { decide } from './decide.ts';
import type { Decision, DecisionInput } from './types.ts';

export { Situation, Situations } from '../site/situations.ts';

export interface Difference {
  /** Which line of `expect`. */
  readonly what: keyof Situation['expect'];
  readonly expected: string;
  readonly found: string;
}

export interface SituationResult {
  readonly passed: boolean;
  readonly differences: readonly Difference[];
  readonly decision: Decision;
}

/** The question that the situation puts to the rules of this site. */
export function inputOf(site: RuleSite, situation: Situation): DecisionInput {
  const { caller, patient, queue, location, category, words, role, waiting } = situation;
  const now = DateTime.fromFormat(situation.at, 'yyyy-MM-dd HH:mm', { zone: site.clinic.timeZone });
  const { byId } = compileRules(site);
  const presence = new Map(site.directory.map(({ number }): [string, Presence] => [number, 'free']));
  for (const [id, state] of Object.entries(situation.staff)) presence.set(byId.get(id)?.number ?? id, state);
  return {
    now: now.toUTC().toISO() ?? '',
    ...{ number: caller.number, withheld: caller.withheld, known: caller.known, repeat: caller.repeat },
    ...{ queue, location, category, words, role, presence },
    language: caller.language ?? site.queues.find(({ id }) => id === queue)?.language,
    patient: patient && {
      age: patient.age,
      flags: patient.flags,
      nextVisit: patient.visitInDays === undefined ? undefined : now.plus({ days: patient.visitInDays }).toISO(),
      referrals: patient.referral,
      restricted: patient.restricted,
      interpreter: patient.interpreter,
    },
    waiting: waiting && new Map(Object.entries(waiting)),
  };
}

export function runSituation(site: RuleSite, situation: Situation): SituationResult {
  const decision = decide(site, inputOf(site, situation));
  const differences = differencesOf(situation.expect, decision);
  return { passed: differences.length === 0, differences, decision };
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** A message is written by whom it is for: `message: Billing`. */
const nameOf = ({ kind, id, label }: Decision['destinations'][number]) =>
  kind === 'message' ? `message: ${label}` : id;

function differencesOf(expect: Situation['expect'], decision: Decision): Difference[] {
  const differences: Difference[] = [];
  const check = (what: keyof Situation['expect'], isAsExpected: boolean, found: unknown) => {
    if (expect[what] === undefined || isAsExpected) return;
    differences.push({
      what,
      expected: [expect[what]].flat().join(', '),
      found: String(found),
    });
  };
  const names = decision.destinations.map(nameOf);
  const all = names.join(', ') || 'nobody';
  const first = listOf(expect.to);
  check(
    'to',
    first.every((id, at) => names[at] === id),
    all,
  );
  check(
    'among',
    listOf(expect.among).every((id) => names.includes(id)),
    all,
  );
  check('never', !listOf(expect.never).some((id) => names.includes(id)), all);
  check('rule', decision.route === expect.rule, decision.route ?? 'no rule');
  check('priority', decision.priority === expect.priority, decision.priority);
  check('emergency', (decision.emergency !== undefined) === expect.emergency, decision.emergency !== undefined);
  check('open', decision.office.open === expect.open, decision.office.open);
  check('transfer', decision.transfer === expect.transfer, decision.transfer);
  const banners = (decision.banners ?? []).flatMap(({ text }) => Object.values(text));
  check(
    'banner',
    banners.some((text) => text.includes(expect.banner ?? '')),
    banners.join(' / ') || 'none',
  );
  const said = Object.values(decision.say ?? {});
  check(
    'say',
    said.some((text) => text.includes(expect.say ?? '')),
    said.join(' / ') || 'nothing',
  );
  const needed = decision.require ?? [];
  check(
    'require',
    listOf(expect.require).every((id) => needed.includes(id)),
    needed.join(', ') || 'none',
  );
  const { atOnce, escalate } = decision;
  const offered = escalate?.id ?? 'none';
  check('escalate', offered === expect.escalate, offered);
  const way = atOnce?.do === 'decline' ? 'voicemail' : atOnce?.label;
  check('atOnce', expect.atOnce === way || expect.atOnce === atOnce?.number, way ?? 'nothing');
  const owners = (decision.tasks ?? []).map(({ owner }) => owner);
  check('task', owners.includes(expect.task ?? ''), owners.join(', ') || 'none');
  return differences;
}
