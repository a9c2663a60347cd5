// The practice's EHR: where it is, and how one gets in.
import { z } from 'zod';

const ClientId = z.string().min(1).max(200);

/** A person signs in, in the system's browser (SMART App Launch, standalone, PKCE). */
const UserSignIn = z.strictObject({
  kind: z.literal('user'),
  /** As the EHR's vendor registered this practice. */
  clientId: ClientId,
  /**
   * `loopback`: the browser comes back to this computer itself. A vendor that takes https addresses only gets that of a
   * page of the practice which hands the answer on (build/examples/ehr-redirect.html).
   */
  redirect: z
    .string()
    .regex(/^(loopback|https:\/\/[^\s#?]+)$/, "Write 'loopback', or an address that starts with https://")
    .default('loopback'),
  /** A fixed port, for vendors that compare it; otherwise any free one. */
  port: z.number().int().min(1024).max(65535).optional(),
});

/** The practice signs in by a key of this PC (SMART Backend Services); nobody is asked. */
const ServiceSignIn = z.strictObject({ kind: z.literal('service'), clientId: ClientId });

export const EhrSignIn = z.discriminatedUnion('kind', [UserSignIn, ServiceSignIn]);
export type EhrSignIn = z.infer<typeof EhrSignIn>;

export const Ehr = z.strictObject({
  fhir: z.string().regex(/^https?:\/\//, 'Use an address that starts with https://'),
  chartUrl: z.string().optional(),
  /** Absent: the server asks for no sign-in. */
  signIn: EhrSignIn.optional(),
});
export type Ehr = z.infer<typeof Ehr>;
