// What the practice wants done with a call: routes by category, emergencies, and where calls can go.
import { z } from 'zod';
import { Id, Text, Within } from './basics.ts';

/** Where a call can go: someone with a skill, one entry of the directory, the on-call person, or a message taken. */
export const Target = z.union([
  z.strictObject({ skill: Id }),
  z.strictObject({ entry: Id }),
  z.strictObject({ onCall: z.literal(true) }),
  z.strictObject({
    message: z.strictObject({
      owner: z.string().min(1),
      /** In office time: "2 hours" on a Saturday evening end on Monday morning. */
      within: Within,
    }),
  }),
]);
export type Target = z.infer<typeof Target>;

export const TransferPolicy = z.enum(['warmOnly', 'any', 'none']);
export type TransferPolicy = z.infer<typeof TransferPolicy>;

export const Route = z.strictObject({
  id: Id,
  category: Id,
  when: z.enum(['open', 'closed', 'always']).default('always'),
  queue: Id.optional(),
  language: z.string().optional(),
  to: z.array(Target).min(1, 'Name at least one destination'),
  transfer: TransferPolicy.default('any'),
  say: Text.optional(),
  priority: z.number().int().min(0).max(10).default(0),
});
export type Route = z.infer<typeof Route>;

export const RedFlags = z.strictObject({
  /** Words and phrases per language, matched as typed, accents and case ignored. */
  phrases: z.record(z.string().regex(/^[a-z]{2}$/), z.array(z.string().min(2))),
  say: Text,
  reach: z.array(Target).min(1),
});
export type RedFlags = z.infer<typeof RedFlags>;

export const Rules = z.strictObject({ routes: z.array(Route).default([]), redFlags: RedFlags.optional() });
export type Rules = z.infer<typeof Rules>;

interface NameLists {
  readonly directory: readonly { readonly id: string; readonly skills: readonly string[] }[];
  readonly notes: { readonly categories: readonly { readonly id: string }[] };
  readonly queues: readonly { readonly id: string }[];
  readonly onCall: readonly { readonly entry: string }[];
  readonly rules: Rules;
}

/** Names in the rules and in the rota that point nowhere. */
export function checkRules(site: NameLists, report: (path: (string | number)[], message: string) => void): void {
  const entries = new Set(site.directory.map((entry) => entry.id));
  const skills = new Set(site.directory.flatMap((entry) => entry.skills));
  const checkTarget = (target: Target, path: (string | number)[]) => {
    if ('entry' in target && !entries.has(target.entry))
      report([...path, 'entry'], `The directory has no entry '${target.entry}'`);
    if ('skill' in target && !skills.has(target.skill))
      report([...path, 'skill'], `Nobody in the directory has the skill '${target.skill}'`);
  };
  site.rules.routes.forEach((route, index) => {
    if (!site.notes.categories.some((category) => category.id === route.category))
      report(['rules', 'routes', index, 'category'], `There is no note category '${route.category}'`);
    if (route.queue && !site.queues.some((queue) => queue.id === route.queue))
      report(['rules', 'routes', index, 'queue'], `There is no queue '${route.queue}'`);
    route.to.forEach((target, at) => checkTarget(target, ['rules', 'routes', index, 'to', at]));
  });
  site.rules.redFlags?.reach.forEach((target, at) => checkTarget(target, ['rules', 'redFlags', 'reach', at]));
  site.onCall.forEach((turn, at) => checkTarget({ entry: turn.entry }, ['onCall', at]));
}
