// Whom to ring one after the other when somebody must be reached, and what is promised when nobody is.
import { z } from 'zod';
import { Id, Text, Within } from './basics.ts';
import { Target } from './rules.ts';

export const EscalationStep = z.strictObject({
  /** Everybody this names is rung, one after the other. */
  to: Target,
  ringSeconds: z.number().int().min(5).max(180).default(25),
  /** Goes on ringing there while the next one is rung, too: whoever answers first is it. */
  keepRinging: z.boolean().default(false),
});
export type EscalationStep = z.infer<typeof EscalationStep>;

export const Escalation = z.strictObject({
  id: Id,
  name: z.string().min(1),
  /** Calls about this; absent: every call that no other escalation names. */
  categories: z.array(Id).default([]),
  steps: z.array(EscalationStep).min(1, 'Name at least one step'),
  /** `introduce`: the receptionist says who calls and connects. `atOnce`: caller and answerer are joined by themselves. */
  connect: z.enum(['introduce', 'atOnce']).default('introduce'),
  /** When nobody was reached: who calls back, and within which office time. */
  callBack: z.strictObject({ owner: z.string().min(1), within: Within }),
  /** What the receptionist tells the caller before and after; absent: our own words. */
  say: Text.optional(),
  sayNobody: Text.optional(),
});
export type Escalation = z.infer<typeof Escalation>;

interface EscalationNames {
  readonly directory: readonly { readonly id: string; readonly skills: readonly string[] }[];
  readonly notes: { readonly categories: readonly { readonly id: string }[] };
  readonly escalations: readonly Escalation[];
  readonly rules: { readonly answeringService?: unknown };
}

export function checkEscalations(
  site: EscalationNames,
  report: (path: (string | number)[], message: string) => void,
): void {
  site.escalations.forEach(({ categories, steps }, at) => {
    categories.forEach((category, index) => {
      if (!site.notes.categories.some(({ id }) => id === category))
        report(['escalations', at, 'categories', index], `There is no note category '${category}'`);
    });
    steps.forEach(({ to }, index) => {
      const path = ['escalations', at, 'steps', index, 'to'];
      if ('message' in to) report(path, 'Somebody is rung here: what is promised at the end stands in callBack');
      if ('queue' in to) report(path, 'A queue answers by itself: name people, a room, or a number outside');
      if ('room' in to && !site.directory.some(({ id }) => id === to.room))
        report([...path, 'room'], `The directory has no entry '${to.room}'`);
      if ('answeringService' in to && !site.rules.answeringService)
        report(path, 'There is no answering service: write rules.answeringService');
      if ('entry' in to && !site.directory.some(({ id }) => id === to.entry))
        report([...path, 'entry'], `The directory has no entry '${to.entry}'`);
      if ('skill' in to && !site.directory.some(({ skills }) => skills.includes(to.skill)))
        report([...path, 'skill'], `Nobody in the directory has the skill '${to.skill}'`);
    });
  });
}
