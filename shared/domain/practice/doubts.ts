// What is probably not meant in settings that can be read: rules that never apply, that contradict each other, or lead to
// nobody at some hour.
import { findRuleProblems } from '../rules/problems.ts';
import type { Site } from '../site/site.ts';

export interface Doubt {
  /** Key of its sentence in i18n. */
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly values: Readonly<Record<string, string | number>>;
}

const MOST = 200;

/** `now`: ISO instant; the week around it is looked at. */
export function doubtsOf(site: Site, now: string): Doubt[] {
  return findRuleProblems(site, now)
    .slice(0, MOST)
    .map(({ code, path, values }) => ({ code: `ruleProblem.${code}`, path, values }));
}
