// A certificate that the system does not trust is never accepted. What is left to do is to say so: a page only learns that
// its socket did not open, main learns why.
import { app } from 'electron';
import type { PhoneReport } from '../../shared/contract/call.ts';
import type { Page } from '../../shared/contract/define.ts';
import type { Log } from '../ports/runtime.ts';
import { pageOfAddress } from './pages.ts';

/** A failed connection is put down to a certificate that was refused this long before, in ms. */
const BLAME_MS = 10_000;

export class Certificates {
  readonly #log: Log;
  readonly #now: () => number;
  #refusedAt = -Infinity;

  constructor(log: Log, now: () => number) {
    this.#log = log;
    this.#now = now;
    app.on('certificate-error', (_event, contents, _url, error, _certificate, answer) => {
      answer(false);
      this.#log.warn('certificate.refused', { code: error });
      if (pageOfAddress(contents.getURL()) === 'phone') this.#refusedAt = this.#now();
    });
  }

  /** The phone page's report, with the reason it cannot know: `unreachable` becomes `certificate`. */
  explain(page: Page, name: string, input: unknown): unknown {
    if (page !== 'phone' || name !== 'phone.report' || this.#now() - this.#refusedAt > BLAME_MS) return input;
    const report = input as Partial<PhoneReport> | null;
    return report?.kind === 'registration' && report.state === 'unreachable'
      ? { ...report, state: 'certificate' }
      : input;
  }
}
