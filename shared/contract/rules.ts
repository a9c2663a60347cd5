import { z } from 'zod';
import { command } from './define.ts';

export const AccuracyRow = z.object({
  key: z.string(),
  label: z.string(),
  counted: z.number().int(),
  reached: z.number().int(),
  bounced: z.number().int(),
  returned: z.number().int(),
  abandoned: z.number().int(),
});
export type AccuracyRow = z.infer<typeof AccuracyRow>;

export const RuleAccuracy = z.object({
  all: AccuracyRow,
  rules: z.array(AccuracyRow),
  destinations: z.array(AccuracyRow),
});
export type RuleAccuracy = z.infer<typeof RuleAccuracy>;

export const ruleCommands = {
  /** How many transfers of this desk reached somebody in the last days, by the rule that proposed the target. */
  'rules.accuracy': command({
    input: z.object({ days: z.number().int().min(1).max(365) }),
    output: RuleAccuracy,
    pages: ['console'],
    access: ['supervisor', 'administrator'],
  }),
};
