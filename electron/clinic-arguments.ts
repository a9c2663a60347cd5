// What a console's command line says about the made-up clinic that it starts: a process of its own, told by arguments alone.
export const CLINIC_OPTIONS = {
  seed: { type: 'string' },
  'calls-per-hour': { type: 'string' },
  quiet: { type: 'boolean' },
  'ehr-sign-in': { type: 'boolean' },
} as const;

/** The clinic's arguments, of what was read by `CLINIC_OPTIONS`; what is empty is not passed on. */
export const clinicArguments = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(CLINIC_OPTIONS).flatMap(([name, { type }]) => {
    const value = values[name];
    if (type === 'boolean') return value === true ? [`--${name}`] : [];
    return typeof value === 'string' && value !== '' ? [`--${name}`, value] : [];
  });
