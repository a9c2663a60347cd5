// What the clinic process needs of its EHR half (`ehr/server.ts`).

export const EHR_FAULTS = ['none', 'slow', 'html', 'down'] as const;
export type EhrFault = (typeof EHR_FAULTS)[number];

export interface ClinicEhr {
  /** The FHIR base, `http://127.0.0.1:PORT/fhir`. */
  readonly url: string;
  /** Its own page of a patient's chart, with `{id}` for the patient's; absent behind a sign-in. */
  readonly chart?: string;
  /** Absent: it asks for no sign-in. */
  readonly door?: EhrDoor;
  setFault(fault: EhrFault): void;
  close(): Promise<void>;
}

/** How one signs in to it. */
export interface EhrDoor {
  readonly clientId: string;
}

export type StartClinicEhr = (options: {
  readonly port: number;
  readonly seed: number;
  readonly today: Date;
  readonly signIn?: boolean;
}) => Promise<ClinicEhr>;
