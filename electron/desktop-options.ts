// The desktop app's command line. Chromium's own switches stand among ours and are left alone.
import { parseArgs } from 'node:util';

export interface DesktopOptions {
  /** The practice's site file; without one the demo opens. */
  readonly site: string | undefined;
  /** Folder for everything this PC keeps. */
  readonly data: string | undefined;
  /** What the demo clinic is told. */
  readonly clinic: readonly string[];
}

const CLINIC_OPTIONS = ['seed', 'calls-per-hour'] as const;
const CLINIC_SWITCHES = ['quiet', 'ehr-sign-in'] as const;

export function readOptions(args: readonly string[]): DesktopOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      site: { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string' },
      'calls-per-hour': { type: 'string' },
      quiet: { type: 'boolean' },
      'ehr-sign-in': { type: 'boolean' },
    },
  });
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    site: text('site'),
    data: text('data'),
    clinic: [
      ...CLINIC_OPTIONS.flatMap((name) => {
        const value = text(name);
        return value === undefined ? [] : [`--${name}`, value];
      }),
      ...CLINIC_SWITCHES.flatMap((name) => (values[name] === true ? [`--${name}`] : [])),
    ],
  };
}
