// Escalations: who is rung one after the other for a caller who waits, and the ways to steer that.
import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { RunningEscalation } from '../domain/escalation/types.ts';
import { command, topic } from './define.ts';

const onCall = command({
  input: z.object({ callId: CallId }),
  output: z.object({}),
  pages: ['console'],
  access: 'signedIn',
});

/** `answeredLeg`: the call with whoever answered, for joining the two. */
export const EscalationRow = RunningEscalation.extend({ answeredLeg: CallId.optional() });
export type EscalationRow = z.infer<typeof EscalationRow>;

export const escalationCommands = {
  /** Rings the escalation that the site file has for this call; the caller goes on hold. */
  'escalation.start': onCall,
  /** Whoever answers (a mailbox, a child) or rings now is left; the next one is rung. */
  'escalation.next': onCall,
  /** Everything is called off, and the caller is back. */
  'escalation.cancel': { ...onCall, whileLocked: true },
  /** Nobody was reached: where the caller is called back. */
  'escalation.capture': command({
    input: z.object({ callId: CallId, number: z.string().min(1).max(200) }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const escalationTopics = {
  escalations: topic({ row: EscalationRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};
