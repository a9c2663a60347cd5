// The desktop app's command line. Chromium's own switches stand among ours and are left alone.
import { parseArgs } from 'node:util';
import { CLINIC_OPTIONS, clinicArguments } from './clinic-arguments.ts';

export interface DesktopOptions {
  /** The practice's site file; without one the demo opens. */
  readonly site: string | undefined;
  /** Folder for everything this PC keeps. */
  readonly data: string | undefined;
  /** What the demo clinic is told. */
  readonly clinic: readonly string[];
}

export function readOptions(args: readonly string[]): DesktopOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      site: { type: 'string' },
      data: { type: 'string' },
      ...CLINIC_OPTIONS,
    },
  });
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { site: text('site'), data: text('data'), clinic: clinicArguments(values) };
}
