// What the clinic process needs of its EHR half (`ehr/server.ts`).

export const EHR_FAULTS = ['none', 'slow', 'html', 'down'] as const;
export type EhrFault = (typeof EHR_FAULTS)[number];

export interface ClinicEhr {
  /** The FHIR base, `http://127.0.0.1:PORT/fhir`. */
  readonly url: string;
  setFault(fault: EhrFault): void;
  close(): Promise<void>;
}

export type StartClinicEhr = (options: {
  readonly port: number;
  readonly seed: number;
  readonly today: Date;
}) => Promise<ClinicEhr>;
