// Lamps and waiting messages of a site whose PBX is not managed from here, or cannot be just now: whose they are is listed for
// the phone page, which asks the PBX; what it reports becomes the same rows that the management would have given.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { LampWatch, PhoneReport, RegistrationState } from '../../../shared/contract/call.ts';
import type { DialEvent } from '../../../shared/domain/directory/ringing.ts';
import { watchedExtensions } from '../../../shared/domain/presence/presence.ts';
import type { Presence } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { QueueLink } from '../../ports/queues.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';

type Reported<K extends PhoneReport['kind']> = Extract<PhoneReport, { kind: K }>;
export type LampReport = Reported<'presence'> | Reported<'messages'>;

export interface PresenceDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  /** The extension of whoever is signed in. */
  readonly extension: () => string | undefined;
  readonly onLamp: (extension: string, presence: Presence) => void;
  readonly onDial: (event: DialEvent) => void;
}

const NOBODY: LampWatch = { extensions: [], mailbox: '' };
/** What the PBX told is not true any more once the phone has no place on it. */
const GONE: readonly RegistrationState[] = [
  ...(['starting', 'unreachable', 'refused', 'certificate', 'signedOut', 'takenOver'] as const),
];
/** A management link that comes back sooner is not missed. */
const LINK_MISSED_MS = 5_000;
const legOf = (extension: string): string => `lamp ${extension}`;

export class PresenceService {
  readonly #deps: PresenceDeps;
  #hasManagement = false;
  #isLinkMissed = false;
  #cancelMissing: (() => void) | undefined;
  #watch: LampWatch = NOBODY;
  /** What each lamp showed last, and who was said to ring there. */
  readonly #lamps = new Map<string, { readonly presence: Presence; readonly caller: string | undefined }>();
  #hasMessages = false;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** Whether the PBX's management tells all of this, and more. */
  use(hasManagement: boolean): void {
    this.#hasManagement = hasManagement;
    this.#linkIsThere();
  }

  /** The management's connection: without it for a while, the phone asks instead. */
  linkIs(state: QueueLink | 'notSet'): void {
    if (!this.#hasManagement) return;
    if (state === 'ok') return this.#linkIsThere();
    this.#cancelMissing ??= this.#deps.clock.after(LINK_MISSED_MS, () => {
      this.#isLinkMissed = true;
      this.refresh();
    });
  }

  #linkIsThere(): void {
    this.#cancelMissing?.();
    this.#cancelMissing = undefined;
    this.#isLinkMissed = false;
    this.refresh();
  }

  /** The site file or the person at the desk changed. */
  refresh(): void {
    const next = this.#wanted();
    if (JSON.stringify(next) === JSON.stringify(this.#watch)) return;
    this.#watch = next;
    for (const extension of [...this.#lamps.keys()]) if (!next.extensions.includes(extension)) this.#forget(extension);
    // What the management says of the mailbox from now on stands in the same row.
    if (this.#hasManagement && !this.#isLinkMissed) this.#hasMessages = false;
    else if (next.mailbox === '') this.#forgetMessages();
    this.#deps.topics.set('lampWatch', ONLY_KEY, next);
  }

  phoneIs(state: RegistrationState | undefined): void {
    if (state === undefined || !GONE.includes(state)) return;
    for (const extension of [...this.#lamps.keys()]) this.#forget(extension);
    this.#forgetMessages();
  }

  said(report: LampReport): void {
    if (report.kind === 'messages') return this.#messages(report);
    const { extension, presence, caller } = report;
    // A report may still be on its way when nobody wants it any more.
    if (!this.#watch.extensions.includes(extension)) return;
    const before = this.#lamps.get(extension);
    const text = caller && JSON.stringify(caller);
    this.#lamps.set(extension, { presence, caller: text });
    if (before?.presence !== presence) this.#deps.onLamp(extension, presence);
    if (before?.caller === text) return;
    const leg = legOf(extension);
    if (!caller) return this.#deps.onDial({ type: 'ended', leg });
    this.#deps.onDial({ type: 'began', leg, caller: { extension, ...caller, since: this.#deps.clock.now() } });
  }

  #messages({ newCount, oldCount }: Reported<'messages'>): void {
    if (this.#watch.mailbox === '') return;
    this.#hasMessages = true;
    this.#deps.topics.set('voicemailLamp', ONLY_KEY, { newCount, oldCount });
  }

  #wanted(): LampWatch {
    const site = this.#deps.site();
    const mailbox = this.#deps.extension();
    if (!site || mailbox === undefined || (this.#hasManagement && !this.#isLinkMissed)) return NOBODY;
    return { extensions: watchedExtensions(site), mailbox };
  }

  #forget(extension: string): void {
    const before = this.#lamps.get(extension);
    this.#lamps.delete(extension);
    if (before?.caller !== undefined) this.#deps.onDial({ type: 'ended', leg: legOf(extension) });
    this.#deps.onLamp(extension, 'unknown');
  }

  #forgetMessages(): void {
    if (this.#hasMessages) this.#deps.topics.remove('voicemailLamp', ONLY_KEY);
    this.#hasMessages = false;
  }
}
