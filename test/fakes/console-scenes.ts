// The scenes of the window: rows of every topic as the real host would publish them. All people are made up.
import type { TopicRow } from '../../shared/contract/index.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import { IDENTIFIERS, PatientHead } from '../../shared/domain/patient/types.ts';
import type { PatientId } from '../../shared/domain/patient/types.ts';
import { noSums } from '../../shared/domain/figures/sums.ts';
import type { Decision, Destination } from '../../shared/domain/rules/types.ts';
import { label, site } from './console-site.ts';

export { site };

type Call = TopicRow<'calls'>;
type Panel = TopicRow<'patients'>;
type Note = TopicRow<'notes'>;

export const id = (text: string) => text as CallId;
const patientId = (text: string) => text as PatientId;
const ago = (seconds: number) => Date.now() - seconds * 1000;
const ONE = 'it';

const user = { id: 'ana', name: 'Ana Ruiz', role: 'receptionist' as const, extension: '201' };

export const session = (part: Partial<TopicRow<'session'>> = {}): TopicRow<'session'> => ({
  state: 'signedIn',
  user,
  users: [
    { id: 'ana', name: 'Ana Ruiz', role: 'receptionist' },
    { id: 'marcus', name: 'Marcus Bell', role: 'supervisor' },
  ],
  needs: [],
  demo: false,
  ...part,
});

export const health = (part: Partial<TopicRow<'health'>> = {}): TopicRow<'health'> => ({
  phone: 'registered',
  phonePage: 'ok',
  microphone: 'ok',
  ehr: 'ok',
  queues: 'ok',
  journal: 'ok',
  site: 'ok',
  audit: 'ok',
  outboxWaiting: 0,
  ...part,
});

const trace: Decision['trace'] = [
  { rule: 'hours', fired: true, code: 'office.hours', values: {} },
  { rule: 'redFlags', fired: false, code: 'redFlags.none', values: { words: '' } },
  { rule: 'nurse-open', fired: true, code: 'route.fits', values: { category: 'clinical' } },
  { rule: 'nurse-closed', fired: false, code: 'route.onlyClosed', values: {} },
  { rule: 'policy', fired: true, code: 'policy.warmOnly', values: { route: 'nurse-open' } },
];

const dest = (part: Partial<Destination> & Pick<Destination, 'rank' | 'id' | 'label'>): Destination => ({
  kind: 'dial',
  presence: 'free',
  languages: ['en'],
  because: [],
  ...part,
});

export const destinations = (
  presences: [Destination['presence'], Destination['presence']] = ['free', 'busy'],
): Destination[] => [
  dest({
    rank: 1,
    id: 'nurse',
    label: 'Ana R.',
    role: 'Nurse line',
    number: '301',
    presence: presences[0],
    languages: ['en', 'es'],
    because: [
      { rule: 'target', fired: true, code: 'target.skill', values: { skill: 'triage' } },
      { rule: 'language', fired: true, code: 'target.speaks', values: { language: 'es' } },
    ],
  }),
  dest({
    rank: 2,
    id: 'lee',
    label: 'Dr. Lee',
    role: 'On call',
    number: '310',
    presence: presences[1],
    because: [{ rule: 'target', fired: true, code: 'target.onCall', values: {} }],
  }),
  dest({
    rank: 3,
    id: 'message-nurse',
    kind: 'message',
    label: 'Nurse line',
    owner: 'Nurse line',
    within: '1 hours',
    because: [
      { rule: 'target', fired: true, code: 'target.message', values: { owner: 'Nurse line', within: '1 hours' } },
    ],
  }),
];

export const decision = (part: Partial<Decision> = {}): Decision => ({
  office: { open: true, reason: 'hours' },
  route: 'nurse-open',
  say: label(
    "I'll connect you with our nurse now. Please stay on the line, I'll introduce you.",
    'Le comunico ahora con nuestra enfermera. No cuelgue, le presentaré.',
  ),
  priority: 3,
  transfer: 'warmOnly',
  destinations: destinations(),
  trace,
  ...part,
});

const noCategory: Decision = {
  office: { open: true, reason: 'hours' },
  priority: 0,
  transfer: 'any',
  destinations: [],
  trace: [trace[0]!, trace[1]!, { rule: 'category', fired: false, code: 'category.open', values: {} }],
};

export const candidates: Panel['match']['candidates'] = [
  { patientId: patientId('p1'), initials: 'J. D.', sex: 'female', age: 46, hint: 'patient' },
  { patientId: patientId('p2'), initials: 'T. D.', sex: 'male', age: 9, hint: 'childWithGuardian' },
];

