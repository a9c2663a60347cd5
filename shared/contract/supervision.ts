// People in the queues, a supervisor at their calls, alerts, and the wallboard. Only who leads sees others' calls: the roles
// stand here, and main checks them on every command and every row.
import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { Alert, DeskNotice, ListenMode, Listening, TeamRow, Wallboard } from '../domain/supervision/types.ts';
import { command, topic } from './define.ts';

const leaders = ['supervisor', 'administrator'] as const;
const Extension = z.string().regex(/^\d{2,20}$/);
const Reason = z.string().trim().min(2).max(80);
const Nothing = z.object({});

export const supervisionCommands = {
  /** Dials the PBX's service number for that person's call. */
  'supervision.listen': command({
    input: z.object({ extension: Extension, mode: ListenMode }),
    output: z.object({ callId: CallId }),
    pages: ['console'],
    access: leaders,
  }),
  /** Within the call: listen, whisper, barge and back, without dialling again. */
  'supervision.mode': command({
    input: z.object({ callId: CallId, mode: ListenMode }),
    output: Nothing,
    pages: ['console'],
    access: leaders,
  }),
  /** In every queue, with a reason that the PBX keeps with the pause. */
  'supervision.pause': command({
    input: z.object({ extension: Extension, reason: Reason }),
    output: Nothing,
    pages: ['console'],
    access: leaders,
  }),
  'supervision.unpause': command({
    input: z.object({ extension: Extension }),
    output: Nothing,
    pages: ['console'],
    access: leaders,
  }),
  /** `pausedIn`: queues that the PBX's configuration does not let anybody leave: paused there instead. */
  'supervision.signOut': command({
    input: z.object({ extension: Extension, queues: z.array(z.string()).min(1).max(50), reason: Reason }),
    output: z.object({ pausedIn: z.array(z.string()) }),
    pages: ['console'],
    access: leaders,
  }),
  /** Seen: it stays in the list, and is quiet. Without an id: all of them. */
  'supervision.acknowledge': command({
    input: z.object({ id: z.string().max(200).optional() }),
    output: Nothing,
    pages: ['console'],
    access: leaders,
  }),
  /** The person at this desk has read what a supervisor did. */
  'supervision.noticeRead': command({
    input: z.object({ id: z.string().max(200) }),
    output: Nothing,
    pages: ['console'],
    access: 'signedIn',
  }),
  /** A caller is not to be called back any more: the place in the queue and the thing to do go. */
  'callback.withdraw': command({
    input: z.object({ workId: z.string().min(1).max(300) }),
    output: Nothing,
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const supervisionTopics = {
  team: topic({ row: TeamRow, pages: ['console'], access: leaders, whenLocked: 'nothing' }),
  listening: topic({ row: Listening, pages: ['console'], access: leaders, whenLocked: 'nothing' }),
  alerts: topic({ row: Alert, pages: ['console'], access: leaders, whenLocked: 'nothing' }),
  deskNotices: topic({ row: DeskNotice, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  /** Counts only: it may hang where patients see it, and needs nobody's sign-in. */
  wallboard: topic({ row: Wallboard, pages: ['wallboard'], access: 'anyone' }),
};
