// What the practice wants done with a call: routes by category, routes by time, general rules, emergencies, and where calls
// can go. All general rules that fit apply together; of the rules that name destinations the general ones come first, then
// those of the time, then the category's.
import { z } from 'zod';
import { RED_FLAG_LISTS } from '../red-flags/lists.ts';
import { Id, Text, Within } from './basics.ts';
import { Condition, TimeCondition } from './conditions.ts';
import { Cover, TransferRule } from './policy.ts';

const PhoneNumber = z.string().regex(/^\+?[0-9*#]{2,20}$/, 'Write the number in quotes, digits only, such as "201"');

/** In office time: "2 hours" on a Saturday evening end on Monday morning. */
const Message = z.strictObject({ owner: z.string().min(1), within: Within });

/** Where a call can go. */
export const Target = z.union([
  z.strictObject({ skill: Id, location: z.string().optional() }),
  z.strictObject({ entry: Id }),
  z.strictObject({ onCall: z.literal(true) }),
  z.strictObject({ queue: Id }),
  z.strictObject({ room: Id }),
  z.strictObject({ outside: z.strictObject({ name: z.string().min(1), number: PhoneNumber }) }),
  z.strictObject({ answeringService: z.literal(true) }),
  z.strictObject({ message: Message }),
]);
export type Target = z.infer<typeof Target>;

export const TransferPolicy = z.enum(['warmOnly', 'any', 'none']);
export type TransferPolicy = z.infer<typeof TransferPolicy>;

const actions = {
  /** A line above everything else while the call is in hand. */
  banner: Text.optional(),
  say: Text.optional(),
  /** Fields of the note that are needed to finish it; a field that the form does not have is not asked for. */
  require: z.array(Id).min(1).optional(),
  /** Offered first: this escalation of the site, rung by whoever has the call. It does not start by itself. */
  escalate: Id.optional(),
  /** A thing to do that the call leaves behind. */
  task: z.strictObject({ owner: z.string().min(1), within: Within, text: z.string().min(1) }).optional(),
};

export const Route = z.strictObject({
  id: Id,
  category: Id,
  when: z.enum(['open', 'closed', 'always']).default('always'),
  queue: Id.optional(),
  language: z.string().optional(),
  location: z.string().optional(),
  if: Condition.optional(),
  to: z.array(Target).min(1, 'Name at least one destination'),
  transfer: TransferPolicy.default('any'),
  priority: z.number().int().min(0).max(10).default(0),
  ...actions,
});
export type Route = z.infer<typeof Route>;

const freeActions = {
  ...actions,
  to: z.array(Target).min(1, 'Name at least one destination').optional(),
  transfer: TransferPolicy.optional(),
  priority: z.number().int().min(0).max(10).optional(),
  /** The call is sent there at once, before anybody answers. Known then: number, queue, time, and soon who it may be. */
  redirect: Target.optional(),
  /** The call is not taken here: the PBX takes a message. */
  decline: z.literal('voicemail').optional(),
};
type DoesSomething = { readonly [K in keyof typeof freeActions]?: unknown };
const doesSomething = (rule: DoesSomething) => Object.keys(freeActions).some((name) => name in rule);
const NOTHING = { message: 'This rule does nothing: write what is to happen, such as priority, banner or to' };
const TWO_WAYS = { message: 'Either redirect or decline: not both', path: ['decline'] };
const isOneWay = (rule: { redirect?: unknown; decline?: unknown }) =>
  rule.redirect === undefined || rule.decline === undefined;

/** For every category at certain times, such as the lunch hour. */
export const TimeRoute = z
  .strictObject({ id: Id, time: TimeCondition, if: Condition.optional(), ...freeActions })
  .refine(doesSomething, NOTHING)
  .refine(isOneWay, TWO_WAYS);
export type TimeRoute = z.infer<typeof TimeRoute>;

export const GeneralRule = z
  .strictObject({ id: Id, if: Condition, ...freeActions })
  .refine(doesSomething, NOTHING)
  .refine(isOneWay, TWO_WAYS);
export type GeneralRule = z.infer<typeof GeneralRule>;

const CHECKLIST = [
  { en: 'Told to call 911 if alone', es: 'Se le dijo que llame al 911 si está solo' },
  { en: 'Where the caller is', es: 'Dónde está la persona' },
  { en: 'Call-back number', es: 'Número para devolver la llamada' },
  { en: 'Somebody is with them', es: 'Alguien está con la persona' },
];

export const RedFlags = z.strictObject({
  /** Built-in lists to follow; absent: the general one and that of the clinic's specialty. */
  lists: z.array(z.enum(RED_FLAG_LISTS)).optional(),
  /** Words and phrases of this practice per language, matched as typed, accents and case ignored. */
  phrases: z.record(z.string().regex(/^[a-z]{2}$/), z.array(z.string().min(2))).default({}),
  /** Phrases of the lists that are no emergency here. */
  without: z.array(z.string()).default([]),
  say: Text,
  reach: z.array(Target).min(1),
  /** Ticked off with their time while help is on its way; they go into the note. */
  checklist: z.array(Text).max(12).default(CHECKLIST),
});
export type RedFlags = z.infer<typeof RedFlags>;

export const Rules = z.strictObject({
  routes: z.array(Route).default([]),
  time: z.array(TimeRoute).default([]),
  general: z.array(GeneralRule).default([]),
  transfers: z.array(TransferRule).default([]),
  cover: z.array(Cover).default([]),
  /** Takes calls when nobody of the practice can. */
  answeringService: z.strictObject({ name: z.string().min(1), number: PhoneNumber }).optional(),
  /** The last way out of every call; absent: a message for the category's team. */
  fallback: Message.optional(),
  redFlags: RedFlags.optional(),
});
export type Rules = z.infer<typeof Rules>;