export const ringing = (part: Partial<Call> = {}): Call => ({
  id: id('ring-1'),
  line: 3,
  direction: 'incoming',
  state: 'ringing',
  remote: { number: '+15551234567', name: '', withheld: false },
  shownNumber: '(555) 123-4567',
  queue: { queue: 'front' },
  queueName: 'Front desk',
  waitedMs: 38_000,
  startedAt: ago(4),
  muted: false,
  remoteHold: false,
  silenced: false,
  verified: false,
  match: { state: 'several', count: 2, candidates },
  decision: noCategory,
  ...part,
});

export const talking = (part: Partial<Call> = {}): Call =>
  ringing({
    id: id('call-1'),
    line: 1,
    state: 'talking',
    startedAt: ago(138),
    answeredAt: ago(133),
    ...part,
  });

export const verifiedCall = (part: Partial<Call> = {}): Call =>
  talking({
    patientName: 'Jane Doe',
    verified: true,
    match: { state: 'one', count: 1, candidates: [candidates[0]!] },
    decision: decision(),
    ...part,
  });

export const heldLine = (): Call =>
  talking({
    id: id('call-2'),
    line: 2,
    state: 'held',
    heldSince: ago(245),
    startedAt: ago(420),
    answeredAt: ago(415),
    remote: { number: '+15558880199', name: '', withheld: false },
    shownNumber: '(555) 888-0199',
    directoryName: "Dr. Patel's office",
    match: { state: 'none', count: 0, candidates: [] },
  });

export const panel = (part: Partial<Panel> = {}): Panel => ({
  callId: id('call-1'),
  match: { state: 'several', count: 2, candidates },
  check: {
    state: 'open',
    matched: [],
    wrong: [],
    authority: 'self',
    attemptsLeft: 3,
    needed: 2,
    accepts: [...IDENTIFIERS],
  },
  contextState: 'none',
  chart: false,
  ...part,
});

export const ALIKE: NonNullable<Panel['context']>['refills'] = [
  { id: 'm1', medication: 'Metformin', left: 0, strength: '500 mg tablet', dose: 'one twice a day' },
  { id: 'm2', medication: 'Metformin', left: 2, strength: '1000 mg tablet', dose: 'one in the evening' },
  { id: 'm3', medication: 'Lisinopril 10 mg', left: 0, dose: 'one a day', written: '2026-11-02' },
  { id: 'm4', medication: 'Lisinopril 10 mg', left: 1, dose: 'one a day', written: '2026-05-04' },
];

export const verifiedPanel = (part: Partial<Panel> = {}): Panel =>
  panel({
    match: { state: 'one', count: 1, candidates: [candidates[0]!] },
    chosen: candidates[0],
    check: {
      state: 'verified',
      matched: ['name', 'birthDate'],
      wrong: [],
      authority: 'self',
      attemptsLeft: 3,
      needed: 2,
      accepts: [...IDENTIFIERS],
    },
    contextState: 'fresh',
    readAt: ago(4),
    chart: true,
    contacts: [
      { at: '2026-11-12T16:10:00Z', text: 'asked for refill, sent to Dr. Lee', from: 'here', category: 'clinical' },
      { at: '2026-11-03T18:30:00Z', text: 'rescheduled', from: 'ehr' },
    ],
    context: {
      patientId: patientId('p1'),
      name: 'Jane Doe',
      sex: 'female',
      birthDate: '1980-03-03',
      age: 46,
      mrn: '004512',
      language: 'es',
      interpreterNeeded: true,
      nextVisit: {
        id: 'v1',
        start: '2026-11-24T09:20:00-05:00',
        status: 'booked',
        what: 'Blood pressure check',
        who: 'Dr. Lee',
        where: 'North office',
      },
      lastVisit: {
        id: 'v0',
        start: '2026-11-12T10:00:00-05:00',
        status: 'fulfilled',
        what: 'Follow-up',
        who: 'Dr. Lee',
      },
      noShows12Months: 1,
      coverage: [{ payer: 'Aetna PPO', status: 'active' }],
      referrals: [{ id: 'r1', specialty: 'Cardiology', state: 'missing' }],
      refills: [{ id: 'm1', medication: 'Lisinopril 10 mg', left: 0 }],
      flags: [{ text: 'fall risk' }],
      tasks: [{ id: 't1', text: 'Lab result call', due: '2026-11-21' }],
      recent: [
        { at: '2026-11-12', text: 'asked for refill, sent to Dr. Lee' },
        { at: '2026-11-03', text: 'rescheduled' },
      ],
      team: [
        { name: 'Dr. Lee', isMain: true },
        { name: 'Ana R.', role: 'Care manager', isMain: false },
      ],
      missing: [],
      waiting: [],
    },
    ...part,
  });

