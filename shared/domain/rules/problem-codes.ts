// Plain list, for the window too: it holds no schemas. The sentences are in i18n under `ruleProblem.<code>`.
export const RULE_PROBLEMS = [
  /** A condition excludes itself. */
  'neverHolds',
  /** Another rule always comes first. */
  'shadowed',
  /** The same calls, and two different orders for them. */
  'contradiction',
  /** It names people, and its calls are not transferred. */
  'offersNobody',
  /** The policy both asks for a target and forbids it. */
  'policyContradiction',
  /** Those who cover lead back to the one who is away. */
  'coverCycle',
  /** No rule fits this category at this time. */
  'noRule',
  /** A rule fits, and there is nobody behind it. */
  'nobodyThere',
] as const;
export type RuleProblemCode = (typeof RULE_PROBLEMS)[number];
