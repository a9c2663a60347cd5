// The support log: JSON lines, rotating, codes and counters only. The allow-list of fields is what keeps PHI out.
import path from 'node:path';
import pino from 'pino';
import { createStream } from 'rotating-file-stream';
import type { RotatingFileStream } from 'rotating-file-stream';
import type { Log } from '../../ports/runtime.ts';

/** Only these fields are ever written; a new one is added here on purpose, never by accident. */
const FIELDS = new Set([
  'name',
  'error',
  'event',
  'state',
  'code',
  'detail',
  'count',
  'ms',
  'status',
  'attempts',
  'kind',
  'port',
  'from',
  'to',
  'version',
  'line',
  'column',
]);
/** Values are short machine words; anything that could be a sentence, a name or a number with seven digits is cut out. */
const MACHINE_WORD = /^[A-Za-z][\w.:/-]{0,79}$/;

function clean(fields: Parameters<Log['info']>[1]): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (!FIELDS.has(key) || value === undefined) continue;
    kept[key] = typeof value === 'string' && (!MACHINE_WORD.test(value) || /\d{7,}/.test(value)) ? '[left out]' : value;
  }
  return kept;
}

/** After a log could not be written, so long before it is tried again. */
const PAUSE_MS = 60_000;

/**
 * Writes to `folder`/frontdesk.log, ten files of 5 MB at most. A log that cannot be opened or written (disk full, folder
 * gone) is silent and tried again later: it must never end the app that it tells about.
 */
export function openLog(folder: string, now: () => number = Date.now): Log & { close(): Promise<void> } {
  let stream: RotatingFileStream;
  let logger: pino.Logger;
  let failedAt: number | undefined;
  let isClosed = false;
  const open = (): void => {
    failedAt = undefined;
    stream = createStream('frontdesk.log', {
      path: path.resolve(folder),
      size: '5M',
      maxFiles: 10,
      compress: 'gzip',
    });
    stream.on('error', () => (failedAt ??= now()));
    logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  };
  const write = (level: 'info' | 'warn' | 'error', event: string, fields: Parameters<Log['info']>[1]) => {
    // What is still under way when the app ends may find the log closed; that must not become an error of its own.
    if (isClosed) return;
    if (failedAt !== undefined && now() - failedAt < PAUSE_MS) return;
    if (failedAt !== undefined) open();
    logger[level]({ ...clean(fields), event });
  };
  open();
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    close: () => {
      isClosed = true;
      return failedAt === undefined ? new Promise((resolve) => stream.end(() => resolve())) : Promise.resolve();
    },
  };
}
