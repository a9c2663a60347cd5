// What is counted of calls, and the figures made of it. Pure. The sentences that stand beside each figure in the window
// are in i18n under `figure.<name>.means`: whoever changes a definition here changes its sentence.

/** Counts and sums of seconds of some calls; they add up. `schemas.ts` has the same as a schema: this file is the window's too. */
export const SUM_KEYS = [
  /** Everybody who came into a queue. */
  'entered',
  /** Those of whom it is known how the waiting ended, without moves, withdrawals and short abandons. */
  'counted',
  'answered',
  'gaveUp',
  'shortGaveUp',
  'timedOut',
  'leftByKey',
  'leftEmpty',
  'moved',
  'withdrawn',
  'unknown',
  'waiting',
  'waitSum',
  'longestWait',
  'withinTarget',
  'talks',
  'talkSum',
  'holds',
  'holdSum',
  'wrapUps',
  'wrapUpSum',
  'transferred',
  'tried',
  'bounced',
  /** Calls that reached this desk without a queue. */
  'direct',
  'voicemails',
  /** Conversations of which it is known what they were about. */
  'categorised',
  'notesOwed',
  'notesComplete',
  'matters',
  'resolved',
  'unanswered',
] as const;
export type Sums = Record<(typeof SUM_KEYS)[number], number>;

export const noSums = (): Sums => Object.fromEntries(SUM_KEYS.map((key) => [key, 0])) as Sums;

export const FIGURES = [
  'averageSpeedOfAnswer',
  'longestWait',
  'serviceLevel',
  'abandonment',
  'shortAbandons',
  'handleTime',
  'talk',
  'hold',
  'wrapUp',
  'transfers',
  'bounceRate',
  'voicemailShare',
  'firstCallResolution',
  'completeNotes',
  'unanswered',
] as const;
export type FigureName = (typeof FIGURES)[number];

/** What only the desk that had a call can tell. */
export const KNOWN = ['category', 'hold', 'wrapUp'] as const;
export type Known = (typeof KNOWN)[number];

/** Of which share of the conversations it is known; undefined: there was none. */
export function knownShare(what: Known, sums: Sums): number | undefined {
  const known = { category: sums.categorised, hold: sums.holds, wrapUp: sums.wrapUps }[what];
  return sums.talks > 0 ? Math.min(1, known / sums.talks) : undefined;
}

export interface Figure {
  readonly name: FigureName;
  readonly unit: 'seconds' | 'share' | 'count';
  /** Absent: there was nothing to make it of. */
  readonly value?: number | undefined;
  /** Of how many calls it is made. */
  readonly of: number;
}

/** What a practice of this kind should reach. Shares 0…1, times in seconds. */
export interface Targets {
  readonly averageSpeedOfAnswer: number;
  readonly abandonment: number;
  readonly serviceLevel: number;
  readonly voicemailShare: number;
  readonly firstCallResolution: number;
  readonly hold: number;
  readonly completeNotes: number;
}

const over = (sum: number, of: number): Pick<Figure, 'value' | 'of'> => ({
  of,
  ...(of > 0 ? { value: sum / of } : {}),
});

export function figureOf(name: FigureName, sums: Sums): Figure {
  const share = (part: number, of: number): Figure => ({ name, unit: 'share', ...over(part, of) });
  const mean = (sum: number, of: number): Figure => ({ name, unit: 'seconds', ...over(sum, of) });
  switch (name) {
    case 'averageSpeedOfAnswer':
      return mean(sums.waitSum, sums.answered);
    case 'longestWait':
      return { name, unit: 'seconds', of: sums.entered, ...(sums.entered > 0 ? { value: sums.longestWait } : {}) };
    case 'serviceLevel':
      return share(sums.withinTarget, sums.counted);
    case 'abandonment':
      return share(sums.gaveUp, sums.counted);
    case 'shortAbandons':
      return { name, unit: 'count', value: sums.shortGaveUp, of: sums.entered };
    case 'handleTime': {
      // Talk is known of nearly every call, wrap-up only of this desk's: each is averaged over its own.
      const talk = sums.talks > 0 ? sums.talkSum / sums.talks : undefined;
      const wrapUp = sums.wrapUps > 0 ? sums.wrapUpSum / sums.wrapUps : 0;
      return { name, unit: 'seconds', of: sums.talks, ...(talk === undefined ? {} : { value: talk + wrapUp }) };
    }
    case 'talk':
      return mean(sums.talkSum, sums.talks);
    case 'hold':
      return mean(sums.holdSum, sums.holds);
    case 'wrapUp':
      return mean(sums.wrapUpSum, sums.wrapUps);
    case 'transfers':
      return share(sums.transferred, sums.answered + sums.direct);
    case 'bounceRate':
      return share(sums.bounced, sums.tried);
    case 'voicemailShare':
      return share(sums.voicemails, sums.entered + sums.direct);
    case 'firstCallResolution':
      return share(sums.resolved, sums.matters);
    case 'completeNotes':
      return share(sums.notesComplete, sums.notesOwed);
    case 'unanswered':
      return { name, unit: 'count', value: sums.unanswered, of: sums.entered };
  }
}

const HIGHER_IS_BETTER: readonly FigureName[] = ['serviceLevel', 'firstCallResolution', 'completeNotes'];
/** "Under 5 %" and "over 80 %" are not met by exactly that much. */
const STRICT: readonly FigureName[] = ['abandonment', 'firstCallResolution'];

export function targetOf(name: FigureName, targets: Targets): number | undefined {
  return name in targets ? targets[name as keyof Targets] : undefined;
}

/** Undefined: there is no target, or no figure. */
export function meets({ name, value }: Figure, targets: Targets): boolean | undefined {
  const target = targetOf(name, targets);
  if (target === undefined || value === undefined) return undefined;
  if (value === target) return !STRICT.includes(name);
  return HIGHER_IS_BETTER.includes(name) ? value > target : value < target;
}
