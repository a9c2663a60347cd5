// The embedded clinic's process: `node electron/clinic/main.ts [options]`. Prints one line of JSON on stdout when it
// is ready, logs to stderr, and ends with SIGTERM or when its stdin closes, so that it never outlives the console.
import { startClinic } from './clinic.ts';
import { startEhr } from './ehr/with-sign-in.ts';
import { parseOptions } from './options.ts';

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const clinic = await startClinic(options, startEhr);
  process.stdout.write(`${JSON.stringify(clinic.ready)}\n`);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), 2000).unref();
    clinic.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  process.stdin.on('end', end).on('close', end).on('error', end).resume();
}

main().catch((error: unknown) => {
  process.stderr.write(`clinic: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
