import { z } from 'zod';
import { Call, CallEvent, CallId, Purpose, QueueLeg, RemoteParty } from '../domain/call/call.ts';
import { Presence } from '../domain/queue/types.ts';
import { QualityView } from '../domain/quality/quality.ts';
import { PatientCandidate } from '../domain/patient/types.ts';
import { Decision } from '../domain/rules/types.ts';
import { command, topic } from './define.ts';

const Nothing = z.object({});
const OnCall = z.object({ callId: CallId });
const staff = 'signedIn' as const;
const onCall = command({ input: OnCall, output: Nothing, pages: ['console'], access: staff, whileLocked: true });

/** What the EHR said about the number, without anything private. */
export const Match = z.object({
  /** `notByNumber`: this EHR knows nobody by their number. */
  state: z.enum(['searching', 'none', 'one', 'several', 'withheld', 'notByNumber', 'unavailable']),
  /** More than there are candidates: too many share the number, whoever calls is searched by name. */
  count: z.number().int(),
  candidates: z.array(PatientCandidate),
});
export type Match = z.infer<typeof Match>;

/** A call with everything its card shows. `match` and `decision` arrive as later changes of the same row. */
/** Each with how sure it is (0 to 1) and the words that decided. */
const Guess = z.object({ confidence: z.number(), because: z.array(z.string()) });
const Intent = z.object({ category: Guess.extend({ id: z.string() }).optional(), urgent: Guess.optional() });

export const CallRow = Call.extend({
  /** The number in readable spelling, or what was sent. */
  shownNumber: z.string(),
  /** Display name of the other side when it is a directory entry. */
  directoryName: z.string().optional(),
  queueName: z.string().optional(),
  /** How long the caller waited in the queue before it rang here, in ms. */
  waitedMs: z.number().optional(),
  /** By when a caller who waits at home was promised to be called, as an ISO instant. */
  callBackBy: z.string().optional(),
  match: Match.optional(),
  decision: Decision.optional(),
  /** The rules could not be asked: the call goes on without them. */
  rulesFailed: z.boolean().optional(),
  /** What it may be about and whether it may wait, by the words typed; absent: they do not tell. */
  intent: Intent.optional(),
  /** The chosen patient's name, only after the identity check. */
  patientName: z.string().optional(),
  verified: z.boolean(),
  /** How it sounds, while it is live. */
  quality: QualityView.optional(),
});
export type CallRow = z.infer<typeof CallRow>;

