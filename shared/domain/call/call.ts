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

export const Transfer = z.object({
  kind: z.enum(['blind', 'attended']),
  /** Dialled target. */
  target: z.string(),
  /** Name from the directory, or the target itself. */
  label: z.string(),
  state: z.enum(['asked', 'accepted', 'ringing', 'reached', 'bounced', 'unknown']),
  /** SIP status of a bounce (RFC 3515 sipfrag), for the journal. */
  status: z.number().optional(),
  consultCallId: CallId.optional(),
  askedAt: z.number(),
  endedAt: z.number().optional(),
});
export type Transfer = z.infer<typeof Transfer>;

export const QueueLeg = z.object({
  /** Queue id as the PBX names it. */
  queue: z.string(),
  /** The PBX's unique id of the waiting caller, when the leg carries it. */
  entry: z.string().optional(),
  linkedId: z.string().optional(),
});
export type QueueLeg = z.infer<typeof QueueLeg>;

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
  transfer: Transfer.optional(),
  ended: EndCause.optional(),
  /** Last thing that went wrong on this call and did not end it. */
  trouble: z.enum(['holdFailed', 'resumeFailed', 'transferBounced', 'transferUnknown', 'audioLost']).optional(),
  /** How it sounded, once it is over. */
  sounded: QualitySummary.optional(),
});
export type Call = z.infer<typeof Call>;

/** What the phone page reports about a call; `at` is stamped by main. Facts, in the past tense. */
export const CallEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rang'), remote: RemoteParty, queue: QueueLeg.optional() }),
  z.object({ type: z.literal('dialled'), remote: RemoteParty, consultFor: CallId.optional() }),
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
    kind: z.enum(['blind', 'attended']),
    target: z.string(),
    label: z.string(),
    consultCallId: CallId.optional(),
  }),
  z.object({ type: z.literal('transferAccepted') }),
  z.object({ type: z.literal('transferRang') }),
  z.object({ type: z.literal('transferReached') }),
  z.object({ type: z.literal('transferBounced'), status: z.number().optional() }),
  z.object({ type: z.literal('transferUnknown') }),
  z.object({ type: z.literal('audioLost') }),
  z.object({ type: z.literal('audioBack') }),
  z.object({ type: z.literal('ended'), cause: EndCause }),
]);
export type CallEvent = z.infer<typeof CallEvent>;

export const LINE_COUNT = 6;

/** A call that holds a line. */
export const isLive = (call: Call): boolean => call.state !== 'ended';
/** A call whose two ends hear (or could hear) each other. */
export const isConnected = (call: Call): boolean =>
  ['talking', 'holding', 'held', 'resuming', 'transferring'].includes(call.state);
