// Answers questions about figures beside the calls and not between them: a thread with a connection of its own, which
// only reads. The key comes with its start and never leaves the process.
import { parentPort, workerData } from 'node:worker_threads';
import { openToRead } from './database.ts';
import { answer } from './figure-answers.ts';
import type { FigureAsk } from './figure-answers.ts';
import { ColumnReader } from './figure-columns.ts';

const { file, keyHex, zone } = workerData as { file: string; keyHex: string; zone: string | undefined };
const reader = new ColumnReader(openToRead(file, keyHex));

parentPort?.on('message', (ask: FigureAsk) => {
  try {
    parentPort?.postMessage({ id: ask.id, value: answer(reader, ask) });
  } catch (error) {
    parentPort?.postMessage({ id: ask.id, error: error instanceof Error ? error.name : 'unknown' });
  }
});
// Years of calls take a few seconds to read: begun before anybody asks.
if (zone !== undefined) reader.columns(zone);
