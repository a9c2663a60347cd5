// Who calls the demo clinic and why. Every scenario is invented; people come from the roster, so that the demo EHR knows
// them (or, where the scenario is about that, does not). `build/render-prompts.mjs` speaks `says` into sounds/<id>.ulaw.
import { CALLER_ROSTER, UNKNOWN_CALLERS } from '../roster.ts';

/** The six reasons people call a practice. */
export type CallCategory = 'scheduling' | 'insurance' | 'referrals' | 'records' | 'clinical' | 'general';

export interface Scenario {
  readonly id: string;
  /** As the network presents it; empty when withheld. Mostly E.164, sometimes as badly spelled as in life. */
  readonly number: string;
  /** CNAM: at most 15 characters in capitals, as telephone companies deliver it; often empty. */
  readonly name: string;
  /** Roster id of the patient the call is about, if the practice knows them. */
  readonly patient: string | undefined;
  readonly language: 'en' | 'es';
  readonly category: CallCategory;
  readonly urgency: 'routine' | 'urgent' | 'emergency';
  /** The opening line; at most about five seconds. */
  readonly says: string;
  /** espeak-ng voice and pitch (0-99) that speak it. */
  readonly voice: { readonly name: string; readonly pitch: number };
  /** How long this person waits in the queue before hanging up, seconds. */
  readonly patience: number;
  /** What a good receptionist makes of it, for training and for tests. */
  readonly expected: { readonly outcome: string; readonly destination: string | undefined };
}

const numberOf = (id: string): string => CALLER_ROSTER.find((entry) => entry.id === id)?.e164 ?? '';