export const callCommands = {
  'call.dial': command({
    /** `consultFor`: the call that is put on hold while this one asks a colleague. */
    input: z.object({ target: z.string().min(1).max(200), consultFor: CallId.optional() }),
    output: z.object({ callId: CallId }),
    pages: ['console'],
    access: staff,
  }),
  'call.answer': onCall,
  'call.reject': onCall,
  /** Stops the ringing here; the call goes on ringing elsewhere. */
  'call.silence': onCall,
  'call.mute': command({
    input: OnCall.extend({ muted: z.boolean() }),
    output: Nothing,
    pages: ['console'],
    access: staff,
    whileLocked: true,
  }),
  'call.hold': onCall,
  'call.resume': onCall,
  'call.hangUp': onCall,
  'call.sendTones': command({
    input: OnCall.extend({ tones: z.string().regex(/^[0-9*#A-D,]{1,64}$/i) }),
    output: Nothing,
    pages: ['console'],
    access: staff,
    whileLocked: true,
  }),
  'call.transferBlind': command({
    input: OnCall.extend({ target: z.string().min(1).max(200) }),
    output: Nothing,
    pages: ['console'],
    access: staff,
  }),
  /** Joins the held caller (`callId`) with the colleague of the consultation call. */
  'call.transferAttended': command({
    input: OnCall.extend({ consultCallId: CallId }),
    output: Nothing,
    pages: ['console'],
    access: staff,
  }),
  /** Calls a transfer off that nobody has answered yet; the caller is back at this desk. */
  'call.cancelTransfer': onCall,
  /** Joins two calls with this desk in a three-way conference. */
  'call.merge': command({
    input: OnCall.extend({ withCallId: CallId }),
    output: Nothing,
    pages: ['console'],
    access: staff,
    whileLocked: true,
  }),
  /** Out of the conference again: this call is talked to, the other one is put on hold. */
  'call.split': onCall,
  /** Leaves the other two of the conference with each other. */
  'call.leaveConference': onCall,
  /** Puts the caller where any desk can fetch them. */
  'call.park': onCall,
  'call.retrieve': command({
    input: z.object({ slot: z.string().regex(/^[0-9*#]{1,20}$/) }),
    output: z.object({ callId: CallId }),
    pages: ['console'],
    access: staff,
  }),
  /** The number dialled last from this desk. */
  'call.redial': command({ input: Nothing, output: Nothing, pages: ['console'], access: staff }),
  /** A key of the whole system (pressed while another program is in front) or a button of the compact bar. */
  'call.press': command({
    input: z.object({ key: z.enum(['answer', 'end', 'mute', 'hold']) }),
    output: Nothing,
    pages: ['console'],
    access: staff,
    whileLocked: true,
  }),
  /** A tel:, sip: or callto: link that somebody followed in another program. */
  'link.open': command({
    input: z.object({ link: z.string().max(2000) }),
    output: Nothing,
    pages: ['console'],
    access: staff,
  }),
  'link.decide': command({
    input: z.object({ id: z.string(), dial: z.boolean() }),
    output: Nothing,
    pages: ['console'],
    access: staff,
  }),
  /** Drops a finished call's card from the screen (its note stays). */
  'call.dismiss': onCall,
};

/** A locked screen still rings and can answer, but says nothing about who it is. */
function hideCaller(row: CallRow): CallRow {
  const {
    match: _match,
    decision: _decision,
    patientName: _name,
    directoryName: _directory,
    transfer: _transfer,
    pastTransfers: _past,
    history: _history,
    queue,
    ...rest
  } = row;
  const { callback: _callback, ...leg } = queue ?? { queue: '' };
  return {
    ...rest,
    ...(queue ? { queue: leg } : {}),
    remote: { number: '', name: '', withheld: true },
    shownNumber: '',
  };
}

/** A link that waits for a yes or no. */
export const LinkRequest = z.object({ id: z.string(), number: z.string(), shownNumber: z.string(), at: z.number() });
export type LinkRequest = z.infer<typeof LinkRequest>;

export const callTopics = {
  linkRequests: topic({ row: LinkRequest, pages: ['console'], access: staff, whenLocked: 'nothing' }),
  calls: topic({ row: CallRow, pages: ['console'], access: staff, whenLocked: hideCaller }),
};

/** Orders to the phone page; each is carried out once and reported back by id. */
export const PhoneOrder = z.object({
  orderId: z.string(),
  callId: CallId,
  order: z.discriminatedUnion('do', [
    z.object({
      do: z.literal('dial'),
      target: z.string(),
      consultFor: CallId.optional(),
      /** Silent at this desk: only there to hand the caller over. */
      forTransfer: z.boolean().optional(),
      /** Spoken into, not talked on. */
      purpose: Purpose.optional(),
      /** Who it will be, where main knows more than the number that is dialled (a parked caller, a colleague's call). */
      remote: RemoteParty.optional(),
      queue: QueueLeg.optional(),
      /** Headers for the PBX; only those named here ever leave this PC. */
      headers: z
        .strictObject({
          'X-Voicemail-Message': z
            .string()
            .regex(/^[\w.@/-]{1,200}$/)
            .optional(),
          'X-Announce': z.literal('tone').optional(),
        })
        .optional(),
      /** Nothing of this desk is heard until the microphone is switched on. */
      muted: z.boolean().optional(),
    }),
    /** `muted`: after a short tone, and nobody at this desk is heard until the microphone is switched on. */
    z.object({ do: z.literal('answer'), muted: z.boolean().optional() }),
    z.object({
      do: z.literal('reject'),
      /** Sent on to this number (SIP 302) instead of refused. */
      redirectTo: z.string().optional(),
      /** Refused so that the PBX takes a message. */
      toVoicemail: z.boolean().optional(),
    }),
    z.object({ do: z.literal('silence') }),
    /** Somebody has been on hold for too long: sounded at this desk only. */
    z.object({ do: z.literal('remind') }),
    z.object({ do: z.literal('mute'), muted: z.boolean() }),
    z.object({ do: z.literal('hold') }),
    z.object({ do: z.literal('resume') }),
    z.object({ do: z.literal('hangUp') }),
    z.object({ do: z.literal('sendTones'), tones: z.string() }),
    z.object({
      do: z.literal('transferBlind'),
      target: z.string(),
      label: z.string(),
      kind: z.enum(['blind', 'park']),
    }),
    z.object({ do: z.literal('transferAttended'), consultCallId: CallId, label: z.string() }),
    z.object({ do: z.literal('join'), withCallId: CallId }),
    z.object({ do: z.literal('separate') }),
  ]),
});
export type PhoneOrder = z.infer<typeof PhoneOrder>;

/** What the phone page needs to register. Only the phone page may read it: it holds the SIP password. */
export const PhoneSetup = z.object({
  servers: z.array(z.string()),
  domain: z.string(),
  extension: z.string(),
  displayName: z.string(),
  password: z.string(),
  iceServers: z.array(
    z.object({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() }),
  ),
  /** Rises each time a person takes the phone back from another computer. */
  claim: z.number().int().optional(),
});
export type PhoneSetup = z.infer<typeof PhoneSetup>;

export const RegistrationState = z.enum([
  'starting',
  'registered',
  'connecting',
  'unreachable',
  'refused',
  'certificate',
  'signedOut',
  /** Another copy of the phone is registered in this one's place. */
  'takenOver',
]);
export type RegistrationState = z.infer<typeof RegistrationState>;
export const MicrophoneState = z.enum(['unknown', 'ok', 'denied', 'missing']);

/** What the phone page tells main. `startedBefore` on a page that came back lists the calls it still holds. */
export const PhoneReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('registration'), state: RegistrationState }),
  z.object({ kind: z.literal('microphone'), state: MicrophoneState }),
  z.object({ kind: z.literal('call'), callId: CallId, event: CallEvent }),
  z.object({ kind: z.literal('orderDone'), orderId: z.string(), failure: z.string().optional() }),
  /** What a colleague's phone does, as the PBX tells this one, and who calls the one that rings. */
  z.object({
    kind: z.literal('presence'),
    extension: z.string().max(20),
    presence: Presence,
    caller: RemoteParty.optional(),
  }),
  /** Messages that wait in the own mailboxes. */
  z.object({ kind: z.literal('messages'), newCount: z.number().int(), oldCount: z.number().int() }),
  z.object({ kind: z.literal('holding'), callIds: z.array(CallId) }),
]);
export type PhoneReport = z.infer<typeof PhoneReport>;

export const phoneCommands = {
  'phone.report': command({
    input: PhoneReport,
    output: Nothing,
    pages: ['phone'],
    access: 'anyone',
    whileLocked: true,
  }),
  /** The phone rings here again, no longer at the computer that took it over. */
  'phone.takeBack': command({ input: Nothing, output: Nothing, pages: ['console'], access: staff, whileLocked: true }),
};
/** Whose lamps the phone page asks the PBX for: nobody's where the PBX's management tells them. */
export const LampWatch = z.object({
  extensions: z.array(z.string()).max(200),
  /** The own extension, for waiting messages; empty: not wanted. */
  mailbox: z.string(),
});
export type LampWatch = z.infer<typeof LampWatch>;

export const phoneTopics = {
  lampWatch: topic({ row: LampWatch, pages: ['phone'], access: 'anyone' }),
  phoneSetup: topic({ row: PhoneSetup, pages: ['phone'], access: 'anyone' }),
  phoneOrders: topic({ row: PhoneOrder, pages: ['phone'], access: 'anyone' }),
};
