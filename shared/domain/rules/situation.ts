// A situation anybody in the practice can write: who calls, when, about what, and what ought to happen. Run over the site's
// rules it says, line by line, what came out differently. Pure.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { ReferralState } from '../patient/types.ts';
import { Presence } from '../queue/types.ts';
import { Role, TransferPolicy } from '../site/site.ts';
import { compileRules } from './compile.ts';
import type { RuleSite } from './compile.ts';
import { decide } from './decide.ts';
import type { Decision, DecisionInput } from './types.ts';

const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1))]);

/** Everything that is left out is not known, or is as it usually is. */
export const Situation = z.strictObject({
  name: z.string().min(3),
  /** On the clinic's wall: "2026-11-23 10:15". */
  at: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d$/, 'Write day and time in quotes as "2026-11-23 10:15"'),
  caller: z
    .strictObject({
      number: z.string().optional(),
      known: z.boolean().optional(),
      withheld: z.boolean().default(false),
      repeat: z.boolean().optional(),
      language: z.string().optional(),
    })
    .prefault({}),
  patient: z
    .strictObject({
      age: z.number().int().min(0).optional(),
      flags: z.array(z.string()).optional(),
      /** Days until the next visit. */
      visitInDays: z.number().optional(),
      referral: z.array(ReferralState).optional(),
      restricted: z.boolean().optional(),
      interpreter: z.boolean().optional(),
    })
    .optional(),
  queue: z.string().optional(),
  location: z.string().optional(),
  category: z.string().optional(),
  words: z.string().default(''),
  role: Role.default('receptionist'),
  /** How colleagues are, by their id in the directory; who is not named is free. */
  staff: z.record(z.string(), Presence).default({}),
  /** How many wait, by queue. */
  waiting: z.record(z.string(), z.number().int().min(0)).optional(),
  expect: z.strictObject({
    /** Destinations from the first on, by id; `message: Owner` for a message. */
    to: oneOrMore.optional(),
    /** Among the destinations, wherever. */
    among: oneOrMore.optional(),
    /** Not offered. */
    never: oneOrMore.optional(),
    rule: z.string().optional(),
    priority: z.number().int().optional(),
    emergency: z.boolean().optional(),
    open: z.boolean().optional(),
    transfer: TransferPolicy.optional(),
    /** Part of a banner, in any language. */
    banner: z.string().optional(),
    say: z.string().optional(),
    require: oneOrMore.optional(),
    /** The number or name the call is sent on to at once; `voicemail` for a call that is not taken. */
    atOnce: z.string().optional(),
    /** Who owes the task that the call leaves behind. */
    task: z.string().optional(),
  }),
});
export type Situation = z.infer<typeof Situation>;
export const Situations = z.array(Situation);

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
      expected: String(listOf(expect[what] as never).join(', ') || expect[what]),
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
  const { atOnce } = decision;
  const way = atOnce?.do === 'decline' ? 'voicemail' : atOnce?.label;
  check('atOnce', expect.atOnce === way || expect.atOnce === atOnce?.number, way ?? 'nothing');
  const owners = (decision.tasks ?? []).map(({ owner }) => owner);
  check('task', owners.includes(expect.task ?? ''), owners.join(', ') || 'none');
  return differences;
}
