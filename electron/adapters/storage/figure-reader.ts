// The figures' questions sent to their thread. A thread that died is started anew with the next question.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { FigureReader } from '../../ports/figures.ts';
import type { FigureAsk } from './figure-answers.ts';

/** Bundled, the worker's file lies beside main.js, this one possibly among the parts. */
function workerFile(): string {
  const here = import.meta.dirname;
  const places = ['figure-worker.ts', 'figure-worker.js', '../figure-worker.js'].map((name) => path.join(here, name));
  return places.find((place) => existsSync(place)) ?? places[0]!;
}

interface Answered {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** @param zone of the practice where it is known: what is kept is read at once, and the first question waits for nothing */
export function figureReader(folder: string, keyHex: string, zone?: string): FigureReader {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let worker: Worker | undefined;
  let lastId = 0;
  const lost = (gone: Worker) => {
    if (worker !== gone) return;
    worker = undefined;
    for (const settle of waiting.values()) settle(fail('journalFailed', 'figures'));
    waiting.clear();
  };
  const start = (): Worker => {
    const begun = new Worker(workerFile(), { workerData: { file: path.join(folder, 'journal.db'), keyHex, zone } });
    begun.unref();
    begun.on('message', ({ id, value, error }: Answered) => {
      waiting.get(id)?.(error === undefined ? ok(value) : fail('journalFailed', error));
      waiting.delete(id);
    });
    begun.once('error', () => lost(begun));
    begun.once('exit', () => lost(begun));
    return begun;
  };
  const ask = <T>(what: FigureAsk['what'], asked: unknown): Promise<Result<T>> =>
    new Promise((resolve) => {
      worker ??= start();
      const id = ++lastId;
      waiting.set(id, resolve as (result: Result<unknown>) => void);
      worker.postMessage({ id, what, with: asked });
    });
  if (zone !== undefined) worker = start();
  return {
    report: (...asked) => ask('report', asked),
    behind: (...asked) => ask('behind', asked),
    volumes: (...asked) => ask('volumes', asked),
    close: () => {
      const ended = worker;
      if (!ended) return;
      lost(ended);
      void ended.terminate();
    },
  };
}
