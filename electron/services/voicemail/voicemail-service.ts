// The mailboxes of the practice: what lies in them, playing a message over a call, and handing one over as a thing to do.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { VoicemailRow } from '../../../shared/contract/voicemail.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { boxesFor, lampOf, messageKey } from '../../../shared/domain/voicemail/messages.ts';
import type { Box } from '../../../shared/domain/voicemail/messages.ts';
import type { MailboxMessage } from '../../../shared/domain/voicemail/types.ts';
import type { WorkSource } from '../../../shared/domain/work/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Mailbox, PbxPort } from '../../ports/pbx.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { CallsService } from '../calls/calls.ts';

export interface VoicemailDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly userId: () => string | undefined;
  readonly nameOf: (number: string) => string | undefined;
  readonly place: CallsService['place'];
  /** Work that is kept on disk, by id. */
  readonly keptWork: () => { get(id: string): WorkSource | undefined };
  readonly addWork: (work: WorkSource) => Result<unknown>;
  /** What lies in a box, each time it was read; `owner` as the site file has it. */
  readonly onMessages?: (messages: readonly MailboxMessage[], owner: string | undefined) => void;
  /** Somebody listened to, handed over or removed a message. */
  readonly onHandled: (what: 'play' | 'handOver' | 'remove', userId: string) => void;
}

const workId = (key: string): string => `voicemail/${key}`;

export class VoicemailService {
  readonly #deps: VoicemailDeps;
  #port: PbxPort | undefined;
  /** By box (`mailbox@context`), so that one box is read anew without the others. */
  readonly #messages = new Map<string, readonly MailboxMessage[]>();
  /** Readings under way and whether the box changed meanwhile. */
  readonly #reading = new Map<string, 'reading' | 'again'>();
  #published = new Map<string, string>();

  constructor(deps: VoicemailDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'voicemail.play': ({ message }, { userId }) => this.#play(message, userId),
    'voicemail.markDone': ({ message }) => this.#move(message, 'old'),
    'voicemail.markNew': ({ message }) => this.#move(message, 'new'),
    'voicemail.remove': ({ message }, { userId }) => this.#remove(message, userId),
    'voicemail.handOver': ({ message, ...step }, { userId }) => this.#handOver(message, step, userId),
  };

