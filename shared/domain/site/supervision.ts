// What a supervisor may do with the calls of others, when they are told that something goes wrong, and what a wallboard shows.
import { z } from 'zod';

const ServiceNumber = z.string().regex(/^[*#0-9]{1,6}$/, 'Write it in quotes, such as "*55"');
const Seconds = z.number().int().min(5).max(86_400);

/** What one queue should not come to; whatever is absent is not watched. */
export const QueueAlerts = z.strictObject({
  /** The id of a queue. */
  queue: z.string(),
  longestWaitSeconds: Seconds.optional(),
  /** Callers of today who gave up, as a share: 0.05 is one in twenty. */
  abandonedShare: z.number().gt(0).lt(1).optional(),
  /** Nobody is signed in to the queue. */
  nobody: z.boolean().default(false),
  wrapUpSeconds: Seconds.optional(),
  pausedSeconds: Seconds.optional(),
});
export type QueueAlerts = z.infer<typeof QueueAlerts>;

export const Supervision = z.strictObject({
  /** Dialled before an extension to listen to its call, to speak to that person alone, and to both; absent: not offered. */
  listen: ServiceNumber.optional(),
  whisper: ServiceNumber.optional(),
  barge: ServiceNumber.optional(),
  /**
   * How somebody learns that a supervisor has joined their call. `sign`: their window says who it is, as soon as the PBX
   * tells. `tone`: besides, they hear a short tone when somebody joins and every 15 seconds; the caller does not. `none`: not
   * at all.
   */
  announce: z.enum(['none', 'sign', 'tone']).default('sign'),
  alerts: z.array(QueueAlerts).default([]),
  wallboard: z
    .strictObject({
      /** The names of whoever is signed in stand on the wallboard. */
      names: z.boolean().default(false),
    })
    .prefault({}),
});
export type Supervision = z.infer<typeof Supervision>;

interface Named {
  readonly queues: readonly { id: string }[];
  readonly supervision: Supervision;
  readonly callback: { readonly queues: readonly { queue: string }[] };
  readonly phone: { readonly emergencyNumbers: readonly string[] };
}

type Report = (path: (string | number)[], message: string) => void;

/** Queues that do not exist, and service numbers behind which the number for help would listen to a colleague. */
export function checkSupervision(site: Named, report: Report): void {
  const isQueue = (id: string) => site.queues.some((queue) => queue.id === id);
  site.supervision.alerts.forEach(({ queue }, index) => {
    if (!isQueue(queue)) report(['supervision', 'alerts', index, 'queue'], `There is no queue '${queue}'`);
  });
  site.callback.queues.forEach(({ queue }, index) => {
    if (!isQueue(queue)) report(['callback', 'queues', index, 'queue'], `There is no queue '${queue}'`);
  });
  for (const mode of ['listen', 'whisper', 'barge'] as const)
    for (const emergency of site.phone.emergencyNumbers)
      if (site.supervision[mode] !== undefined && emergency.startsWith(site.supervision[mode]))
        report(['supervision', mode], `The emergency number ${emergency} begins with it: use another one`);
}
