import { z } from 'zod';
import { AREAS } from '../domain/ehr-access/scopes.ts';
import { ERROR_CATEGORY } from '../result/result.ts';
import type { ErrorCode } from '../result/result.ts';
import { command, topic } from './define.ts';

const Codes = Object.keys(ERROR_CATEGORY) as [ErrorCode, ...ErrorCode[]];

/** How this desk stands with the EHR's sign-in. No token and nothing of a patient is ever in it. */
export const EhrAccess = z.object({
  /** `none`: the server asks for no sign-in; `service`: the practice is let in by a key of this PC. */
  kind: z.enum(['none', 'user', 'service']),
  state: z.enum(['signedOut', 'opening', 'waiting', 'signedIn']),
  /** While waiting: what to open if the browser did not come up by itself. */
  address: z.string().optional(),
  /** What is asked for, and of it what was not given. */
  asked: z.array(
    z.object({
      area: z.enum(AREAS),
      access: z.enum(['see', 'seeAndWrite']),
      missing: z.enum(['nothing', 'writing', 'all']),
    }),
  ),
  /** Epoch ms of the sign-in that is in force, where it happened in this run. */
  since: z.number().optional(),
  /** Why the last attempt did not end well. */
  failure: z.enum(Codes).optional(),
  /** Somebody of this practice can be recognised by it: it may stand in for the password here. */
  canEnter: z.boolean(),
  /** `service` only: this PC has a key. */
  hasKey: z.boolean(),
});
export type EhrAccess = z.infer<typeof EhrAccess>;

/** `connect`: for whoever is at the desk; `enter` and `unlock`: in place of the password of this desk. */
export const EhrPurpose = z.enum(['connect', 'enter', 'unlock']);
export type EhrPurpose = z.infer<typeof EhrPurpose>;

export const ehrAccessCommands = {
  /** Begins a sign-in; the page opens `address` in the browser (on the desktop: the system's). */
  'ehrAccess.begin': command({
    input: z.object({ purpose: EhrPurpose, language: z.enum(['en', 'es']) }),
    output: z.object({ address: z.string() }),
    pages: ['console'],
    access: 'anyone',
    whileLocked: true,
  }),
  'ehrAccess.cancel': command({
    input: z.object({}),
    output: z.object({}),
    pages: ['console'],
    access: 'anyone',
    whileLocked: true,
  }),
  'ehrAccess.signOut': command({ input: z.object({}), output: z.object({}), pages: ['console'], access: 'signedIn' }),
  /** A new key for the practice's own access; what comes back is for the EHR's vendor. The old one counts no more. */
  'ehrAccess.newKey': command({
    input: z.object({}),
    output: z.object({ publicKeys: z.string() }),
    pages: ['console'],
    access: ['administrator'],
  }),
};

export const ehrAccessTopics = {
  ehrAccess: topic({ row: EhrAccess, pages: ['console'], access: 'anyone' }),
};
