// What hangs on a patient beside visits: coverage, referrals, prescriptions, flags, open tasks, recent contacts.
import type {
  CareTeam,
  Communication,
  Coverage,
  Encounter,
  Flag,
  MedicationRequest,
  Practitioner,
  Reference,
  Resource,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import {
  CATEGORY_SYSTEM,
  PARTICIPATION_MODE_SYSTEM,
  REFERRAL_CODE,
  REFERRAL_STATE_SYSTEM,
  SNOMED_SYSTEM,
  TASK_KIND_SYSTEM,
} from '../../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { ReferralStateCode } from '../../../../shared/domain/ehr-codes/ehr-codes.ts';
import { dateOnly, instant } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { fullName } from './patients.ts';
import type { Person } from './people.ts';
import { providerName } from './practice.ts';
import type { Random } from './random.ts';
import { reference } from './synthetic.ts';
import { CONTACTS, FLAGS, MEDICATIONS, PAYERS, SPECIALTIES, TASKS } from './vocabulary.ts';

interface Making {
  readonly person: Person;
  readonly random: Random;
  readonly calendar: Calendar;
}

const idOf = (what: string, person: Person, index: number): string =>
  `${what}-${person.id.replace(/^patient-/, '')}-${index + 1}`;
const subject = (person: Person) => reference('Patient', person.id, fullName(person));

function coverage({ person, random, calendar }: Making, index: number, active: boolean): Coverage {
  const { name, plan } = random.pick(PAYERS);
  const from = calendar.day(-random.int(400, 1200));
  return {
    resourceType: 'Coverage',
    id: idOf('coverage', person, index),
    status: active ? 'active' : 'cancelled',
    type: { text: 'Health insurance' },
    subscriberId: `${random.int(100, 999)}-${random.int(10_000, 99_999)}`,
    beneficiary: subject(person),
    relationship: { text: person.child ? 'child' : 'self' },
    period: { start: dateOnly(from), ...(active ? {} : { end: dateOnly(calendar.day(-random.int(15, 200))) }) },
    payor: [{ display: name }],
    class: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'plan' }] },
        value: plan,
        name: plan,
      },
    ],
    order: index + 1,
  };
}

function coverages(making: Making): Coverage[] {
  const { person, random } = making;
  if (person.needs?.has('coverage-active')) return [coverage(making, 0, true)];
  if (person.needs?.has('coverage-ended')) return [coverage(making, 0, false)];
  const roll = random.int(1, 100);
  if (roll <= 72) return [coverage(making, 0, true)];
  if (roll <= 84) return [coverage(making, 0, true), coverage(making, 1, false)];
  return roll <= 94 ? [coverage(making, 0, false)] : [];
}

/** How a referral in each state looks on the wire: order status, and status of the task that tracks it. */
const REFERRALS = {
  missing: { order: 'draft', task: 'requested', text: 'Referral not here yet: ask the referring office' },
  received: { order: 'active', task: 'received', text: 'Referral arrived: to be looked at' },
  'pending-review': { order: 'active', task: 'in-progress', text: 'Referral with the provider for review' },
  'ready-to-schedule': { order: 'active', task: 'ready', text: 'Referral complete: call the patient to schedule' },
} as const satisfies Record<ReferralStateCode, unknown>;

function referral(
  { person, random, calendar }: Making,
  index: number,
  state: ReferralStateCode,
): [ServiceRequest, Task] {
  const specialty = random.pick(SPECIALTIES);
  const authored = calendar.workday(-random.int(4, 40)).set({ hour: 11 });
  const id = idOf('referral', person, index);
  const order: ServiceRequest = {
    resourceType: 'ServiceRequest',
    id,
    status: REFERRALS[state].order,
    intent: 'order',
    category: [{ coding: [{ system: SNOMED_SYSTEM, code: REFERRAL_CODE, display: 'Patient referral' }] }],
    code: { text: `Referral to ${specialty}` },
    performerType: { text: specialty },
    subject: subject(person),
    authoredOn: instant(authored),
    requester: reference('Practitioner', person.provider.id, providerName(person.provider)),
  };
  const tracking: Task = {
    resourceType: 'Task',
    id: `${id}-tracking`,
    status: REFERRALS[state].task,
    businessStatus: { coding: [{ system: REFERRAL_STATE_SYSTEM, code: state }] },
    intent: 'order',
    code: { coding: [{ system: TASK_KIND_SYSTEM, code: 'referral' }], text: 'Referral' },
    description: REFERRALS[state].text,
    focus: reference('ServiceRequest', id),
    for: subject(person),
    authoredOn: instant(authored),
    owner: { display: 'Referral coordinator' },
  };
  return [order, tracking];
}

const STATES = Object.keys(REFERRALS) as ReferralStateCode[];

function referrals(making: Making): Resource[] {
  const { person, random } = making;
  if (person.needs?.has('referral-pending')) return referral(making, 0, 'pending-review');
  return random.chance(0.3) ? referral(making, 0, random.pick(STATES)) : [];
}

function prescription({ person, random, calendar }: Making, index: number, left: number): MedicationRequest {
  const medication =
    MEDICATIONS[(random.int(0, MEDICATIONS.length - 1) + index) % MEDICATIONS.length] ?? MEDICATIONS[0];
  const authored = calendar.workday(-random.int(20, 300));
  return {
    resourceType: 'MedicationRequest',
    id: idOf('prescription', person, index),
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: medication },
    subject: subject(person),
    authoredOn: dateOnly(authored),
    requester: reference('Practitioner', person.provider.id, providerName(person.provider)),
    dosageInstruction: [{ text: 'As directed' }],
    dispenseRequest: {
      numberOfRepeatsAllowed: left,
      quantity: { value: 30 },
      validityPeriod: { start: dateOnly(authored), end: dateOnly(authored.plus({ years: 1 })) },
    },
  };
}

