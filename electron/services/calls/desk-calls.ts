// The desk's calls as the desktop shell follows them: one more reader of the contract, with no more rights than the console.
// It knows what rings (for notifications) and how to leave cleanly (when the app quits).
import type { CallRow } from '../../../shared/contract/call.ts';
import type { Health, Preferences } from '../../../shared/contract/session.ts';
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { TopicMessage, TopicName } from '../../../shared/contract/index.ts';
import { holdsLine } from '../../../shared/domain/call/call.ts';
import type { ContractHost, Subscriber } from '../../ports/pages.ts';
import type { Clock } from '../../ports/runtime.ts';

/** Longer than a BYE and its answer take on a working line; a dead line must not keep the app from closing. */
const HANG_UP_LIMIT_MS = 3_000;
const UNREGISTER_LIMIT_MS = 1_500;

export interface Ringing {
  readonly callId: string;
  readonly queueName: string | undefined;
}

export interface DeskCallsDeps {
  readonly host: ContractHost;
  readonly clock: Clock;
  /** What rings has changed. */
  readonly onRinging: (ringing: readonly Ringing[]) => void;
  /** How many calls there are, or what the person wants of the shell, has changed. */
  readonly onDesk?: (calls: number, preferences: Preferences | undefined) => void;
}

export class DeskCalls {
  readonly #deps: DeskCallsDeps;
  readonly #subscriber: Subscriber;
  readonly #calls = new Map<string, CallRow>();
  readonly #waiting = new Set<() => void>();
  #phone: Health['phone'] | undefined;
  #preferences: Preferences | undefined;

  constructor(deps: DeskCallsDeps) {
    this.#deps = deps;
    this.#subscriber = {
      page: 'console',
      isBehind: () => false,
      send: (topic, message) => this.#receive(topic, message),
    };
    deps.host.subscribe(this.#subscriber, 'calls');
    deps.host.subscribe(this.#subscriber, 'health');
    deps.host.subscribe(this.#subscriber, 'preferences');
  }

  /** Hangs up every call and waits until they are over. */
  async endCalls(): Promise<void> {
    for (const callId of this.#live()) void this.#deps.host.run('console', 'call.hangUp', { callId });
    await this.#until(() => this.#live().length === 0, HANG_UP_LIMIT_MS);
  }

  /** Signs out, which takes the phone off the PBX, so that no queue rings a desk that has closed. */
  async leave(): Promise<void> {
    await this.#deps.host.run('console', 'session.signOut', {});
    await this.#until(() => this.#phone === 'signedOut' || this.#phone === 'starting', UNREGISTER_LIMIT_MS);
    this.#deps.host.unsubscribe(this.#subscriber);
  }

  #live(): string[] {
    return [...this.#calls.values()].filter(holdsLine).map((call) => call.id);
  }

  #receive(topic: TopicName, message: TopicMessage): void {
    const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
    if (topic === 'preferences')
      this.#preferences = (new Map(rows).get(ONLY_KEY) as Preferences | undefined) ?? this.#preferences;
    else if (topic === 'health')
      this.#phone = (new Map(rows).get(ONLY_KEY) as Health | undefined)?.phone ?? this.#phone;
    else this.#follow(rows as [string, CallRow][], message);
    if (topic !== 'health') this.#deps.onDesk?.(this.#live().length, this.#preferences);
    for (const look of [...this.#waiting]) look();
  }

  #follow(rows: readonly [string, CallRow][], message: TopicMessage): void {
    if (message.kind === 'snapshot') this.#calls.clear();
    else message.removals.forEach((key) => this.#calls.delete(key));
    rows.forEach(([key, row]) => this.#calls.set(key, row));
    const ringing = [...this.#calls.values()].filter(
      (call) =>
        call.state === 'ringing' && !call.silenced && (call.purpose === undefined || call.purpose === 'callback'),
    );
    this.#deps.onRinging(ringing.map((call) => ({ callId: call.id, queueName: call.queueName })));
  }

  #until(isTrue: () => boolean, limitMs: number): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        this.#waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (isTrue()) end();
      };
      const cancel = this.#deps.clock.after(limitMs, end);
      this.#waiting.add(look);
    });
  }
}
