import { z } from 'zod';
import { Owner } from '../domain/note/types.ts';
import { Role, Site } from '../domain/site/site.ts';
import { SoundChoice } from '../domain/sound/sound.ts';
import { command, topic } from './define.ts';
import { MicrophoneState, RegistrationState } from './call.ts';

export const Session = z.object({
  state: z.enum(['needsPassphrase', 'needsNewPassphrase', 'signedOut', 'signedIn', 'locked']),
  user: z.object({ id: z.string(), name: z.string(), role: Role, extension: z.string() }).optional(),
  /** For the sign-in screen. */
  users: z.array(z.object({ id: z.string(), name: z.string(), role: Role })),
  /** Secrets this PC still lacks, asked for at sign-in. */
  needs: z.array(z.enum(['phonePassword', 'pbxPassword'])),
  demo: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** Each part says how it is; the sentence that goes with it is in i18n under `health.<part>.<state>`. */
export const Health = z.object({
  phone: RegistrationState,
  phonePage: z.enum(['ok', 'missing']),
  microphone: MicrophoneState,
  ehr: z.enum(['notSet', 'ok', 'slow', 'unreachable', 'notFhir', 'refused', 'signIn']),
  queues: z.enum(['notSet', 'ok', 'connecting', 'unreachable', 'refused', 'certificate']),
  journal: z.enum(['ok', 'locked', 'keyMissing', 'diskFull', 'failed']),
  site: z.enum(['ok', 'lastGood']),
  /** Whether the EHR takes the audit, where the practice wants it there. */
  audit: z.enum(['ok', 'notTaken', 'notPermitted']),
  /** Notes not yet in the EHR. */
  outboxWaiting: z.number().int(),
});
export type Health = z.infer<typeof Health>;

export const SiteProblem = z.object({
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  message: z.string(),
});
export type SiteProblem = z.infer<typeof SiteProblem>;

/** What the view needs of the site file: no secrets, no addresses. */
export const SiteView = z.object({
  clinic: Site.shape.clinic,
  queues: Site.shape.queues,
  pauseReasons: Site.shape.pauseReasons,
  /** Callers can be taken out of a queue, moved and sent on. */
  canTake: z.boolean().optional(),
  directory: Site.shape.directory,
  categories: Site.shape.notes.shape.categories,
  outcomes: Site.shape.notes.shape.outcomes,
  owners: Site.shape.notes.shape.owners,
  require: Site.shape.notes.shape.require,
  /** Everybody a next step can be given to. */
  ownerChoices: z.array(Owner),
  dueWhenClosed: Site.shape.notes.shape.dueWhenClosed,
  wrapUpSeconds: Site.shape.notes.shape.wrapUpSeconds,
  hours: Site.shape.hours,
  locations: Site.shape.locations,
  onCall: Site.shape.onCall,
  rota: Site.shape.rota,
  escalations: Site.shape.escalations,
  /** Closures can be written from here: the site file is one that this PC may change. */
  canClose: z.boolean(),
  scripts: Site.shape.scripts,
  supervision: Site.shape.supervision,
  recording: Site.shape.recording,
  work: Site.shape.work,
  emergencyNumbers: z.array(z.string()),
  /** What may mean an emergency as it is typed; the rules decide, this only makes them be asked at once. */
  redFlagPhrases: z.array(z.string()),
  /** Which transfers are allowed, so that a refusal is explained before it is met. */
  transfers: Site.shape.rules.shape.transfers.optional(),
  pickupPrefix: Site.shape.phone.shape.pickupPrefix,
  intercomPrefix: Site.shape.phone.shape.intercomPrefix,
  parking: Site.shape.parking,
  voicemail: Site.shape.voicemail,
  lockAfterMinutes: z.number(),
  /** Who may open a restricted chart with a reason. */
  breakGlass: z.array(Role),
  version: z.number().int(),
  /** Problems of a newer file that was refused; the last good one stays in force. */
  problems: z.array(SiteProblem),
});
export type SiteView = z.infer<typeof SiteView>;

/** Accelerators as Electron writes them, such as `Control+Alt+A`. */
export const Hotkeys = z.partialRecord(
  z.enum(['answer', 'end', 'mute', 'hold', 'show']),
  z.string().regex(/^[A-Za-z0-9+]{1,40}$/),
);
export type Hotkeys = z.infer<typeof Hotkeys>;

export const Preferences = z.object({
  language: z.enum(['system', 'en', 'es']),
  theme: z.enum(['system', 'light', 'dark']),
  /** The compact bar over other programs; absent: while there is a call and the window is not in front. */
  bar: z.enum(['off', 'away', 'always']).optional(),
  /** Keys that work while another program is in front. */
  hotkeys: Hotkeys.optional(),
  /** This program opens the phone links of other programs. */
  phoneLinks: z.boolean().optional(),
  /** Ids of directory entries that this person calls often. */
  favourites: z.array(z.string().max(100)).max(200).optional(),
  /** Absent: as the system has it. */
  sound: SoundChoice.optional(),
  /** Alerts of the queues sound at this window. */
  alertSound: z.boolean().optional(),
});
export type Preferences = z.infer<typeof Preferences>;

export const sessionCommands = {
  'session.passphrase': command({
    input: z.object({ passphrase: z.string().min(1).max(200) }),
    output: z.object({}),
    pages: ['console'],
    access: 'anyone',
  }),
  'session.signIn': command({
    input: z.object({
      userId: z.string(),
      password: z.string().max(200),
      secrets: z.partialRecord(z.enum(['phonePassword', 'pbxPassword']), z.string().max(200)).optional(),
    }),
    output: z.object({}),
    pages: ['console'],
    access: 'anyone',
  }),
  'session.signOut': command({
    input: z.object({}),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
    whileLocked: true,
  }),
  'session.lock': command({ input: z.object({}), output: z.object({}), pages: ['console'], access: 'signedIn' }),
  'session.unlock': command({
    input: z.object({ password: z.string().max(200) }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
    whileLocked: true,
  }),
  /** From the desktop shell: keys that another program has taken. */
  'hotkeys.taken': command({
    input: z.object({ keys: z.array(z.enum(['answer', 'end', 'mute', 'hold', 'show'])) }),
    output: z.object({}),
    pages: ['console'],
    access: 'anyone',
  }),
  'preferences.save': command({ input: Preferences, output: z.object({}), pages: ['console'], access: 'anyone' }),
};

export const sessionTopics = {
  session: topic({ row: Session, pages: ['console', 'phone'], access: 'anyone' }),
  health: topic({ row: Health, pages: ['console'], access: 'anyone' }),
  site: topic({ row: SiteView, pages: ['console'], access: 'anyone' }),
  hotkeys: topic({ row: z.object({ taken: z.array(z.string()) }), pages: ['console'], access: 'anyone' }),
  preferences: topic({ row: Preferences, pages: ['console'], access: 'anyone' }),
};
