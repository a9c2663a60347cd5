// The browser host's command line, as `npm start -- …` passes it on.
import { parseArgs } from 'node:util';

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

const OPTIONS = {
  site: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  'no-window': { type: 'boolean' },
  wallboard: { type: 'boolean' },
  'calls-per-hour': { type: 'string' },
  quiet: { type: 'boolean' },
  'ehr-sign-in': { type: 'boolean' },
  seed: { type: 'string' },
  'hash-password': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const refused = (why: string): Read => ({
  do: 'print',
  text: `${why}\nWhat can be asked is listed by: npm start -- --help`,
  exitCode: 1,
});

const isNumber = (text: string | undefined, most: number): boolean =>
  text === undefined || (/^\d{1,10}$/.test(text) && Number(text) <= most);

/** Reads the arguments after the script's name; what is wrong with them is said in a sentence, never as an error's stack. */
export function readOptions(args: readonly string[]): Read {
  let values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    // Node's sentence names the option; what follows it is about writing programs.
    return refused(
      `${String((error as Error).message)
        .split(/\.\s|\n/)[0]
        ?.replace(/\.$/, '')}.`,
    );
  }
  if (values.help) return { do: 'print', text: HELP, exitCode: 0 };
  if (!isNumber(values.port, 65_535)) return refused('--port takes a number from 0 to 65535.');
  if (!isNumber(values['calls-per-hour'], 3600)) return refused('--calls-per-hour takes a number from 0 to 3600.');
  if (!isNumber(values.seed, 2 ** 31)) return refused(`--seed takes a number from 0 to ${2 ** 31}.`);
  return {
    do: 'start',
    options: {
      ...{ site: values.site, data: values.data, port: Number(values.port ?? 0) },
      ...{ noWindow: values['no-window'] ?? false, wallboard: values.wallboard ?? false },
      ...{ hashPassword: values['hash-password'] ?? false, json: values.json ?? false },
      clinic: [
        ...['--seed', values.seed ?? '1', '--calls-per-hour', values['calls-per-hour'] ?? '30'],
        ...(values.quiet ? ['--quiet'] : []),
        ...(values['ehr-sign-in'] ? ['--ehr-sign-in'] : []),
      ],
    },
  };
}
