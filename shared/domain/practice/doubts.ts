// What is probably not meant in settings that can be read: rules that never apply, that contradict each other, or lead to
// nobody at some hour.
import { DateTime } from 'luxon';
import { rotaFindings } from '../rota/findings.ts';
import { findRuleProblems } from '../rules/problems.ts';
import type { Site } from '../site/site.ts';

export interface Doubt {
  /** Key of its sentence in i18n. */
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly values: Readonly<Record<string, string | number>>;
}

const MOST = 200;

/** `now`: ISO instant; the week around it is looked at, and the rota of the weeks to come. */
export function doubtsOf(site: Site, now: string): Doubt[] {
  const rules = findRuleProblems(site, now).map(({ code, path, values }) => ({
    ...{ code: `ruleProblem.${code}`, path, values },
  }));
  return [...rules, ...rotaDoubts(site, now)].slice(0, MOST);
}

/** Nobody on call, two at once. Where the rota is empty the single turns are meant. */
function rotaDoubts(site: Site, now: string): Doubt[] {
  const place = site.rota.rotations.length > 0 ? ['rota'] : ['onCall'];
  const clock = (at: number) => DateTime.fromMillis(at, { zone: site.clinic.timeZone }).toFormat('yyyy-MM-dd HH:mm');
  return rotaFindings(site, Date.parse(now)).map(({ code, from, to, values }) => ({
    code: `rota.finding.${code}`,
    path: place,
    values: { ...values, from: clock(from), to: clock(to) },
  }));
}
