// Lamps without management of the PBX: this phone subscribes to what colleagues' phones do (RFC 6665), and to its own
// mailbox. It reports each lamp as it changes; who shows it is decided in main.
import { Subscriber, SubscriptionState } from 'sip.js';
import type { Notification, URI, UserAgent } from 'sip.js';
import type { LampWatch, PhoneReport } from '../../../shared/contract/call.ts';
import {
  availabilityOf,
  callerOf,
  dialogsAfter,
  lampOf,
  messageCounts,
} from '../../../shared/domain/presence/presence.ts';
import type { PhoneFacts } from '../../../shared/domain/presence/presence.ts';
import { parseXml } from './xml.ts';

const EXPIRES_S = 600;
/** Two hundred lamps are asked for one after the other, not as one burst. */
const STEP_MS = 10;
/** What was refused may be set up on the PBX by now. */
const REFUSED_PAUSE_MS = 60_000;
const LOST_PAUSE_MS = 2_000;

const TYPES = {
  dialog: 'application/dialog-info+xml',
  presence: 'application/pidf+xml',
  'message-summary': 'application/simple-message-summary',
} as const;
type Package = keyof typeof TYPES;

interface Kept {
  subscriber: Subscriber | undefined;
  timer: number | undefined;
}

export interface LampLine {
  readonly agent: UserAgent;
  uri(target: string): URI | undefined;
}

const NOTHING: LampWatch = { extensions: [], mailbox: '' };

export class Lamps {
  readonly #report: (report: PhoneReport) => void;
  #line: LampLine | undefined;
  #watch: LampWatch = NOTHING;
  /** By `package extension`. */
  readonly #kept = new Map<string, Kept>();
  readonly #facts = new Map<string, PhoneFacts>();
  readonly #reported = new Map<string, string>();
  #messages: { newCount: number; oldCount: number } | undefined;

  constructor(report: (report: PhoneReport) => void) {
    this.#report = report;
  }

  /** Whose lamps are wanted; an empty list ends all of it. */
  watch(watch: LampWatch): void {
    this.#watch = watch;
    if (this.#line) this.#subscribe();
  }

  /** Registered (again), over whichever socket: what was subscribed before went to an address that may be gone. */
  begin(line: LampLine): void {
    this.#drop(this.#kept.keys());
    this.#line = line;
    this.#facts.clear();
    this.#reported.clear();
    this.#subscribe();
  }

  /** Signs off from all of it, before the registration ends. */
  end(): void {
    this.#drop(this.#kept.keys());
    this.#line = undefined;
    this.#messages = undefined;
  }

  /** The host may have restarted: it is told again. */
  restate(): void {
    this.#reported.clear();
    for (const extension of this.#facts.keys()) this.#tell(extension);
    this.#tellMessages();
  }

  /** Asterisk tells of waiting messages without being asked, right after the registration. */
  unasked(notification: Notification): void {
    void notification.accept().catch(() => undefined);
    if (/^message-summary\b/i.test(notification.request.getHeader('Event') ?? ''))
      this.#messagesAre(notification.request.body);
  }

  #subscribe(): void {
    const { extensions, mailbox } = this.#watch;
    const wanted = new Set([
      ...extensions.flatMap((extension) => [`dialog ${extension}`, `presence ${extension}`]),
      ...(mailbox === '' ? [] : [`message-summary ${mailbox}`]),
    ]);
    this.#drop([...this.#kept.keys()].filter((key) => !wanted.has(key)));
    for (const extension of [...this.#facts.keys()])
      if (!extensions.includes(extension)) {
        this.#facts.delete(extension);
        this.#reported.delete(extension);
      }
    let wait = 0;
    for (const key of wanted) if (!this.#kept.has(key)) this.#askLater(key, (wait += STEP_MS));
    this.#tellMessages();
  }

  #askLater(key: string, ms: number): void {
    const kept = { subscriber: undefined, timer: window.setTimeout(() => this.#ask(key), ms) };
    this.#kept.set(key, kept);
  }

  #ask(key: string): void {
    const [name, extension = ''] = key.split(' ') as [Package, string];
    const target = this.#line?.uri(extension);
    if (!this.#line || !target) return;
    const options = { expires: EXPIRES_S, extraHeaders: [`Accept: ${TYPES[name]}`] };
    const subscriber = new Subscriber(this.#line.agent, target, name, options);
    this.#kept.set(key, { subscriber, timer: undefined });
    const isOurs = () => this.#kept.get(key)?.subscriber === subscriber;
    let wasTold = false;
    subscriber.delegate = {
      onNotify: (notification) => {
        void notification.accept().catch(() => undefined);
        wasTold = true;
        if (isOurs()) this.#heard(name, extension, notification.request.body);
      },
    };
    subscriber.stateChange.addListener((state) => {
      if (state !== SubscriptionState.Terminated || !isOurs()) return;
      if (!wasTold) this.#refused(name, extension);
      // It tells without being asked: asking would be refused for ever.
      if (name === 'message-summary' && this.#messages) return;
      this.#askLater(key, wasTold ? LOST_PAUSE_MS : REFUSED_PAUSE_MS * (1 + Math.random() / 2));
    });
    void subscriber.subscribe().catch(() => undefined);
  }

  #drop(keys: Iterable<string>): void {
    for (const key of [...keys]) {
      const kept = this.#kept.get(key);
      // Out of the map first: its end is no loss any more.
      this.#kept.delete(key);
      window.clearTimeout(kept?.timer);
      void kept?.subscriber?.unsubscribe().catch(() => undefined);
    }
  }

  #heard(name: Package, extension: string, body: string): void {
    if (name === 'message-summary') return this.#messagesAre(body);
    const before = this.#facts.get(extension) ?? {};
    const root = parseXml(body);
    if (name === 'dialog') {
      const known = typeof before.dialogs === 'object' ? before.dialogs : undefined;
      const dialogs = dialogsAfter(known, root);
      if (dialogs) this.#facts.set(extension, { ...before, dialogs });
    } else {
      const availability = availabilityOf(root);
      if (availability) this.#facts.set(extension, { ...before, availability });
    }
    this.#tell(extension);
  }

  #refused(name: Package, extension: string): void {
    if (name === 'message-summary') return;
    const fact = name === 'dialog' ? { dialogs: 'refused' as const } : { availability: 'refused' as const };
    this.#facts.set(extension, { ...this.#facts.get(extension), ...fact });
    this.#tell(extension);
  }

  #tell(extension: string): void {
    const facts = this.#facts.get(extension) ?? {};
    const caller = callerOf(facts);
    const presence = lampOf(facts);
    const report: PhoneReport = { kind: 'presence', extension, presence, ...(caller ? { caller } : {}) };
    const text = JSON.stringify(report);
    if (this.#reported.get(extension) === text) return;
    this.#reported.set(extension, text);
    this.#report(report);
  }

  #messagesAre(body: string): void {
    const counts = messageCounts(body);
    if (!counts) return;
    this.#messages = counts;
    this.#tellMessages();
  }

  #tellMessages(): void {
    if (this.#messages && this.#watch.mailbox !== '') this.#report({ kind: 'messages', ...this.#messages });
  }
}
