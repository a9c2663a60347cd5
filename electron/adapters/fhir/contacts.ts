// The last contacts of a patient: messages, and from servers that list none the encounters by phone and video. A contact that
// is there as both is one.
import { WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { PatientContext } from '../../../shared/domain/patient/types.ts';
import { Communication, Encounter, all, optional, wordsOf } from './shapes.ts';
import type { AnyResource } from './shapes.ts';

type Contact = PatientContext['recent'][number];

/** Contacts shown. */
const RECENT = 5;
/** https://terminology.hl7.org/CodeSystem-v3-ActCode.html */
const VIRTUAL = 'VR';
const VIDEO = /\bvideo|telemedic|telehealth/i;
const PHONE = /\b(?:tele)?phone\b|tel[eé]f[oó]n/i;
/** Encounters that happened; planned and cancelled ones are no contacts. */
const HAPPENED = new Set(['arrived', 'triaged', 'in-progress', 'onleave', 'finished']);

/** A contact is a line on the card, not the whole note. */
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' · ').slice(0, 300);

/** The call that a desk of ours wrote this of. */
function callIdIn(identifiers: Communication['identifier']): string | undefined {
  const ours = identifiers.find(({ system }) => system === WRITE_ID_SYSTEM)?.value;
  const callId = ours === undefined ? undefined : /^(.+)\/communication(?:\/\d+)?$/.exec(ours)?.[1];
  try {
    return callId === undefined ? undefined : decodeURIComponent(callId);
  } catch {
    return callId;
  }
}

function messagesIn(resources: readonly AnyResource[]): Contact[] {
  return ofType('Communication', all(Communication, resources))
    .filter(({ status }) => status === 'completed' || status === 'in-progress')
    .map(({ sent, received, reasonCode, category, payload, identifier }) => {
      const topic = wordsOf(reasonCode[0]) ?? wordsOf(category[0]);
      const said = payload.find(({ contentString }) => contentString)?.contentString;
      const text = oneLine([topic, said].filter(Boolean).join(': '));
      return { at: sent ?? received ?? '', text, ...optional('callId', callIdIn(identifier)) };
    });
}

const ofType = <T extends { readonly resourceType: string }>(type: string, resources: readonly T[]): T[] =>
  resources.filter(({ resourceType }) => resourceType === type);

/** By phone, by video or one of them, as its class or its words have it; nothing for a visit in person. */
function wayOf({ class: kind, type }: Encounter): Contact['by'] {
  const words = [kind?.display, ...type.flatMap(({ text, coding }) => [text, ...coding.map(({ display }) => display)])];
  const isVirtual = kind?.code === VIRTUAL;
  if (words.some((word) => PHONE.test(word ?? ''))) return 'phone';
  if (words.some((word) => VIDEO.test(word ?? ''))) return 'video';
  return isVirtual ? 'virtual' : undefined;
}

function encountersIn(resources: readonly AnyResource[]): Contact[] {
  const messages = ofType('Communication', all(Communication, resources));
  const named = messages.map(({ encounter }) => /(?:^|\/)Encounter\/([^/]+)/.exec(encounter?.reference ?? '')?.[1]);
  return ofType('Encounter', all(Encounter, resources))
    .filter(({ id, status }) => HAPPENED.has(status ?? '') && !named.includes(id))
    .flatMap((encounter) => {
      const by = wayOf(encounter);
      if (by === undefined) return [];
      const { period, participant, reasonCode, type, identifier } = encounter;
      const kind = type.map(wordsOf).find((words) => words && !PHONE.test(words) && !VIDEO.test(words));
      const reason = reasonCode.map(wordsOf).find(Boolean) ?? kind;
      const who = participant.map(({ individual }) => individual?.display).find(Boolean);
      const text = oneLine([reason, who].filter(Boolean).join(' · '));
      return [{ at: period?.start ?? period?.end ?? '', text, by, ...optional('callId', callIdIn(identifier)) }];
    });
}

/** The newest first. */
export const contactsOf = (resources: readonly AnyResource[]): Contact[] =>
  [...messagesIn(resources), ...encountersIn(resources)]
    .filter(({ at }) => !Number.isNaN(Date.parse(at)))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, RECENT);