/** Of a card only whose it is. */
export const headIn = (card: NonNullable<Panel['context']>): PatientHead => PatientHead.parse(card);

export const note = (part: Partial<Note> = {}): Note => ({
  callId: id('call-1'),
  author: 'Ana Ruiz',
  content: {
    category: 'clinical',
    words: 'Dizzy since starting the new blood pressure pill on Tuesday, no chest pain, no fainting.',
    fields: { since: 'Tuesday', redflags: 'yes' },
    outcome: 'to-nurse',
    told: 'Nurse will speak to her now',
  },
  version: 4,
  state: 'draft',
  createdAt: ago(120),
  savedAt: ago(1),
  emergency: [],
  delivery: 'none',
  missing: [{ field: 'medication', why: 'required' }],
  about: '(555) 123-4567',
  ...part,
});

const waiting = (
  entry: string,
  position: number,
  waited: number,
  part: Partial<TopicRow<'waiting'>> = {},
): TopicRow<'waiting'> => ({
  entry,
  queue: 'front',
  position,
  number: '5558880142',
  name: '',
  withheld: false,
  priority: 0,
  joinedAt: ago(waited),
  ringingAt: [],
  ...part,
});

const person = (extension: string, name: string, presence: TopicRow<'people'>['presence']): TopicRow<'people'> => ({
  extension,
  name,
  presence,
  queues: [],
});

export const work = (part: Partial<TopicRow<'worklist'>> & { id: string }): TopicRow<'worklist'> => {
  const due = part.due ?? new Date(ago(720)).toISOString();
  return {
    kind: 'followUp',
    text: 'Call back',
    about: 'T. N.',
    owner: 'Front desk',
    due,
    dueAt: Date.parse(due),
    ownerGone: false,
    createdAt: ago(9000),
    createdBy: 'ana',
    state: 'open',
    attempts: [],
    count: 1,
    lastAt: ago(9000),
    version: 0,
    history: [],
    delivery: 'sent',
    sharing: 'shared',
    ...part,
  };
};

/** What stands around every call: queues, colleagues, promises. */
/** The day so far, with one figure that misses its target. */
export function today(part: Partial<TopicRow<'today'>> = {}): TopicRow<'today'> {
  const counts = { entered: 47, counted: 45, answered: 41, gaveUp: 3, waiting: 4, waitSum: 41 * 19, withinTarget: 38 };
  return {
    date: '2026-01-30',
    all: { ...noSums(), ...counts },
    own: { ...noSums(), answered: 12, direct: 1, counted: 12, waitSum: 12 * 38, withinTarget: 9 },
    targets: {
      ...{ averageSpeedOfAnswer: 30, abandonment: 0.05, serviceLevel: 0.8, voicemailShare: 0.1 },
      ...{ firstCallResolution: 0.8, hold: 50, completeNotes: 1 },
    },
    ...part,
  };
}

export const background = () => ({
  session: { [ONE]: session() },
  health: { [ONE]: health() },
  site: { [ONE]: site() },
  preferences: { [ONE]: { language: 'en' as const, theme: 'system' as const } },
  queues: {
    front: { id: 'front', name: 'Front desk', targetSeconds: 30, strategy: 'rrmemory' },
    espanol: { id: 'espanol', name: 'Español', targetSeconds: 30, strategy: 'ringall' },
    billing: { id: 'billing', name: 'Billing', targetSeconds: 60, strategy: 'rrmemory' },
  },
  today: { [ONE]: today() },
  waiting: {
    w1: waiting('w1', 1, 100, { match: { count: 1, initials: 'M. L.' }, ringingAt: ['202'] }),
    w2: waiting('w2', 2, 51),
    w3: waiting('w3', 3, 12, { withheld: true, number: '' }),
    w4: waiting('w4', 1, 22, { queue: 'espanol', number: '5558880177' }),
  },
  people: {
    '201': person('201', 'Ana Ruiz', 'busy'),
    '301': person('301', 'Ana R.', 'free'),
    '310': person('310', 'Dr. Lee', 'busy'),
    '320': person('320', 'Tom W.', 'paused'),
  },
  worklist: {
    k1: work({ id: 'k1', text: 'Call back about lab result', about: 'T. N.', number: '5558880111' }),
    k2: work({ id: 'k2', text: 'Send records form', about: 'R. S.', due: new Date(ago(-7200)).toISOString() }),
  },
});
