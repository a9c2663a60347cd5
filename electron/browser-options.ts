// The browser host's command line, as `npm start -- …` passes it on.
import { parseArgs } from 'node:util';
import { CLINIC_OPTIONS, clinicArguments } from './clinic-arguments.ts';

export interface BrowserOptions {
  /** The practice's site file, or its address; without one the demo opens. */
  readonly site: string | undefined;
  /** Folder for everything this PC keeps. */
  readonly data: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  readonly noWindow: boolean;
  /** The queues for a TV at this computer: a window over its whole screen, and an address. */
  readonly wallboard: boolean;
  /** Reads a password and prints what the site file keeps of it. */
  readonly hashPassword: boolean;
  /** For tests: one line of JSON with every address, instead of words. */
  readonly json: boolean;
  /** What the made-up clinic is told. */
  readonly clinic: readonly string[];
}

/** What is to be done, or the words to print instead. */
export type Read =
  | { readonly do: 'start'; readonly options: BrowserOptions }
  | { readonly do: 'print'; readonly text: string; readonly exitCode: 0 | 1 };

export const HELP = `npm start                            the console with a made-up clinic that calls
npm start -- --site FILE-OR-ADDRESS  the console of a practice

  --data FOLDER        where this computer keeps what belongs to the console
  --port NUMBER        the port of the console's pages (default: a free one)
  --no-window          prints the address and opens no window
  --wallboard          also opens the queues over a whole screen, for a TV
  --hash-password      reads a password and prints what the site file keeps of it
  --help               prints this

For the made-up clinic:
  --calls-per-hour N   how busy it is (default: 30)
  --quiet              nobody calls until a call is asked for
  --ehr-sign-in        its EHR asks for a sign-in, as a real one does
  --seed NUMBER        other patients, other callers (default: 1)`;

/** Reads the arguments after the script's name; what is wrong with them is said in a sentence, never as an error's stack. */
export function readOptions(args: readonly string[]): Read {
  try {
    return read(args);
  } catch (error) {
    // Node's first sentence names the option; what follows it is about writing programs.
    const [why = ''] = (error as Error).message.split(/\.\s/);
    return { do: 'print', text: `${why}.\nWhat can be asked is listed by: npm start -- --help`, exitCode: 1 };
  }
}

function read(args: readonly string[]): Read {
  const { values } = parseArgs({
    args: [...args],
    options: {
      site: { type: 'string' },
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      'no-window': { type: 'boolean', default: false },
      wallboard: { type: 'boolean', default: false },
      'hash-password': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
      ...CLINIC_OPTIONS,
      seed: { type: 'string', default: '1' },
      'calls-per-hour': { type: 'string', default: '30' },
    },
  });
  if (values.help) return { do: 'print', text: HELP, exitCode: 0 };
  for (const [name, most] of Object.entries(NUMBERS)) checkNumber(name, values[name as keyof typeof NUMBERS], most);
  const { site, data, wallboard, json } = values;
  return {
    do: 'start',
    options: {
      ...{ site, data, wallboard, json, port: Number(values.port), noWindow: values['no-window'] },
      ...{ hashPassword: values['hash-password'], clinic: clinicArguments(values) },
    },
  };
}

/** The most that each may be; the clinic would refuse its own only after it has been started. */
const NUMBERS = { port: 65_535, 'calls-per-hour': 3600, seed: 2 ** 31 } as const;

function checkNumber(name: string, text: string, most: number): void {
  if (!/^\d{1,10}$/.test(text) || Number(text) > most) throw new Error(`--${name} takes a number from 0 to ${most}`);
}
