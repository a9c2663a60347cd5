// How good a call sounds, from what the browser counts: a figure (MOS) by ITU-T G.107's E-model, five steps that do not
// flicker, and why it is bad, so that a sentence can say what to do.
import { z } from 'zod';
import { QUALITY_STEPS } from './steps.ts';

/** What the browser has counted since the call began; the page hands it on, nothing is decided there. */
export const SoundCounters = z.object({
  /** ms of any clock that runs evenly. */
  at: z.number(),
  packetsReceived: z.number(),
  /** May shrink: a packet that came late was counted as lost before (RFC 3550 A.3). */
  packetsLost: z.number(),
  /** Seconds. */
  jitter: z.number(),
  /** Samples played, and those of them that were made up because nothing had arrived in time. */
  samples: z.number(),
  concealedSamples: z.number(),
  /** What the PBX says of our sound (RTCP receiver reports): share lost 0…1, jitter in seconds. */
  remoteLossShare: z.number().optional(),
  remoteJitter: z.number().optional(),
  /** Seconds, there and back between us and the PBX. */
  roundTrip: z.number().optional(),
  codec: z.string().max(40).optional(),
});
export type SoundCounters = z.infer<typeof SoundCounters>;

/** One second of a call. Percentages 0…100, times in ms. */
export const QualitySample = z.object({
  lossIn: z.number(),
  lossOut: z.number().optional(),
  jitter: z.number(),
  roundTrip: z.number().optional(),
  /** Made up by our side although no packet is missing: it was already broken when it reached the PBX. */
  brokenThere: z.number(),
  mos: z.number(),
  codec: z.string().optional(),
});
export type QualitySample = z.infer<typeof QualitySample>;

export const QualityStep = z.enum(QUALITY_STEPS);
export type QualityStep = z.infer<typeof QualityStep>;

/**
 * Where the trouble is: our network loses what we hear (`lossIn`) or what we say (`lossOut`), it is uneven (`jitter`) or
 * slow (`delay`), or the far end's own line is breaking up (`farEnd`).
 */
export const QualityCause = z.enum(['none', 'lossIn', 'lossOut', 'jitter', 'delay', 'farEnd']);
export type QualityCause = z.infer<typeof QualityCause>;

/** What a view shows. Rounded, so that it changes only when there is something new to read. */
export const QualityView = z.object({
  step: QualityStep,
  cause: QualityCause,
  mos: z.number(),
  /** Whole percents, the worse direction. */
  loss: z.number().int(),
  /** Whole ms. */
  roundTrip: z.number().int().optional(),
});
export type QualityView = z.infer<typeof QualityView>;

/** What stays with the call. */
export const QualitySummary = z.object({
  seconds: z.number().int(),
  mosMin: z.number(),
  mosAvg: z.number(),
  /** Percent of the whole call. */
  lossIn: z.number(),
  lossOut: z.number().optional(),
  jitterAvg: z.number(),
  roundTripAvg: z.number().optional(),
  codec: z.string().optional(),
});
export type QualitySummary = z.infer<typeof QualitySummary>;

/**
 * Equipment impairment and robustness against loss: G.711 with concealment from G.113 Appendix I (Ie 0, Bpl 25.1). Opus
 * is not in that table; wideband Opus with concealment is taken as Ie 0 and Bpl 20, on the careful side of what was
 * published for it. G.722 (G.113 Amd.: Ie 13 on the wideband scale) is taken as 0 on the narrowband scale used here.
 */
const IMPAIRMENT: Readonly<Record<string, { ie: number; bpl: number }>> = {
  opus: { ie: 0, bpl: 20 },
  pcmu: { ie: 0, bpl: 25.1 },
  pcma: { ie: 0, bpl: 25.1 },
  g722: { ie: 0, bpl: 20 },
};
const UNKNOWN_CODEC = { ie: 5, bpl: 15 };

/** Default signal-to-noise rating of G.107 (06/2015) with all other parameters at their defaults. */
const R_DEFAULT = 93.2;
/** Packetisation, look-ahead, sound card and the part of the way behind the PBX: not measurable here, ms. */
const FIXED_DELAY_MS = 40;

export interface Impairments {
  /** Share of packets lost (or too late), percent. */
  readonly loss: number;
  readonly jitter: number;
  /** There and back, ms. */
  readonly roundTrip: number;
  /** As the browser names it: `audio/opus`. */
  readonly codec?: string | undefined;
}

