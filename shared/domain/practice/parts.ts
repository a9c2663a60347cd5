// The parts of the site file that are edited in the window; without any library, for the window's sake.

/**
 * The parts a person edits, in the order in which they are shown, and where each stands in the site file. A part that the
 * schema does not know is not shown.
 */
export const PRACTICE_PARTS = {
  hours: ['hours'],
  locations: ['locations'],
  rota: ['rota'],
  onCall: ['onCall'],
  escalations: ['escalations'],
  destinations: ['directory'],
  rules: ['rules', 'routes'],
  timeRules: ['rules', 'time'],
  generalRules: ['rules', 'general'],
  transfers: ['rules', 'transfers'],
  cover: ['rules', 'cover'],
  redFlags: ['rules', 'redFlags'],
  scripts: ['scripts'],
  outcomes: ['notes', 'outcomes'],
  situations: ['situations'],
} as const satisfies Record<string, readonly string[]>;
export type PracticePart = keyof typeof PRACTICE_PARTS;
export const PART_NAMES = Object.keys(PRACTICE_PARTS) as [PracticePart, ...PracticePart[]];

/** What of the site file supervisors may change; administrators change every part. */
export const SUPERVISORS_MAY: readonly (readonly string[])[] = [['onCall'], ['rota'], ['hours', 'closures']];

export const partOf = (path: readonly (string | number)[]): PracticePart | undefined =>
  PART_NAMES.find((name) => PRACTICE_PARTS[name].every((step, at) => path[at] === step));
