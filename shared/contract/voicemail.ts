import { z } from 'zod';
import { CallId } from '../domain/call/call.ts';
import { MailboxMessage } from '../domain/voicemail/types.ts';
import { command, topic } from './define.ts';

export const VoicemailRow = MailboxMessage.extend({
  /** Name of the mailbox in the site file. */
  box: z.string(),
  /** Who looks after the mailbox, as the site file says: offered first when the message is handed over. */
  boxOwner: z.string().optional(),
  directoryName: z.string().optional(),
  handedTo: z.object({ owner: z.string(), due: z.string() }).optional(),
});
export type VoicemailRow = z.infer<typeof VoicemailRow>;

/** A message by its key in the topic: `mailbox@context/id`. */
const OneMessage = z.object({ message: z.string().min(3).max(200) });
const onMessage = command({ input: OneMessage, output: z.object({}), pages: ['console'], access: 'signedIn' });

export const voicemailCommands = {
  /** Calls the PBX, which plays the message. */
  'voicemail.play': command({
    input: OneMessage,
    output: z.object({ callId: CallId }),
    pages: ['console'],
    access: 'signedIn',
  }),
  'voicemail.markDone': onMessage,
  'voicemail.markNew': onMessage,
  'voicemail.remove': onMessage,
  /** Makes it a thing to do for somebody; kept on disk, once a message however often it is asked. */
  'voicemail.handOver': command({
    input: OneMessage.extend({
      text: z.string().min(1).max(2000),
      owner: z.string().min(1).max(200),
      due: z.string().min(1).max(40),
    }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const voicemailTopics = {
  voicemail: topic({ row: VoicemailRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  voicemailLamp: topic({
    row: z.object({ newCount: z.number().int(), oldCount: z.number().int() }),
    pages: ['console'],
    access: 'signedIn',
  }),
};