  use(port: PbxPort | undefined): void {
    if (this.#port && !port) this.#deps.topics.remove('voicemailLamp', ONLY_KEY);
    this.#port = port;
    this.#messages.clear();
    this.publish();
  }

  /** A mailbox changed, or (undefined) the link is new and all are read. */
  readonly changed = (box: Mailbox | undefined): void => {
    for (const each of this.#boxes())
      if (!box || (box.mailbox === each.mailbox && box.context === each.context)) void this.#read(each);
  };

  /** The site file or the person at the desk changed: other boxes may be shown now. */
  refresh(): void {
    const known = new Set(this.#messages.keys());
    this.publish();
    for (const box of this.#boxes()) if (!known.has(keyOf(box))) void this.#read(box);
  }

  publish(): void {
    const boxes = this.#boxes();
    const kept = this.#deps.keptWork();
    const rows = boxes.flatMap((box) =>
      (this.#messages.get(keyOf(box)) ?? []).map((each) => this.#rowOf(each, box, kept.get(workId(messageKey(each))))),
    );
    const next = new Map(rows.map((row) => [messageKey(row), JSON.stringify(row)]));
    for (const row of rows) {
      const key = messageKey(row);
      if (this.#published.get(key) !== next.get(key)) this.#deps.topics.set('voicemail', key, row);
    }
    for (const key of this.#published.keys()) if (!next.has(key)) this.#deps.topics.remove('voicemail', key);
    this.#published = next;
    // Without management of the PBX the phone itself may know of waiting messages: that lamp is left alone.
    if (this.#port && boxes.length > 0) this.#deps.topics.set('voicemailLamp', ONLY_KEY, lampOf(rows));
  }

  #boxes(): Box[] {
    const site = this.#deps.site();
    const userId = this.#deps.userId();
    return site && userId !== undefined ? boxesFor(site.voicemail?.boxes ?? [], site.users, userId) : [];
  }

  async #read(box: Box): Promise<void> {
    const key = keyOf(box);
    const port = this.#port;
    if (!port) return;
    // Two events in a row mean two readings at most: the second one sees everything.
    if (this.#reading.has(key)) return void this.#reading.set(key, 'again');
    this.#reading.set(key, 'reading');
    const answer = await port.messages(box);
    const again = this.#reading.get(key) === 'again';
    this.#reading.delete(key);
    if (this.#port !== port) return;
    if (answer.ok) {
      this.#messages.set(key, answer.value);
      this.#deps.onMessages?.(answer.value, box.owner);
      this.publish();
    }
    if (again) await this.#read(box);
  }

  #find(key: string): MailboxMessage | undefined {
    // Only what this person sees can be named.
    if (!this.#published.has(key)) return undefined;
    return [...this.#messages.values()].flat().find((message) => messageKey(message) === key);
  }

  async #play(key: string, userId: string): Promise<Result<{ callId: CallId }>> {
    const voicemail = this.#deps.site()?.voicemail;
    const message = this.#find(key);
    if (!message || !voicemail) return fail('voicemailGone');
    const placed = await this.#deps.place(voicemail.playNumber, { headers: { 'X-Voicemail-Message': key } });
    if (placed.ok) this.#deps.onHandled('play', userId);
    return placed;
  }

  async #move(key: string, to: MailboxMessage['folder']): Promise<Result<Done>> {
    return this.#change(key, (port, message) =>
      message.folder === to ? Promise.resolve(ok(undefined)) : port.moveMessage(message, to),
    );
  }

  async #remove(key: string, userId: string): Promise<Result<Done>> {
    const removed = await this.#change(key, (port, message) => port.removeMessage(message));
    if (removed.ok) this.#deps.onHandled('remove', userId);
    return removed;
  }

  async #change(
    key: string,
    change: (port: PbxPort, message: MailboxMessage) => Promise<Result<void>>,
  ): Promise<Result<Done>> {
    const message = this.#find(key);
    if (!message) return fail('voicemailGone');
    if (!this.#port) return fail('queueUnreachable');
    const changed = await change(this.#port, message);
    // Not every change is told of by the PBX: the box is read anew either way.
    this.changed(message);
    if (changed.ok) return ok({});
    return changed.error.code === 'queueRefused' ? fail('voicemailRefused') : changed;
  }

  /** Once a message: who asks again finds it with whoever has it already. */
  #handOver(key: string, step: Pick<WorkSource, 'text' | 'owner' | 'due'>, userId: string): Result<Done> {
    const message = this.#find(key);
    if (!message) return fail('voicemailGone');
    const { number, name, withheld, at, durationSeconds } = message;
    const known = number ? this.#deps.nameOf(number) : undefined;
    const kept = this.#deps.addWork({
      ...step,
      id: workId(key),
      kind: 'voicemail',
      about: withheld ? '' : (known ?? (name || number)),
      ...(number ? { number } : {}),
      createdAt: this.#deps.clock.now(),
      createdBy: userId,
      voicemail: { message: key, at, durationSeconds },
    });
    if (!kept.ok) return kept;
    this.#deps.onHandled('handOver', userId);
    this.publish();
    return ok({});
  }

  #rowOf(message: MailboxMessage, box: Box, handed: WorkSource | undefined): VoicemailRow {
    const directoryName = message.number ? this.#deps.nameOf(message.number) : undefined;
    return {
      ...message,
      box: box.name,
      ...(box.owner === undefined ? {} : { boxOwner: box.owner }),
      ...(directoryName === undefined ? {} : { directoryName }),
      ...(handed ? { handedTo: { owner: handed.owner, due: handed.due } } : {}),
    };
  }
}

const keyOf = (box: Mailbox): string => `${box.mailbox}@${box.context}`;
