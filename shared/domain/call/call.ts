// A call as the main process knows it. Times are epoch milliseconds of the main process's clock.
//
//   incoming                        outgoing
//   ringing ──answer──► answering   dialing ──► remoteRinging
//      │                    │           │            │
//      │                    └────► talking ◄─────────┘
//      │                          │  ▲  │ ▲
//      │                holdAsked ▼  │  │ └── transferFailed ──┐
//      │                     holding─┘  └─ transferAsked ──► transferring
//      │                          │ holdConfirmed                │ transferReached
//      │                          ▼                              │
//      │                        held ──resumeAsked──► resuming ──► talking
//      └──────────────► ended ◄──────────── any state ───────────┘
//
// A transfer that is followed (`followBegan`) leaves the caller on hold here until the colleague has answered, so that
// nobody is ever handed to a phone that rings in an empty room: `followReturned` says why the caller is back.
// A parked caller (`transferReached` of a transfer to a parking slot) holds no line: parked ──retrieved──► dialing ──►
// talking, or ──recalled──► ringing when nobody fetched the caller in time. It is one call all along, with one note.
import { z } from 'zod';
import { QualitySummary } from '../quality/quality.ts';

export const CallId = z.string().min(1).max(200).brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

export const CALL_STATES = [
  'ringing',
  'answering',
  'dialing',
  'remoteRinging',
  'talking',
  'holding',
  'held',
  'resuming',
  'transferring',
  'parked',
  'ended',
] as const;
export const CallState = z.enum(CALL_STATES);
export type CallState = z.infer<typeof CallState>;

/** Why a call is over, in the field's words; the sentence is in i18n under `ended.<cause>`. */
export const EndCause = z.enum([
  'hungUp',
  'callerHungUp',
  'callerGaveUp',
  'answeredElsewhere',
  'declined',
  'busy',
  'noAnswer',
  'notFound',
  'refused',
  'unreachable',
  'connectionLost',
  'noMicrophone',
  'transferred',
  /** A blind transfer failed and the PBX did not give the caller back. */
  'lostInTransfer',
  /** A rule of the practice sent the call on before anybody answered. */
  'redirected',
  /** A rule of the practice left the call to the PBX's voicemail. */
  'toVoicemail',
  /** Parked here, and somebody else fetched the caller. */
  'retrievedElsewhere',
  'failed',
]);
export type EndCause = z.infer<typeof EndCause>;

export const RemoteParty = z.object({
  /** As the PBX sent it: any spelling, possibly empty. */
  number: z.string().max(200),
  /** Display name, markup and control characters already removed. */
  name: z.string().max(200),
  /** The caller withheld the number. */
  withheld: z.boolean(),
});
export type RemoteParty = z.infer<typeof RemoteParty>;

/** How a transfer can end; the first three are on the way. Kept in the journal for routing accuracy. */
export const TransferState = z.enum([
  'asked',
  'accepted',
  'ringing',
  'reached',
  /** The PBX or the target refused at once; the caller never left. */
  'bounced',
  /** Nobody took the caller: busy, no answer, declined. The caller is back here. */
  'returned',
  /** Called off at this desk. */
  'cancelled',
  /** The caller hung up before anybody answered. */
  'abandoned',
  'unknown',
]);

export const Transfer = z.object({
  kind: z.enum(['blind', 'attended', 'park']),
  /** Dialled target. */
  target: z.string(),
  /** Name from the directory, or the target itself. */
  label: z.string(),
  state: TransferState,
  /** SIP status of a bounce (RFC 3515 sipfrag), for the journal. */
  status: z.number().optional(),
  /** Why nobody took the caller. */
  reason: EndCause.optional(),
  /** The rule that proposed this target; absent: somebody chose it without one. */
  rule: z.string().optional(),
  consultCallId: CallId.optional(),
  askedAt: z.number(),
  endedAt: z.number().optional(),
});
export type Transfer = z.infer<typeof Transfer>;

/** A caller who hung up and kept the place in line. */
export const AskedBack = z.object({ number: z.string().max(40), askedAt: z.number() });
export type AskedBack = z.infer<typeof AskedBack>;

export const QueueLeg = z.object({
  /** Queue id as the PBX names it. */
  queue: z.string(),
  /** The PBX's unique id of the waiting caller, when the leg carries it. */
  entry: z.string().optional(),
  linkedId: z.string().optional(),
  /** Nobody waits on the line: the caller asked to be called back when the turn comes. */
  callback: AskedBack.optional(),
});
export type QueueLeg = z.infer<typeof QueueLeg>;

/**
 * A call that is nobody's conversation with this desk: no patient is looked up and no note is owed. `intercom`, `page`: only
 * spoken into, to one colleague's desk or to a group of phones. `listen`: a supervisor at a colleague's call. `callback`: the
 * turn of a caller who waits at home; taking it dials them.
 */
export const Purpose = z.enum(['intercom', 'page', 'listen', 'callback']);
export type Purpose = z.infer<typeof Purpose>;

