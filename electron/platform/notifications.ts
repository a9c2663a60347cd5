// A ringing call while the window is behind others. The system keeps and shows notifications on lock screens and on other
// devices, so they say that a call is ringing and on which queue; never a number, never a name.
import { Notification } from 'electron';
import type { Words } from './words.ts';

/** A call that rings here, without anything about who it is. */
export interface RingingCall {
  readonly callId: string;
  readonly queueName: string | undefined;
}

export interface RingNotifierOptions {
  readonly words: Words;
  readonly isInFront: () => boolean;
  readonly bringToFront: () => void;
}

export class RingNotifier {
  readonly #options: RingNotifierOptions;
  readonly #shown = new Map<string, Notification>();
  #known: ReadonlySet<string> = new Set();

  constructor(options: RingNotifierOptions) {
    this.#options = options;
  }

  /** All calls that ring now; a notification ends with its ringing. */
  update(ringing: readonly RingingCall[]): void {
    const known = this.#known;
    this.#known = new Set(ringing.map((call) => call.callId));
    for (const [callId, notification] of this.#shown)
      if (!this.#known.has(callId)) {
        notification.close();
        this.#shown.delete(callId);
      }
    for (const call of ringing) if (!known.has(call.callId) && !this.#options.isInFront()) this.#show(call);
  }

  #show({ callId, queueName }: RingingCall): void {
    if (!Notification.isSupported()) return;
    const { words, bringToFront } = this.#options;
    const notification = new Notification({
      title: words('ringing.title'),
      body: queueName === undefined ? words('ringing.direct') : words('ringing.onQueue', { queue: queueName }),
      // The phone page rings already.
      silent: true,
      urgency: 'critical',
      timeoutType: 'never',
    });
    notification.on('click', bringToFront);
    this.#shown.set(callId, notification);
    notification.show();
  }
}
