// The site file `clinic.yaml`: one a practice. This schema is the only description of it; the JSON Schema for editors
// is made from it, and every message of a bad file comes from here.
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { Extension, Id } from './basics.ts';
import { IDENTIFIERS, Identifier } from '../patient/types.ts';
import { Callback } from './callback.ts';
import { Ehr } from './ehr.ts';
import { checkEscalations, Escalation } from './escalations.ts';
import { Hours, Location } from './hours.ts';
import { checkNotes, Notes, Recording, Scripts, Work } from './notes.ts';
import { CardDays, PhoneIndexDays } from './phone-index.ts';
import { PauseReasons, Queues, TakenContext } from './queues.ts';
import { checkRota, OnCallTurn, Rota } from './rota.ts';
import { checkRules } from './check-rules.ts';
import { Reports } from './reports.ts';
import { Role } from './roles.ts';
import { Rules } from './rules.ts';
import { Scheduling } from './scheduling.ts';
import { Situations } from './situations.ts';
import { checkSupervision, Supervision } from './supervision.ts';

export { Text } from './basics.ts';
export { ClockTime, Hours } from './hours.ts';
export { ROLES, Role } from './roles.ts';
export { RedFlags, Route, Target, TransferPolicy } from './rules.ts';
export { NoteCategory, NoteField, Outcome } from './notes.ts';

export const User = z.strictObject({
  id: Id,
  name: z.string().min(1),
  role: Role,
  /** The extension this person's phone registers as. */
  extension: Extension,
  /** `scrypt$…` as printed by `npm start -- --hash-password`; absent: the first sign-in on this PC sets it. */
  password: z.string().startsWith('scrypt$').optional(),
  /** Who this is in the EHR: whoever signs in there as it may sign in here by that. */
  fhirUser: z
    .string()
    .regex(/^(Practitioner|PractitionerRole|Person)\/[A-Za-z0-9\-.]{1,64}$/, 'Write it as Practitioner/…')
    .optional(),
});

export const DirectoryEntry = z.strictObject({
  id: Id,
  name: z.string().min(1),
  number: Extension,
  /** `page`: the number calls a group of phones that answer by themselves. */
  kind: z.enum(['person', 'queue', 'room', 'outside', 'page']).default('person'),
  role: z.string().optional(),
  skills: z.array(Id).default([]),
  languages: z.array(z.string()).default(['en']),
  /** Where to find them: "Room 4", "Second floor". Searched like the name. */
  room: z.string().optional(),
  location: z.string().optional(),
  /** Further numbers, such as a mobile phone. */
  numbers: z.array(Extension).optional(),
  /** A word shown beside the name and searched like it, such as "On the floor". */
  group: z.string().optional(),
});
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;

export const Parking = z.strictObject({
  /** The number a caller is transferred to. */
  number: Extension,
  slots: z.strictObject({ from: Extension, to: Extension }),
  /** After how long the PBX sends a parked caller back to whoever parked. */
  recallSeconds: z.number().int().positive().default(90),
});
export type Parking = z.infer<typeof Parking>;

export const Voicemail = z.strictObject({
  boxes: z
    .array(
      z.strictObject({
        /** As the PBX names it. */
        mailbox: z.string().regex(/^[\w.-]{1,40}$/, 'Use the name of the mailbox on the PBX, such as "101"'),
        context: z
          .string()
          .regex(/^[\w.-]{1,40}$/)
          .default('default'),
        name: z.string().min(1),
        /** The id of a user: only they see it. Anything else, such as "Front desk": everybody shares it. */
        owner: z.string().optional(),
      }),
    )
    .min(1),
  /** The number that plays one message, named by the header X-Voicemail-Message. */
  playNumber: Extension,
});
export type Voicemail = z.infer<typeof Voicemail>;

const days = (least: number, why: string) => z.number().int().min(least, `Keep it for at least ${least} days: ${why}`);
export const Retention = z.strictObject({
  /** Finished notes with all their versions, calls and writes. */
  notesDays: days(365, 'questions about a call come up to a year later').optional(),
  /** What each call did, second by second. */
  callsDays: days(90, 'routing is judged by the quarter').optional(),
  /** Who saw and changed what (45 CFR 164.316: six years). */
  auditDays: days(2190, 'the law asks for six years').optional(),
});
export type Retention = z.infer<typeof Retention>;

/** Who changed the settings in the window, when (ISO instant), and why. */
export const LastEdit = z.strictObject({ by: z.string(), at: z.string(), why: z.string() });

