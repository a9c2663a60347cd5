// A real Asterisk with Monday's queues, and a recorder that hears what it tells and writes it into a book.
import { readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { AsteriskQueues } from '../../electron/adapters/asterisk/queue-adapter.ts';
import { systemClock } from '../../electron/compose.ts';
import { FigureRecorder } from '../../electron/services/figures/recorder.ts';
import { openFigureBook } from '../fakes/figure-book.ts';
import type { FigureBook } from '../fakes/figure-book.ts';
import { Asterisk } from './asterisk.ts';
import { AMI_PASSWORD, AMI_PORT } from './asterisk-setup.ts';
import { furnish } from './monday-plan.ts';

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface FigureWatch {
  readonly asterisk: Asterisk;
  readonly recorder: FigureRecorder;
  readonly live: FigureBook;
  /** The queue_log, empty at the start. */
  readonly logFile: string;
  /** Another book, closed with the rest. */
  newBook(): FigureBook;
  stop(): Promise<void>;
}

export async function watchFigures(): Promise<FigureWatch> {
  const asterisk = await Asterisk.start();
  await furnish(asterisk);
  const logFile = path.join(asterisk.folder, 'var/log/asterisk/queue_log');
  // Of earlier runs; Asterisk writes at its end, wherever that is.
  truncateSync(logFile);
  const books: FigureBook[] = [];
  const newBook = () => {
    const book = openFigureBook();
    books.push(book);
    return book;
  };
  const live = newBook();
  const recorder = new FigureRecorder({ clock: systemClock, log: silent, store: () => live.journal.figures });
  const ca = readFileSync(asterisk.certificateFile, 'utf8');
  const account = { host: '127.0.0.1', port: AMI_PORT, tls: true, ca, username: 'frontdesk', secret: AMI_PASSWORD };
  const pbx = new AsteriskQueues(account);
  const nothing = () => undefined;
  pbx.follow({ onParking: nothing, onDial: nothing, onMailbox: nothing, facts: recorder });
  await new Promise<void>((resolve) => {
    pbx.start({ onEvent: nothing, onLink: (state) => state === 'ok' && resolve() });
  });
  return {
    ...{ asterisk, recorder, live, logFile, newBook },
    async stop() {
      recorder.stop();
      pbx.stop();
      for (const book of books) book.close();
      await asterisk.stop();
    },
  };
}