/** Mean opinion score 1…4.41 by the simplified E-model. */
export function mosOf({ loss, jitter, roundTrip, codec }: Impairments): number {
  const { ie, bpl } = IMPAIRMENT[codec?.replace(/^audio\//i, '').toLowerCase() ?? 'pcmu'] ?? UNKNOWN_CODEC;
  // A jitter buffer holds about twice the jitter back.
  const delay = roundTrip / 2 + 2 * jitter + FIXED_DELAY_MS;
  // Id: G.107's delay term as approximated by Cole and Rosenbluth (2001), knee at 177.3 ms.
  const id = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  // Ie-eff, G.107 equation 7-29 with random loss (BurstR = 1).
  const ieEff = ie + (95 - ie) * (loss / (loss + bpl));
  return fromRating(R_DEFAULT - id - ieEff);
}

/** G.107 Annex B. */
function fromRating(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

const share = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.max(0, (100 * part) / whole));

/** The second between two readings. */
export function sampleOf(before: SoundCounters, now: SoundCounters): QualitySample {
  const received = Math.max(0, now.packetsReceived - before.packetsReceived);
  const lost = Math.max(0, now.packetsLost - before.packetsLost);
  const lossIn = share(lost, received + lost);
  const concealed = share(now.concealedSamples - before.concealedSamples, now.samples - before.samples);
  const lossOut = now.remoteLossShare === undefined ? undefined : share(now.remoteLossShare, 1);
  const jitter = Math.max(0, now.jitter * 1000);
  const roundTrip = now.roundTrip === undefined ? undefined : now.roundTrip * 1000;
  const worstLoss = Math.max(lossIn, lossOut ?? 0);
  const worstJitter = Math.max(jitter, (now.remoteJitter ?? 0) * 1000);
  // What is concealed beyond what our own network lost was missing before it reached us.
  const brokenThere = received > 0 && lossIn < 1 && jitter < JITTER_MS ? concealed : 0;
  return {
    lossIn,
    jitter,
    brokenThere,
    mos: mosOf({ loss: worstLoss, jitter: worstJitter, roundTrip: roundTrip ?? 0, codec: now.codec }),
    ...(lossOut === undefined ? {} : { lossOut }),
    ...(roundTrip === undefined ? {} : { roundTrip }),
    ...(now.codec === undefined ? {} : { codec: now.codec }),
  };
}

/** Lower edges of the steps, worst first: G.107 Annex B's user satisfaction, and below 2.6 "nearly all dissatisfied". */
const EDGES: readonly number[] = [2.6, 3.1, 3.6, 4.0];
/** How far beyond an edge the figure must be before the step changes. */
const MARGIN = 0.1;
/** Seconds a better step must last before it is shown; a worse one is shown after two, because one lost second is noise. */
const BETTER_AFTER = 6;
const WORSE_AFTER = 2;

const LOSS_PERCENT = 1.5;
/** Networks for speech are planned for 1 % at most; up to three times that passes without complaint. */
const PLANNED_LOSS_PERCENT = 3;
/** In the middle of "fair". */
const FAIR_MOS = 3.35;
const JITTER_MS = 40;
const DELAY_MS = 350;
const BROKEN_PERCENT = 8;

/** What is known of a call's quality so far. */
export interface QualityState {
  readonly step: QualityStep;
  readonly cause: QualityCause;
  /** Smoothed over about three seconds. */
  readonly smooth: { readonly mos: number; readonly lossIn: number; readonly lossOut: number; readonly broken: number };
  readonly latest: QualitySample;
  /** Seconds in a row that asked for a better (positive) or worse (negative) step. */
  readonly leaning: number;
  readonly sums: {
    readonly seconds: number;
    readonly mos: number;
    readonly mosMin: number;
    readonly lossIn: number;
    readonly lossOut: number;
    readonly jitter: number;
    readonly roundTrip: number;
    readonly timed: number;
    readonly reported: number;
  };
}

const stepOf = (mos: number): number => EDGES.filter((edge) => mos >= edge).length;

/** The next second. The first one is believed at once. */
export function nextQuality(state: QualityState | undefined, sample: QualitySample): QualityState {
  const smooth = smoothed(state?.smooth, sample);
  const heard = heardMos(smooth);
  const current = state ? QUALITY_STEPS.indexOf(state.step) : stepOf(heard);
  const direction = wantedDirection(current, heard);
  const leaning =
    direction === 0 ? 0 : Math.sign(state?.leaning ?? 0) === direction ? (state?.leaning ?? 0) + direction : direction;
  const moves = leaning >= BETTER_AFTER || leaning <= -WORSE_AFTER;
  const index = moves ? stepOf(heard) : current;
  const step = QUALITY_STEPS[index] ?? 'good';
  return {
    step,
    cause: causeOf(step, smooth, sample),
    smooth,
    latest: sample,
    leaning: moves ? 0 : leaning,
    sums: summed(state?.sums, sample),
  };
}

/**
 * Sound that was broken before it reached us is as bad to hear as if we had lost it. And the E-model takes loss for evenly
 * spread and well concealed: what a network loses beyond what is planned for is heard, and something can be done about it.
 */
function heardMos({ mos, lossIn, lossOut, broken }: QualityState['smooth']): number {
  const heard = broken < BROKEN_PERCENT ? mos : Math.min(mos, mosOf({ loss: broken / 2, jitter: 0, roundTrip: 0 }));
  return Math.max(lossIn, lossOut) < PLANNED_LOSS_PERCENT ? heard : Math.min(heard, FAIR_MOS);
}

function wantedDirection(current: number, mos: number): -1 | 0 | 1 {
  const lower = EDGES[current - 1];
  const upper = EDGES[current];
  if (lower !== undefined && mos < lower - MARGIN) return -1;
  return upper !== undefined && mos >= upper + MARGIN ? 1 : 0;
}

function smoothed(before: QualityState['smooth'] | undefined, sample: QualitySample): QualityState['smooth'] {
  const now = { mos: sample.mos, lossIn: sample.lossIn, lossOut: sample.lossOut ?? 0, broken: sample.brokenThere };
  if (!before) return now;
  const mix = (was: number, is: number) => was + (is - was) / 3;
  return {
    mos: mix(before.mos, now.mos),
    lossIn: mix(before.lossIn, now.lossIn),
    lossOut: mix(before.lossOut, now.lossOut),
    broken: mix(before.broken, now.broken),
  };
}

function causeOf(step: QualityStep, smooth: QualityState['smooth'], sample: QualitySample): QualityCause {
  if (step === 'good' || step === 'excellent') return 'none';
  if (smooth.lossIn >= LOSS_PERCENT && smooth.lossIn >= smooth.lossOut) return 'lossIn';
  if (smooth.lossOut >= LOSS_PERCENT) return 'lossOut';
  if (sample.jitter >= JITTER_MS) return 'jitter';
  if ((sample.roundTrip ?? 0) >= DELAY_MS) return 'delay';
  return smooth.broken >= BROKEN_PERCENT ? 'farEnd' : 'none';
}

type Sums = QualityState['sums'];
const NO_SUMS: Sums = {
  seconds: 0,
  mos: 0,
  mosMin: 5,
  lossIn: 0,
  lossOut: 0,
  jitter: 0,
  roundTrip: 0,
  timed: 0,
  reported: 0,
};

function summed(sums: Sums = NO_SUMS, sample: QualitySample): Sums {
  return {
    seconds: sums.seconds + 1,
    mos: sums.mos + sample.mos,
    mosMin: Math.min(sums.mosMin, sample.mos),
    lossIn: sums.lossIn + sample.lossIn,
    lossOut: sums.lossOut + (sample.lossOut ?? 0),
    jitter: sums.jitter + sample.jitter,
    roundTrip: sums.roundTrip + (sample.roundTrip ?? 0),
    timed: sums.timed + Number(sample.roundTrip !== undefined),
    reported: sums.reported + Number(sample.lossOut !== undefined),
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export function viewOf({ step, cause, smooth, latest }: QualityState): QualityView {
  const loss = cause === 'farEnd' ? smooth.broken : Math.max(smooth.lossIn, smooth.lossOut);
  return {
    step,
    cause,
    mos: rounded(smooth.mos, 1),
    loss: Math.round(loss),
    // In steps of 10 ms: the figure is for people.
    ...(latest.roundTrip === undefined ? {} : { roundTrip: Math.round(latest.roundTrip / 10) * 10 }),
  };
}

export function summaryOf({ sums, latest }: QualityState): QualitySummary {
  const average = (sum: number, count: number, digits: number) => rounded(sum / Math.max(1, count), digits);
  return {
    seconds: sums.seconds,
    mosMin: rounded(sums.mosMin, 2),
    mosAvg: average(sums.mos, sums.seconds, 2),
    lossIn: average(sums.lossIn, sums.seconds, 2),
    jitterAvg: average(sums.jitter, sums.seconds, 1),
    ...(sums.reported > 0 ? { lossOut: average(sums.lossOut, sums.reported, 2) } : {}),
    ...(sums.timed > 0 ? { roundTripAvg: average(sums.roundTrip, sums.timed, 1) } : {}),
    ...(latest.codec === undefined ? {} : { codec: latest.codec }),
  };
}