function prescriptions(making: Making): MedicationRequest[] {
  const { person, random } = making;
  if (person.needs?.has('refill-due')) return [prescription(making, 0, 0), prescription(making, 1, 2)];
  if (person.child && !random.chance(0.15)) return [];
  const count = random.chance(0.45) ? 0 : random.int(1, 3);
  return Array.from({ length: count }, (_, i) => prescription(making, i, random.int(0, 5)));
}

function flags({ person, random, calendar }: Making): Flag[] {
  if (!person.needs?.has('flag') && !random.chance(0.18)) return [];
  const { category, text } = random.pick(FLAGS);
  return [
    {
      resourceType: 'Flag',
      id: idOf('flag', person, 0),
      status: 'active',
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: category }] }],
      code: { text },
      subject: subject(person),
      period: { start: dateOnly(calendar.day(-random.int(10, 400))) },
    },
  ];
}

function task({ person, random, calendar }: Making, index: number): Task {
  const { kind, text, owner } = random.pick(TASKS);
  const authored = calendar.workday(-random.int(1, 6)).set({ hour: random.int(8, 16) });
  const due = authored.plus({ days: random.int(1, 8) }).set({ hour: 17, minute: 0 });
  return {
    resourceType: 'Task',
    id: idOf('task', person, index),
    status: random.chance(0.7) ? 'requested' : 'in-progress',
    intent: 'order',
    priority: random.chance(0.15) ? 'urgent' : 'routine',
    code: { coding: [{ system: TASK_KIND_SYSTEM, code: kind }], text: kind },
    description: text,
    for: subject(person),
    authoredOn: instant(authored),
    owner: { display: owner },
    restriction: { period: { end: instant(due) } },
  };
}

function tasks(making: Making): Task[] {
  return making.person.needs?.has('open-task') || making.random.chance(0.22) ? [task(making, 0)] : [];
}

function contact({ person, random, calendar }: Making, index: number): Communication {
  const { category, outcome, text } = random.pick(CONTACTS);
  const at = instant(calendar.workday(-random.int(2, 60)).set({ hour: random.int(8, 16), minute: random.int(0, 59) }));
  return {
    resourceType: 'Communication',
    id: idOf('contact', person, index),
    status: 'completed',
    category: [{ coding: [{ system: CATEGORY_SYSTEM, code: category }] }],
    medium: [{ coding: [{ system: PARTICIPATION_MODE_SYSTEM, code: 'PHONE', display: 'telephone' }] }],
    subject: subject(person),
    sent: at,
    received: at,
    sender: subject(person),
    recipient: [reference('Organization', 'riverside', 'Riverside Family Practice')],
    reasonCode: [{ text: outcome }],
    payload: [{ contentString: text }],
  };
}

/** Of the first contact the practice made an encounter too, as real ones do of calls that took a clinician. */
function contacts(making: Making): Resource[] {
  const count = making.random.int(making.person.needs ? 1 : 0, 2);
  return Array.from({ length: count }, (_, index) => contact(making, index)).flatMap((one, index): Resource[] => {
    if (index > 0) return [one];
    const call = phoneEncounter(making, one);
    return [call, { ...one, encounter: reference('Encounter', call.id ?? '') }];
  });
}

function phoneEncounter({ person }: Making, { sent = '', reasonCode = [] }: Communication): Encounter {
  return {
    resourceType: 'Encounter',
    id: idOf('call', person, 0),
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR', display: 'virtual' },
    type: [
      {
        coding: [{ system: SNOMED_SYSTEM, code: '185317003', display: 'Telephone encounter' }],
        text: 'Telephone call',
      },
    ],
    subject: subject(person),
    reasonCode,
    period: { start: sent, end: sent },
    participant: [{ individual: reference('Practitioner', person.provider.id, providerName(person.provider)) }],
  };
}

/** The doctor of their own and whoever else looks after somebody who needs more than one. */
function careTeam({ person, random }: Making): CareTeam[] {
  if (!person.needs && !random.chance(0.4)) return [];
  const member = (role: string, who: Reference<Practitioner>) => ({
    role: [{ text: role }],
    member: who,
  });
  const { provider } = person;
  const doctor: Reference<Practitioner> = reference('Practitioner', provider.id, providerName(provider));
  return [
    {
      resourceType: 'CareTeam',
      id: idOf('team', person, 0),
      status: 'active',
      subject: subject(person),
      participant: [
        member(provider.specialty, doctor),
        member('Care manager', { display: random.pick(['Ana Ruiz', 'Joan Mills', 'Minh Tran']) }),
      ],
    },
  ];
}

/** Everything but visits. Each part draws from its own stream. */
export function recordsOf(person: Person, random: Random, calendar: Calendar): Resource[] {
  const making = (part: string): Making => ({ person, calendar, random: random.fork(part) });
  return [
    ...coverages(making('coverage')),
    ...referrals(making('referrals')),
    ...prescriptions(making('prescriptions')),
    ...flags(making('flags')),
    ...tasks(making('tasks')),
    ...contacts(making('contacts')),
    ...careTeam(making('team')),
  ];
}
