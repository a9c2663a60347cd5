// The practice of the console's scenes, as the host shows it to the view.
import type { TopicRow } from '../../shared/contract/index.ts';

export const label = (en: string, es: string) => ({ en, es });

export const site = (): TopicRow<'site'> => ({
  clinic: {
    name: 'Riverside Family Practice',
    timeZone: 'America/New_York',
    country: 'US',
    languages: ['en', 'es'],
    specialty: 'family',
  },
  queues: [
    { id: 'front', name: 'Front desk', targetSeconds: 30 },
    { id: 'espanol', name: 'Español', targetSeconds: 30, language: 'es' },
    { id: 'billing', name: 'Billing', targetSeconds: 60 },
  ],
  directory: [
    {
      id: 'nurse',
      name: 'Ana R.',
      number: '301',
      kind: 'person',
      role: 'Nurse line',
      skills: ['triage'],
      languages: ['en', 'es'],
    },
    { id: 'lee', name: 'Dr. Lee', number: '310', kind: 'person', role: 'On call', skills: [], languages: ['en'] },
    {
      id: 'bill',
      name: 'Tom W.',
      number: '320',
      kind: 'person',
      role: 'Billing',
      skills: ['billing'],
      languages: ['en'],
    },
  ],
  categories: [
    {
      id: 'scheduling',
      label: label('Scheduling', 'Citas'),
      fields: [
        {
          id: 'visit',
          label: label('Visit type', 'Tipo de visita'),
          type: 'choice',
          required: true,
          options: [
            { id: 'new', label: label('New patient', 'Paciente nuevo') },
            { id: 'follow', label: label('Follow-up', 'Seguimiento') },
          ],
        },
        { id: 'earliest', label: label('Earliest day', 'Primer día'), type: 'date', required: false },
      ],
    },
    { id: 'insurance', label: label('Insurance & payment', 'Seguro y pagos'), fields: [] },
    { id: 'referrals', label: label('Referrals & authorizations', 'Derivaciones y autorizaciones'), fields: [] },
    { id: 'records', label: label('Records', 'Historias'), fields: [] },
    {
      id: 'clinical',
      label: label('Clinical question', 'Pregunta clínica'),
      fields: [
        {
          id: 'said',
          label: label('What does the caller say, in their words?', '¿Qué dice la persona, con sus palabras?'),
          type: 'words',
          required: true,
        },
        { id: 'medication', label: label('Medication name', 'Medicamento'), type: 'text', required: true },
        { id: 'since', label: label('Since when', 'Desde cuándo'), type: 'text', required: false },
        {
          id: 'redflags',
          label: label('Red flags asked', 'Señales de alarma preguntadas'),
          type: 'yesNo',
          required: true,
        },
      ],
    },
    { id: 'general', label: label('General', 'General'), fields: [] },
  ],
  outcomes: [
    { id: 'answered', label: label('Answered', 'Respondida'), owes: false },
    {
      id: 'to-nurse',
      label: label('Transferred to nurse', 'Transferida a enfermería'),
      owes: false,
      categories: ['clinical'],
    },
    { id: 'callback', label: label('Call-back promised', 'Llamada prometida'), owes: true },
  ],
  owners: ['Nurse line', 'Front desk', 'Billing'],
  require: ['outcome', 'told', 'nextStep'],
  ownerChoices: [
    ...['Nurse line', 'Front desk', 'Billing'].map((name) => ({ kind: 'team' as const, name })),
    ...['Ana Ruiz', 'Marcus Bell'].map((name) => ({ kind: 'person' as const, name })),
    { kind: 'queue', name: 'Español' },
  ],
  dueWhenClosed: 'refuse',
  wrapUpSeconds: 60,
  // Always open: the pictures are the same on a Sunday night.
  locations: [],
  onCall: [{ entry: 'lee', from: '2026-01-01T00:00:00-08:00', to: '2028-01-01T00:00:00-08:00' }],
  rota: { rotations: [], swaps: [], overrides: [] },
  escalations: [],
  canClose: true,
  hours: {
    weekly: Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [{ from: '00:00', to: '24:00' }]]),
    ),
    holidays: [],
    closures: [],
  },
  recording: { calls: false, consent: 'allParties' },
  supervision: {
    ...{ listen: '*55', whisper: '*56', barge: '*57', announce: 'sign' },
    ...{ alerts: [], wallboard: { names: false } },
  },
  scripts: {
    greeting: label(
      'Riverside Family Practice, this is {name}. How can I help?',
      'Riverside Family Practice, habla Ana. ¿En qué puedo ayudarle?',
    ),
    identityCheck: label(
      'May I have your full name and birth date?',
      '¿Me da su nombre completo y su fecha de nacimiento?',
    ),
    hold: label('May I put you on hold for a moment?', '¿Puedo ponerle en espera un momento?'),
    closing: label('Is there anything else I can do for you?', '¿Puedo ayudarle en algo más?'),
    closed: label(
      'The practice is closed now. If this is an emergency, hang up and call 911.',
      'El centro está cerrado. Si es una emergencia, cuelgue y llame al 911.',
    ),
  },
  work: { callBackMinutes: 60, attempts: 3, repeatDays: 7 },
  redFlagPhrases: ['chest pain'],
  emergencyNumbers: ['911'],
  lockAfterMinutes: 10,
  breakGlass: ['receptionist', 'assistant', 'supervisor', 'administrator'],
  version: 3,
  problems: [],
});
