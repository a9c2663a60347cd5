// What to say now: which script fits the moment, and its words with the names filled in. Pure.
import type { CallState } from '../call/call.ts';
import type { ScriptName } from '../site/notes.ts';

/** A script of the site, or what the rule for this call says. */
export type Moment = ScriptName | 'route';

export interface ScriptFacts {
  readonly state: CallState;
  readonly direction: 'incoming' | 'outgoing';
  /** How long the two have been speaking, in ms. */
  readonly spokenMs: number;
  readonly isOfficeOpen: boolean;
  readonly isVerified: boolean;
  readonly isEmergency: boolean;
  /** The rule for the chosen category has words of its own. */
  readonly hasRoute: boolean;
  /** Nothing of the note is missing: what is left is to say goodbye. */
  readonly isComplete: boolean;
  readonly recording: 'none' | 'ask' | 'tell';
}

/** The greeting is being said for so long after the call was answered, and then what there is to say about recording. */
export const GREETING_MS = 8_000;
export const RECORDING_MS = 20_000;

const recordingScript = { ask: 'recordingConsent', tell: 'recordingNotice' } as const;

/** The script that fits the moment. */
export function scriptFor(facts: ScriptFacts): Moment {
  const { state, direction, spokenMs, recording } = facts;
  if (facts.isEmergency) return 'emergency';
  const opening = facts.isOfficeOpen ? 'greeting' : 'closed';
  if (state === 'ringing' || state === 'answering') return opening;
  // What may be left on a machine has to be at hand before the beep.
  if (state === 'dialing' || state === 'remoteRinging') return 'voicemail';
  if (state === 'holding' || state === 'held' || state === 'parked') return 'hold';
  if (state === 'ended') return 'closing';
  const isNew = !facts.hasRoute && !facts.isVerified;
  if (isNew && direction === 'incoming' && spokenMs < GREETING_MS) return opening;
  if (isNew && recording !== 'none' && spokenMs < RECORDING_MS) return recordingScript[recording];
  if (facts.isComplete) return 'closing';
  if (facts.hasRoute) return 'route';
  return facts.isVerified ? 'closing' : 'identityCheck';
}

/** The scripts worth offering in this call, in the order of a call; the fitting one is among them when the site has it. */
export function offeredScripts(facts: ScriptFacts, has: (moment: Moment) => boolean): Moment[] {
  const order: Moment[] = [
    ...(facts.isEmergency ? (['emergency'] as const) : []),
    'route',
    ...(facts.direction === 'incoming' ? [facts.isOfficeOpen ? ('greeting' as const) : ('closed' as const)] : []),
    ...(facts.recording === 'none' ? [] : [recordingScript[facts.recording]]),
    'identityCheck',
    'hold',
    ...(facts.direction === 'outgoing' ? (['voicemail'] as const) : []),
    'closing',
  ];
  return order.filter(has);
}

export const PLACEHOLDERS = ['name', 'practice', 'patient', 'provider', 'due'] as const;
export type SpokenNames = Partial<Record<(typeof PLACEHOLDERS)[number], string | undefined>>;

/** What a sentence is about: without it there is nothing to say. */
const FACTS: readonly (typeof PLACEHOLDERS)[number][] = ['due', 'provider'];

/**
 * The words as they are said. A name that is not known, or may not be said yet, leaves no hole behind; a sentence about
 * something that is not there is left out.
 */
export function fillScript(text: string, names: SpokenNames): string {
  const sentences = text.split(/(?<=[.?!])\s+/);
  const isSaid = (sentence: string) =>
    FACTS.every((fact) => names[fact] !== undefined || !sentence.includes(`{${fact}}`));
  const said = sentences.filter(isSaid).join(' ');
  const filled = said.replace(
    /\{(\w+)\}/g,
    (_all, key: string) => (names as Record<string, string | undefined>)[key] ?? '',
  );
  return filled
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;:?!])/g, '$1')
    .replace(/^[,;:.\s]+|(?<=[¿¡])[\s,;]+/g, '')
    .replace(/,(?=[.?!,])/g, '')
    .replace(/([.?!])\s*\1+/g, '$1')
    .trim()
    .replace(/^[¿¡]?\p{Ll}/u, (first) => first.toLocaleUpperCase());
}

/** The first of the languages that the text has: the caller's before the window's before the practice's. */
export function languageOf(text: Readonly<Record<string, string>>, wanted: readonly (string | undefined)[]): string {
  return (
    wanted.find((language) => language !== undefined && text[language] !== undefined) ?? Object.keys(text)[0] ?? 'en'
  );
}
