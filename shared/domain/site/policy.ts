// Which transfers the practice allows, and who stands in for whom. Numbers for help are allowed whatever stands here.
import { z } from 'zod';
import { Id, Text } from './basics.ts';
import { NumberPattern } from './conditions.ts';
import { Role } from './roles.ts';

/** Targets of a transfer, by what they are. */
export const TargetSelector = z.union([
  z.strictObject({ entry: Id }),
  z.strictObject({ skill: Id }),
  /** `outside` means every number that is not of the practice, listed or typed. */
  z.strictObject({ kind: z.enum(['person', 'queue', 'room', 'outside', 'page']) }),
  z.strictObject({ number: NumberPattern }),
  z.strictObject({ location: z.string().min(1) }),
  z.strictObject({ anybody: z.literal(true) }),
]);
export type TargetSelector = z.infer<typeof TargetSelector>;

const Selectors = z.array(TargetSelector).min(1, 'Name at least one target, or take the line out');

/** The order of these does not matter: what forbids wins over what asks for an introduction. */
export const TransferRule = z
  .strictObject({
    id: Id,
    /** Only for these categories; absent: for all. */
    category: z.array(Id).min(1).optional(),
    /** Only for these roles; absent: for all. */
    role: z.array(Role).min(1).optional(),
    warmOnly: Selectors.optional(),
    forbid: Selectors.optional(),
    /** Such calls go to these and to nobody else. */
    require: Selectors.optional(),
    /** Shown to whoever is refused. */
    because: Text.optional(),
  })
  .refine(({ warmOnly, forbid, require }) => warmOnly ?? forbid ?? require, {
    message: 'Write warmOnly, forbid or require with the targets it is about',
  });
export type TransferRule = z.infer<typeof TransferRule>;

/** Who is tried when somebody is away, in this order. */
export const Cover = z.strictObject({ for: Id, by: z.array(Id).min(1, 'Name at least one who covers') });
export type Cover = z.infer<typeof Cover>;
