import { z } from 'zod';
import { Departure, DepartureHow, Person, Queue, WaitingCaller } from '../domain/queue/types.ts';
import { command, topic } from './define.ts';

const desk = { pages: ['console'], access: 'signedIn' } as const;
const QueueId = z.string().min(1).max(100);
const Entry = z.string().min(1).max(200);

/** `gone`: somebody else was faster; how, and who has the caller, as far as the PBX has said. */
export const QueueActed = z.object({
  outcome: z.enum(['done', 'gone']),
  how: DepartureHow.optional(),
  by: z.string().optional(),
});
export type QueueActed = z.infer<typeof QueueActed>;

export const queueCommands = {
  /** Ready for queue calls, or not with a reason. */
  'agent.setReady': command({
    input: z.object({ ready: z.boolean(), reason: z.string().max(80).optional(), queue: QueueId.optional() }),
    output: z.object({}),
    pages: ['console'],
    access: 'signedIn',
  }),
  'agent.signIn': command({ input: z.object({ queue: QueueId }), output: z.object({}), ...desk }),
  'agent.signOut': command({ input: z.object({ queue: QueueId }), output: z.object({}), ...desk }),
  /** Ready again before wrap-up is over. */
  'agent.endWrapUp': command({ input: z.object({}), output: z.object({}), ...desk }),
  /** The caller rings here, as the call of that queue. */
  'queue.take': command({ input: z.object({ entry: Entry }), output: QueueActed, ...desk }),
  /** Before everybody else who waits in the same queue. */
  'queue.raise': command({ input: z.object({ entry: Entry }), output: QueueActed, ...desk }),
  'queue.move': command({ input: z.object({ entry: Entry, queue: QueueId }), output: QueueActed, ...desk }),
  /** Where nobody answers, the caller is back in the queue, as the first. */
  'queue.send': command({
    input: z.object({ entry: Entry, target: z.string().min(1).max(64) }),
    output: QueueActed,
    ...desk,
  }),
};

export const queueTopics = {
  queues: topic({ row: Queue, pages: ['console'], access: 'signedIn' }),
  waiting: topic({ row: WaitingCaller, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  /** Callers who have just left, with what became of them; each goes after a few seconds. */
  departures: topic({ row: Departure, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
  people: topic({ row: Person, pages: ['console'], access: 'signedIn' }),
};
