// The command line of the clinic process. No environment variables: what it does is what was asked.
import { parseArgs } from 'node:util';

export interface ClinicOptions {
  readonly seed: number;
  readonly callsPerHour: number;
  /** No calls by themselves. */
  readonly quiet: boolean;
  /** The EHR asks for a sign-in. */
  readonly ehrSignIn: boolean;
  /** How long a caller stays parked. */
  readonly recallSeconds: number;
  /** Ports; 0 takes a free one. */
  readonly sipPort: number;
  readonly amiPort: number;
  readonly fhirPort: number;
  readonly controlPort: number;
}

const integer = (name: string, text: string | undefined, fallback: number, max: number): number => {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new Error(`--${name} must be a number from 0 to ${max}`);
  return value;
};

/** Reads the arguments after the script's name; throws an Error in plain words when one is wrong. */
export function parseOptions(args: readonly string[]): ClinicOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: text,
      'calls-per-hour': text,
      quiet: { type: 'boolean' },
      'ehr-sign-in': { type: 'boolean' },
      'recall-seconds': text,
      'sip-port': text,
      'ami-port': text,
      'fhir-port': text,
      'control-port': text,
    },
  });
  const port = (name: 'sip-port' | 'ami-port' | 'fhir-port' | 'control-port'): number =>
    integer(name, values[name], 0, 65_535);
  return {
    seed: integer('seed', values.seed, 1, 2 ** 31),
    callsPerHour: integer('calls-per-hour', values['calls-per-hour'], 30, 3600),
    quiet: values.quiet ?? false,
    ehrSignIn: values['ehr-sign-in'] ?? false,
    recallSeconds: integer('recall-seconds', values['recall-seconds'], 90, 3600),
    sipPort: port('sip-port'),
    amiPort: port('ami-port'),
    fhirPort: port('fhir-port'),
    controlPort: port('control-port'),
  };
}