export const HistoryEntry = z.object({
  at: z.number(),
  what: z.enum([
    'rang',
    'dialled',
    'answered',
    'held',
    'resumed',
    'transferBegan',
    'transferReached',
    'transferFailed',
    'parked',
    'retrieved',
    'recalled',
    'joined',
    'separated',
    'ended',
  ]),
  /** Name of the other party of a transfer, or the slot. */
  label: z.string().optional(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const Call = z.object({
  id: CallId,
  /** 1…6, kept for the call's life. */
  line: z.number().int(),
  direction: z.enum(['incoming', 'outgoing']),
  state: CallState,
  remote: RemoteParty,
  queue: QueueLeg.optional(),
  startedAt: z.number(),
  answeredAt: z.number().optional(),
  endedAt: z.number().optional(),
  heldSince: z.number().optional(),
  muted: z.boolean(),
  /** The far end put us on hold. */
  remoteHold: z.boolean(),
  silenced: z.boolean(),
  /** The call this one was dialled for, when it is a consultation. */
  consultFor: CallId.optional(),
  /** Dialled only to hand `consultFor` over: silent at this desk, joined as soon as it is answered. */
  forTransfer: z.boolean().optional(),
  /** Incoming `intercom`: this desk answered by itself, with the microphone off. */
  purpose: Purpose.optional(),
  /** The latest transfer; earlier ones, in order, in `pastTransfers`. */
  transfer: Transfer.optional(),
  pastTransfers: z.array(Transfer).optional(),
  /** Calls with the same value hear each other and us. */
  conference: CallId.optional(),
  /** Where the caller waits (or waited last), once the PBX has said so. */
  parkedSlot: z.string().optional(),
  parkedAt: z.number().optional(),
  /** It rings again because nobody fetched the parked caller. */
  recalled: z.boolean().optional(),
  /** Held for longer than the site allows: 1 a warning, 2 too long. */
  holdAlert: z.union([z.literal(1), z.literal(2)]).optional(),
  /** What happened, oldest first, for the person who has the call in hand. */
  history: z.array(HistoryEntry).optional(),
  ended: EndCause.optional(),
  /** Last thing that went wrong on this call and did not end it. */
  trouble: z
    .enum(['holdFailed', 'resumeFailed', 'transferBounced', 'transferUnknown', 'transferReturned', 'audioLost'])
    .optional(),
  /** How it sounded, once it is over. */
  sounded: QualitySummary.optional(),
});
export type Call = z.infer<typeof Call>;

/** What the phone page reports about a call; `at` is stamped by main. Facts, in the past tense. */
export const CallEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('rang'),
    remote: RemoteParty,
    queue: QueueLeg.optional(),
    /** The PBX rings again with the caller that was parked there. */
    parkedSlot: z.string().max(20).optional(),
    /** The caller asks to be answered without anybody touching the phone; whether that is done is decided in main. */
    autoAnswer: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('dialled'),
    remote: RemoteParty,
    consultFor: CallId.optional(),
    forTransfer: z.boolean().optional(),
    purpose: Purpose.optional(),
    /** The queue of a caller who is picked up from a colleague's ringing phone. */
    queue: QueueLeg.optional(),
  }),
  z.object({ type: z.literal('remoteRang') }),
  z.object({ type: z.literal('answerSent') }),
  z.object({ type: z.literal('answered') }),
  z.object({ type: z.literal('holdAsked') }),
  z.object({ type: z.literal('holdConfirmed') }),
  z.object({ type: z.literal('holdFailed') }),
  z.object({ type: z.literal('resumeAsked') }),
  z.object({ type: z.literal('resumeConfirmed') }),
  z.object({ type: z.literal('resumeFailed') }),
  z.object({ type: z.literal('muteChanged'), muted: z.boolean() }),
  z.object({ type: z.literal('remoteHoldChanged'), held: z.boolean() }),
  z.object({ type: z.literal('silenced') }),
  z.object({
    type: z.literal('transferAsked'),
    kind: z.enum(['blind', 'attended', 'park']),
    target: z.string(),
    label: z.string(),
    consultCallId: CallId.optional(),
  }),
  z.object({ type: z.literal('transferAccepted') }),
  z.object({ type: z.literal('transferRang') }),
  z.object({ type: z.literal('transferReached') }),
  z.object({ type: z.literal('transferBounced'), status: z.number().optional() }),
  z.object({ type: z.literal('transferUnknown') }),
  z.object({ type: z.literal('joined'), conference: CallId }),
  z.object({ type: z.literal('separated') }),
  z.object({ type: z.literal('audioLost') }),
  z.object({ type: z.literal('audioBack') }),
  z.object({ type: z.literal('ended'), cause: EndCause }),
]);
export type CallEvent = z.infer<typeof CallEvent>;

/** What main itself adds: decisions about a call, and what the PBX told it. The phone page cannot report these. */
export type DeskEvent =
  | { readonly type: 'followBegan'; readonly target: string; readonly label: string; readonly consultCallId: CallId }
  | { readonly type: 'followRang' }
  | { readonly type: 'followReturned'; readonly reason: EndCause }
  | { readonly type: 'followCancelled' }
  | { readonly type: 'parkedAt'; readonly slot: string }
  | { readonly type: 'parkEnded'; readonly cause: EndCause }
  | { readonly type: 'heldTooLong'; readonly alert: 1 | 2 };

export type AnyCallEvent = CallEvent | DeskEvent;

export const LINE_COUNT = 6;

/** Not over yet; a parked caller waits elsewhere but is still ours to answer for. */
export const isLive = (call: Call): boolean => call.state !== 'ended';
export const holdsLine = (call: Call): boolean => call.state !== 'ended' && call.state !== 'parked';
/** A call whose two ends hear (or could hear) each other. */
export const isConnected = (call: Call): boolean =>
  ['talking', 'holding', 'held', 'resuming', 'transferring'].includes(call.state);
