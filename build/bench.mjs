// npm run bench -- NAME, of the names below. Prints one line a figure and what machine it ran on:
//   figure NAME VALUE UNIT target TARGET ok|short
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT, ensureBuilt, ensureInstalled, runNode, say } from './setup.mjs';

const ALL = [
  ...['journal', 'directory', 'notes', 'todo', 'rules', 'red-flags', 'intent', 'start', 'ring', 'answer'],
  ...['survive', 'lines', 'board', 'figures', 'context'],
];
/** Where a bench's file is not called as the bench is: `figures.ts` prints the lines of all of them. */
const FILES = { figures: 'reports' };
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
ensureInstalled();
ensureBuilt();
say(
  `machine ${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()} ${os.release()}, load ${os.loadavg()[0]?.toFixed(2)}`,
);
for (const name of names.length > 0 ? names : ALL) {
  const script = path.join(ROOT, `test/bench/${FILES[name] ?? name}.ts`);
  if (!existsSync(script)) {
    say(`There is no bench '${name}': ${ALL.join(', ')}.`);
    process.exit(2);
  }
  const status = runNode([script]);
  if (status !== 0) process.exit(status);
}
process.exit(0);
