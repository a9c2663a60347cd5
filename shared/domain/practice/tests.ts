// The practice's own tests, run over settings that are not in force yet.
import { runSituation } from '../rules/situation.ts';
import type { Site } from '../site/site.ts';

export interface Failing {
  readonly name: string;
  readonly differences: { what: string; expected: string; found: string }[];
  readonly before: boolean;
}

/** What would fail; `before` says that it fails with the settings in force as well. */
export function failingTests(typed: Site, inForce: Site | undefined): Failing[] {
  return typed.situations.flatMap((situation) => {
    const { passed, differences } = runSituation(typed, situation);
    if (passed) return [];
    const before = inForce !== undefined && !runSituation(inForce, situation).passed;
    return [{ name: situation.name, differences: differences.map((one) => ({ ...one })), before }];
  });
}
