import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { RingingCaller } from '../domain/directory/ringing.ts';
import { command, topic } from './define.ts';

export const RingingRow = RingingCaller.extend({
  /** Name of the caller when it is a directory entry. */
  directoryName: z.string().optional(),
  queueName: z.string().optional(),
});
export type RingingRow = z.infer<typeof RingingRow>;

export const directoryCommands = {
  /** Takes the call that rings at a colleague's phone; the new call carries who is calling. */
  'directory.pickUp': command({
    input: z.object({ extension: z.string().min(1).max(20) }),
    output: z.object({ callId: CallId }),
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const directoryTopics = {
  /** Who is calling the colleague whose phone rings, by the colleague's extension. */
  ringing: topic({ row: RingingRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};
