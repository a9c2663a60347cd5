import { z } from 'zod';
import { Person, Queue, WaitingCaller } from '../domain/queue/types.ts';
import { command, topic } from './define.ts';

export const queueCommands = {
  /** Ready for queue calls, or not with a reason. */
  'agent.setReady': command({
    input: z.object({ ready: z.boolean(), reason: z.string().max(80).optional() }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
};

export const queueTopics = {
  queues: topic({ row: Queue, pages: ['console'], access: 'signedIn' }),
  waiting: topic({ row: WaitingCaller, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  people: topic({ row: Person, pages: ['console'], access: 'signedIn' }),
};