export const Site = z
  .strictObject({
    clinic: z.strictObject({
      name: z.string().min(1),
      timeZone: z
        .string()
        .refine((zone) => IANAZone.isValidZone(zone), { message: 'Use a time zone such as America/New_York' }),
      country: z.string().length(2).default('US'),
      languages: z.array(z.string()).min(1).default(['en']),
      specialty: z.string().default('family'),
      /** Where the clinic stands, such as CA: decides whether callers are asked before a call is recorded. */
      state: z
        .string()
        .regex(/^[A-Z]{2}$/, 'Use the two letters of the state, such as CA')
        .optional(),
    }),
    phone: z.strictObject({
      /** WebSocket addresses in order of preference; wss:// off this computer. */
      servers: z.array(z.string().regex(/^wss?:\/\//, 'Use an address that starts with wss://')).min(1),
      domain: z.string().min(1),
      iceServers: z
        .array(z.strictObject({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() }))
        .default([]),
      /** Numbers that are dialled as they are and never blocked. */
      emergencyNumbers: z.array(z.string()).default(['911']),
      outsidePrefix: z.string().default(''),
      /**
       * How a caller is handed over without an introduction. `followed`: the caller stays on hold here until the other
       * side has answered, and is back at once when nobody does. `refer`: the PBX takes the caller and this desk is free.
       */
      blindTransfer: z.enum(['followed', 'refer']).default('followed'),
      /** How long a followed transfer may ring, in seconds. */
      transferRingSeconds: z.number().int().min(5).max(120).default(25),
      /** Seconds on hold after which the desk is warned, and after which it is too long. */
      holdAlerts: z.tuple([z.number().positive(), z.number().positive()]).default([45, 120]),
      /** Dialled before a colleague's extension to take the call that rings there; absent: not offered. */
      pickupPrefix: z
        .string()
        .regex(/^[*#0-9]{1,6}$/, 'Write it in quotes, such as "**"')
        .optional(),
      /**
       * Calls that ask to be answered at once (intercom, paging): `intercom` answers them with the microphone off while
       * nobody here is in a call; `never` lets them ring.
       */
      autoAnswer: z.enum(['never', 'intercom']).default('never'),
      /** Dialled before a colleague's extension to speak into their desk; absent: not offered. */
      intercomPrefix: z
        .string()
        .regex(/^[*#0-9]{1,6}$/, 'Write it in quotes, such as "*80"')
        .optional(),
      /** A number that plays back what it hears, for the sound test (Asterisk: `Echo()`). */
      echoNumber: Extension.optional(),
    }),
    pbx: z
      .strictObject({
        kind: z.literal('asterisk'),
        host: z.string(),
        port: z.number().int().min(1).max(65535),
        tls: z.boolean().default(true),
        /** PEM file of the certificate to trust when it is self-made. */
        ca: z.string().optional(),
        username: z.string(),
        takenContext: TakenContext.optional(),
        /** The PBX's queue_log, as a file this computer can read or an https address: fills in what no console heard. */
        queueLog: z
          .string()
          .regex(
            /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/]|(?!https?:)).+/,
            'Use a file or an address that starts with https://',
          )
          .optional(),
      })
      .optional(),
    queues: Queues.default([]),
    pauseReasons: PauseReasons.optional(),
    parking: Parking.optional(),
    voicemail: Voicemail.optional(),
    supervision: Supervision.prefault({}),
    callback: Callback.prefault({}),
    ehr: Ehr.optional(),
    users: z.array(User).min(1),
    hours: Hours,
    locations: z.array(Location).default([]),
    directory: z.array(DirectoryEntry).default([]),
    onCall: z.array(OnCallTurn).default([]),
    rota: Rota.prefault({}),
    escalations: z.array(Escalation).default([]),
    rules: Rules,
    /** Calls that were tried and are tried again at every edit: what comes out differently is named before it is applied. */
    situations: Situations.default([]),
    notes: Notes,
    work: Work.prefault({}),
    reports: Reports.prefault({}),
    scheduling: Scheduling.prefault({}),
    scripts: Scripts.default({}),
    recording: Recording.prefault({}),
    privacy: z
      .strictObject({
        showBefore: z.enum(['verified', 'matched']).default('verified'),
        identifiers: z.number().int().min(2).max(5).default(2),
        /** What counts as one; at least as many as are asked for. */
        accepts: z
          .array(Identifier)
          .min(2)
          .default([...IDENTIFIERS]),
        /** Who may open a restricted chart with a reason; everybody else takes a message. */
        breakGlass: z.array(Role).default(['receptionist', 'assistant', 'supervisor', 'administrator']),
        wrongAnswersAllowed: z.number().int().min(1).max(10).default(3),
        lockAfterMinutes: z.number().int().min(1).max(240).default(10),
        /** Whose finished notes receptionists and assistants find; supervisors and administrators find all. */
        findNotesOf: z.enum(['practice', 'own']).default('practice'),
        /** For how long this PC keeps what; what is absent is kept for good. Drafts and what the EHR still lacks never go. */
        retention: Retention.optional(),
        /** Whether searches, reveals, refusals and exports are told to the EHR too, as AuditEvents. */
        auditToEhr: z.boolean().default(false),
        phoneIndexDays: PhoneIndexDays,
        cardDays: CardDays,
      })
      .prefault({}),
    /** Written by the window with every edit, so that every desk knows whose it was. */
    lastEdit: LastEdit.optional(),
  })
  .superRefine((site, context) => checkNames(site, context));
export type Site = z.infer<typeof Site>;

interface NameLists {
  directory: { id: string; skills: string[]; kind: string; number: string; location?: string | undefined }[];
  notes: z.output<typeof Notes>;
  queues: { id: string; number?: string | undefined; location?: string | undefined }[];
  locations: Location[];
  rules: Rules;
  onCall: OnCallTurn[];
  rota: Rota;
  escalations: Escalation[];
  users: { id: string }[];
  phone: { emergencyNumbers: string[]; intercomPrefix?: string | undefined };
  parking?: Parking | undefined;
  supervision: Supervision;
  callback: Callback;
  privacy: { identifiers: number; accepts: Identifier[] };
}

function isSlot(parking: Parking | undefined, number: string): boolean {
  if (!parking) return false;
  const { from, to } = parking.slots;
  const isWithin = number.length === from.length && number >= from && number <= to;
  return isWithin || number === parking.number;
}

/** Names that point nowhere, and names used twice, are found when the file is read, not at the first call. */
function checkNames(site: NameLists, context: z.RefinementCtx): void {
  const report = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  checkRules(site, report);
  checkRota(site, report);
  checkEscalations(site, report);
  checkSupervision(site, report);
  const { identifiers, accepts } = site.privacy;
  if (new Set(accepts).size < identifiers)
    report(['privacy', 'accepts'], `${identifiers} identifiers are asked for: accept at least as many different ones`);
  // Places that are only named, without hours of their own, need not be listed.
  site.queues.forEach(({ location }, index) => {
    const isListed = site.locations.length === 0 || site.locations.some(({ id }) => id === location);
    if (location !== undefined && !isListed)
      report(['queues', index, 'location'], `There is no location '${location}'`);
  });
  // A slot of that number would take the call for help.
  for (const emergency of site.phone.emergencyNumbers)
    if (isSlot(site.parking, emergency))
      report(['parking', 'slots'], `The slots include the emergency number ${emergency}: end them before it`);
  // Dialled behind such a prefix, the number for help would be a colleague's intercom.
  const { emergencyNumbers, intercomPrefix } = site.phone;
  for (const emergency of emergencyNumbers)
    if (intercomPrefix !== undefined && emergency.startsWith(intercomPrefix))
      report(['phone', 'intercomPrefix'], `The emergency number ${emergency} begins with it: use another prefix`);
  site.directory.forEach((entry, index) => {
    if (entry.kind === 'page' && emergencyNumbers.includes(entry.number))
      report(['directory', index, 'number'], `${entry.number} is an emergency number`);
  });
  const twice = (list: { id: string }[], path: (string | number)[]) =>
    list.forEach((item, index) => {
      if (list.findIndex((other) => other.id === item.id) !== index)
        report([...path, index, 'id'], `'${item.id}' is used twice`);
    });
  twice(site.users, ['users']);
  twice(site.directory, ['directory']);
  twice(site.queues, ['queues']);
  twice(site.locations, ['locations']);
  twice(site.rota.rotations, ['rota', 'rotations']);
  twice(site.escalations, ['escalations']);
  twice(site.notes.categories, ['notes', 'categories']);
  twice(site.notes.outcomes, ['notes', 'outcomes']);
  site.notes.categories.forEach(({ fields }, index) => twice(fields, ['notes', 'categories', index, 'fields']));
  checkNotes(site, report);
}
