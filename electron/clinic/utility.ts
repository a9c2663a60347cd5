// The embedded clinic as the desktop app's utility process. Unlike on a command line there is no input to watch: Chromium
// ends the process with the app. Everything is imported by name here, so that the bundler finds it.
import { startClinic } from './clinic.ts';
import { startEhr } from './ehr/with-sign-in.ts';
import { parseOptions } from './options.ts';

startClinic(parseOptions(process.argv.slice(2)), startEhr).then(
  (clinic) => process.stdout.write(`${JSON.stringify(clinic.ready)}\n`),
  (error: unknown) => {
    process.stderr.write(`clinic: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
