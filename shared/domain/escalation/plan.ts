// Which escalation a call gets, and who is rung in it at this moment. Pure.
import { DateTime } from 'luxon';
import { dialTarget } from '../call/dial.ts';
import type { CallId } from '../call/call.ts';
import { onCallAt } from '../rota/rota.ts';
import { dueWithin } from '../schedule/windows.ts';
import type { Escalation } from '../site/escalations.ts';
import type { Site, Target } from '../site/site.ts';
import type { EscalationPlan } from './escalation.ts';
import type { RungTarget } from './types.ts';

type PlanSite = Pick<
  Site,
  'clinic' | 'directory' | 'onCall' | 'rota' | 'escalations' | 'phone' | 'rules' | 'notes' | 'hours'
>;

/** What the receptionist tells a caller who is about to wait, where the site has no words of its own. */
export const USUAL_WORDS = {
  say: {
    en: 'I am ringing the provider on call now. You will be on hold while I do; if nobody answers I come back to you.',
    es: 'Estoy llamando al médico de guardia. Quedará en espera mientras tanto; si nadie contesta, vuelvo con usted.',
  },
  sayNobody: {
    en: 'I could not reach anybody just now. At which number can we call you back? If it gets worse, hang up and call 911.',
    es: 'No pude localizar a nadie en este momento. ¿A qué número le llamamos? Si empeora, cuelgue y llame al 911.',
  },
} as const;

/** Where the site describes none: whoever is on call, in order, and then what its rules promise for such calls. */
export function usualEscalation(site: PlanSite, at: number): Escalation {
  const route = site.rules.routes.find(({ to }) => to.some((target) => 'onCall' in target));
  const message = route?.to.flatMap((target) => ('message' in target ? [target.message] : []))[0];
  const [first] = entriesOf(site, { onCall: true }, at);
  return {
    id: 'on-call',
    name: 'On call',
    categories: [],
    steps: [{ to: { onCall: true }, ringSeconds: site.phone.transferRingSeconds, keepRinging: false }],
    connect: 'introduce',
    // Somebody whom the note can name, too.
    callBack: message ?? { owner: site.notes.owners[0] ?? first?.name ?? 'On call', within: '1 hours' },
  };
}

/** The one a rule wants, else the one that names the call's category, else the one for all calls, else the usual one. */
export function escalationFor(site: PlanSite, { wanted, category, at }: Omit<Asked, 'extension'>): Escalation {
  const asked = site.escalations.find(({ id }) => id === wanted);
  const named = site.escalations.find(({ categories }) => category !== undefined && categories.includes(category));
  return (
    asked ?? named ?? site.escalations.find(({ categories }) => categories.length === 0) ?? usualEscalation(site, at)
  );
}

interface Asked {
  /** The id of the escalation that a rule of the practice wants. */
  readonly wanted?: string | undefined;
  readonly category: string | undefined;
  readonly at: number;
  readonly extension: string | undefined;
}

interface Rung {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly role?: string | undefined;
}

const outside = ({ name, number }: { name: string; number: string }): Rung => ({
  id: `number-${number}`,
  name,
  number,
});

function entriesOf(site: PlanSite, target: Target, at: number): readonly Rung[] {
  // A queue answers by itself, a message nobody: the site file is refused with either.
  if ('message' in target || 'queue' in target) return [];
  if ('outside' in target) return [outside(target.outside)];
  if ('answeringService' in target) return site.rules.answeringService ? [outside(site.rules.answeringService)] : [];
  if ('entry' in target) return site.directory.filter(({ id }) => id === target.entry);
  if ('room' in target) return site.directory.filter(({ id }) => id === target.room);
  if ('skill' in target) {
    const { skill, location } = target;
    return site.directory.filter((one) => one.skills.includes(skill) && (location ?? one.location) === one.location);
  }
  return onCallAt(site, at).flatMap(({ entry }) => site.directory.filter(({ id }) => id === entry));
}

/** Who is rung, in order, each number once; never the desk that rings. */
export function targetsOf(site: PlanSite, escalation: Escalation, at: number, own: string | undefined): RungTarget[] {
  const all = escalation.steps.flatMap(({ to, ringSeconds, keepRinging }) =>
    entriesOf(site, to, at).flatMap(({ id, name, role, number }): RungTarget[] => {
      const dialled = dialTarget(number, site);
      if (dialled === undefined || dialled === own) return [];
      const who = { entry: id, label: name, ...(role === undefined ? {} : { role }) };
      return [{ ...who, number: dialled, ringSeconds, keepRinging }];
    }),
  );
  return all.filter((target, index) => all.findIndex(({ number }) => number === target.number) === index);
}

export function planFor(site: PlanSite, callId: CallId, given: Asked): EscalationPlan {
  const escalation = escalationFor(site, given);
  return {
    callId,
    escalation: escalation.id,
    name: escalation.name,
    targets: targetsOf(site, escalation, given.at, given.extension),
    connect: escalation.connect,
    callBack: escalation.callBack,
    say: escalation.say ?? USUAL_WORDS.say,
    sayNobody: escalation.sayNobody ?? USUAL_WORDS.sayNobody,
  };
}

/**
 * When the call-back is due: minutes and hours by the clock, because whoever is on call is so at night, too; days end with
 * the office.
 */
export function callBackDue(within: string, site: Pick<Site, 'clinic' | 'hours'>, at: number): string {
  const [amount, unit] = within.split(' ');
  const office = { hours: site.hours, timeZone: site.clinic.timeZone };
  if (unit === 'days') return dueWithin(within, office, at);
  const minutes = (Number(amount) || 1) * (unit === 'minutes' ? 1 : 60);
  const due = DateTime.fromMillis(at, { zone: site.clinic.timeZone }).plus({ minutes });
  return (
    due
      .startOf('minute')
      .plus({ minutes: due.second > 0 ? 1 : 0 })
      .toISO({ suppressMilliseconds: true }) ?? ''
  );
}