const woman = { name: 'en-us+f3', pitch: 55 } as const;
const olderWoman = { name: 'en-us+f2', pitch: 35 } as const;
const man = { name: 'en-us+m3', pitch: 40 } as const;
const olderMan = { name: 'en-us+m7', pitch: 25 } as const;
const spanishWoman = { name: 'es-419+f3', pitch: 55 } as const;
const spanishMan = { name: 'es-419+m3', pitch: 38 } as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'reschedule',
    number: numberOf('james-whitfield'),
    name: 'WHITFIELD JAMES',
    patient: 'james-whitfield',
    language: 'en',
    category: 'scheduling',
    urgency: 'routine',
    says: 'Hi, James Whitfield. I have to move my appointment tomorrow to next week.',
    voice: olderMan,
    patience: 180,
    expected: { outcome: 'rescheduled', destination: undefined },
  },
  {
    id: 'reschedule-es',
    number: numberOf('maria-gonzalez'),
    name: 'GONZALEZ MARIA',
    patient: 'maria-gonzalez',
    language: 'es',
    category: 'scheduling',
    urgency: 'routine',
    says: 'Buenos días, soy María González. Quiero cambiar mi cita de mañana.',
    voice: spanishWoman,
    patience: 150,
    expected: { outcome: 'rescheduled', destination: undefined },
  },
  {
    id: 'insurance-changed',
    number: numberOf('priya-raman'),
    name: 'RAMAN PRIYA',
    patient: 'priya-raman',
    language: 'en',
    category: 'insurance',
    urgency: 'routine',
    says: 'Hello, my insurance has changed. Do you still take my plan?',
    voice: woman,
    patience: 120,
    expected: { outcome: 'answered', destination: '202' },
  },
  {
    id: 'bill-question',
    number: numberOf('thomas-nguyen'),
    name: 'NGUYEN THOMAS',
    patient: 'thomas-nguyen',
    language: 'en',
    category: 'insurance',
    urgency: 'routine',
    says: 'Hi, I got a bill for sixty dollars and I do not understand it.',
    voice: man,
    patience: 90,
    expected: { outcome: 'transferred', destination: '202' },
  },
  {
    id: 'referral-status',
    // Odd spelling on purpose: a carrier that sends what somebody typed.
    number: '1 (206) 555-0134',
    name: 'W BRANDT',
    patient: 'walter-brandt',
    language: 'en',
    category: 'referrals',
    urgency: 'routine',
    says: 'Walter Brandt here. Did my heart doctor referral arrive yet?',
    voice: olderMan,
    patience: 240,
    expected: { outcome: 'message', destination: '204' },
  },
  {
    id: 'authorization-es',
    number: numberOf('carlos-medina'),
    name: 'MEDINA CARLOS',
    patient: 'carlos-medina',
    language: 'es',
    category: 'referrals',
    urgency: 'routine',
    says: 'Hola, llamo por la autorización de mi resonancia.',
    voice: spanishMan,
    patience: 150,
    expected: { outcome: 'message', destination: '204' },
  },
  {
    id: 'records-copy',
    number: numberOf('linda-castellano'),
    name: 'CASTELLANO LINDA',
    patient: 'linda-castellano',
    language: 'en',
    category: 'records',
    urgency: 'routine',
    says: 'I need a copy of my records for my new doctor.',
    voice: olderWoman,
    patience: 120,
    expected: { outcome: 'message', destination: undefined },
  },
  {
    id: 'records-office',
    number: UNKNOWN_CALLERS[1] ?? '',
    name: 'LAKESIDE ORTHO',
    patient: undefined,
    language: 'en',
    category: 'records',
    urgency: 'routine',
    says: 'Lakeside Orthopedics. We faxed a records request on Monday.',
    voice: woman,
    patience: 60,
    expected: { outcome: 'message', destination: undefined },
  },
  {
    id: 'refill',
    number: numberOf('aisha-farah'),
    name: 'FARAH AISHA',
    patient: 'aisha-farah',
    language: 'en',
    category: 'clinical',
    urgency: 'routine',
    says: 'Hi, I need a refill. I have two pills left.',
    voice: woman,
    patience: 120,
    expected: { outcome: 'message', destination: '201' },
  },
  {
    id: 'test-results',
    number: numberOf('helen-park'),
    name: 'PARK HELEN',
    patient: 'helen-park',
    language: 'en',
    category: 'clinical',
    urgency: 'routine',
    says: 'Hello, this is Helen Park. I am calling about my test results.',
    voice: woman,
    patience: 120,
    expected: { outcome: 'transferred', destination: '201' },
  },
  {
    id: 'chest-pain',
    number: numberOf('robert-hale'),
    name: 'HALE ROBERT',
    patient: 'robert-hale',
    language: 'en',
    category: 'clinical',
    urgency: 'emergency',
    says: 'I have chest pain. It goes down my arm. I can not catch my breath.',
    voice: olderMan,
    patience: 300,
    expected: { outcome: 'emergency', destination: '201' },
  },
  {
    id: 'infant-fever',
    number: numberOf('baby-okafor'),
    name: 'OKAFOR',
    patient: 'baby-okafor',
    language: 'en',
    category: 'clinical',
    urgency: 'urgent',
    says: 'My baby has a fever. He is not even two months old.',
    voice: woman,
    patience: 240,
    expected: { outcome: 'transferred', destination: '201' },
  },
  {
    id: 'household-physical',
    number: numberOf('samuel-okafor'),
    name: 'OKAFOR',
    patient: 'samuel-okafor',
    language: 'en',
    category: 'scheduling',
    urgency: 'routine',
    says: 'Hello, Samuel Okafor. I would like to book a physical.',
    voice: man,
    patience: 120,
    expected: { outcome: 'booked', destination: undefined },
  },
  {
    id: 'hours-anonymous',
    number: '',
    name: '',
    patient: undefined,
    language: 'en',
    category: 'general',
    urgency: 'routine',
    says: 'Hi, what time do you close today?',
    voice: man,
    patience: 45,
    expected: { outcome: 'answered', destination: undefined },
  },
  {
    id: 'new-patient',
    number: UNKNOWN_CALLERS[0] ?? '',
    name: '',
    patient: undefined,
    language: 'en',
    category: 'general',
    urgency: 'routine',
    says: 'Hello, are you taking new patients, and where do I park?',
    voice: olderWoman,
    patience: 60,
    expected: { outcome: 'answered', destination: undefined },
  },
  {
    id: 'impatient',
    number: numberOf('denise-okafor'),
    name: 'OKAFOR DENISE',
    patient: 'denise-okafor',
    language: 'en',
    category: 'scheduling',
    urgency: 'routine',
    says: 'Finally. I want to confirm the appointment for Grace.',
    voice: woman,
    patience: 15,
    expected: { outcome: 'confirmed', destination: undefined },
  },
];

/** What colleagues and recordings say; the key is the file in sounds/. */
export const HOUSE_PROMPTS: Readonly<Record<string, { readonly says: string; readonly voice: Scenario['voice'] }>> = {
  nurse: { says: 'Nurse line, this is Ana. How can I help?', voice: woman },
  billing: { says: 'Billing, Marcus speaking.', voice: man },
  'on-call': { says: 'This is Doctor Lee, on call.', voice: olderWoman },
  outside: { says: 'Hello? You have reached an outside number of the demo.', voice: man },
  'demo-emergency': {
    says: 'This is a demonstration. No emergency service has been called.',
    voice: { name: 'en-us', pitch: 50 },
  },
};

export const scenarioById = (id: string): Scenario | undefined => SCENARIOS.find((scenario) => scenario.id === id);

/** Where callers wait unless they asked for something else. */
export const DEFAULT_QUEUE = 'front-desk';

/** What the caller chose in the practice's menu: Spanish, a bill, or nothing. */
export function queueOf({ language, id }: Scenario): string {
  if (language === 'es') return 'espanol';
  return id === 'bill-question' ? 'billing' : DEFAULT_QUEUE;
}
