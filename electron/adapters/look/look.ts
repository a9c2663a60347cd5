// Runs the look through the settings in a thread of its own; a newer question ends the older one.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { doubtsOf } from '../../../shared/domain/practice/doubts.ts';
import type { Doubt } from '../../../shared/domain/practice/doubts.ts';
import type { LookThrough } from '../../ports/site.ts';

/** Bundled, the worker's file lies beside main.js, this one possibly among the parts. */
function workerFile(): string | undefined {
  const here = import.meta.dirname;
  const places = ['look-worker.ts', 'look-worker.js', '../look-worker.js'].map((name) => path.join(here, name));
  return places.find((place) => existsSync(place));
}

export function lookInThread(): LookThrough {
  let running: Worker | undefined;
  return (site, now) => {
    void running?.terminate();
    const file = workerFile();
    if (file === undefined) return Promise.resolve(doubtsOf(site, now));
    const worker = new Worker(file, { workerData: { site, now } });
    running = worker;
    worker.unref();
    return new Promise((resolve) => {
      worker.once('message', (found: Doubt[]) => resolve(found));
      // Rules that make the look fail are no reason to keep anybody from editing them.
      worker.once('error', () => resolve([]));
      worker.once('exit', () => resolve(undefined));
    });
  };
}
