// What the finished notes of all desks say of their calls, read back from the EHR for the figures.
import type { HandledCall } from '../../shared/domain/figures/handled.ts';
import type { Result } from '../../shared/result/result.ts';

/**
 * By what this server finds them. `changed`: by when they were last written, so that corrections are seen; `sent`: by the
 * day of the call only; `none`: not at all.
 */
export type HandledSupport = 'none' | 'sent' | 'changed';

export interface HandledQuestion {
  readonly by: 'sent' | 'changed';
  /** Epoch ms, the first included, the second not. */
  readonly since: number;
  readonly before?: number | undefined;
}

export interface HandledPage {
  readonly calls: readonly HandledCall[];
  /** For the page after this one; absent: there is none. */
  readonly next?: string | undefined;
}

/** One request each, with the deadline of every request. Errors: ehrCannot, ehrBusy with its pause, and as everywhere. */
export interface HandledCallsPort {
  support(): Promise<Result<HandledSupport>>;
  /** The newest first. */
  first(question: HandledQuestion): Promise<Result<HandledPage>>;
  next(page: string): Promise<Result<HandledPage>>;
}
