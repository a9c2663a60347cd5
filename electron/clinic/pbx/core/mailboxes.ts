// Voicemail of the demo clinic: messages that "were left" before it opened, in Asterisk's shape. Nothing is recorded.
import { EventEmitter } from 'node:events';

export interface Message {
  /** `1795295840-00000000`: the second it was left in, and a running number. */
  readonly id: string;
  readonly mailbox: string;
  readonly context: string;
  /** `"Maria Lopez" <2065550177>` */
  readonly callerId: string;
  readonly seconds: number;
  readonly leftAt: number;
  /** The prompt that is played. */
  readonly sound: string;
  readonly folder: string;
}

/** A message that lies in the shared box when the clinic opens. */
export interface LeftMessage {
  readonly callerId: string;
  readonly seconds: number;
  readonly agoSeconds: number;
  readonly sound: string;
}

export const SHARED_BOX = { mailbox: '790', context: 'practice' } as const;

export class Mailboxes extends EventEmitter<{ changed: [mailbox: string, context: string] }> {
  #messages: readonly Message[];

  constructor(left: readonly LeftMessage[], now: number) {
    super();
    this.#messages = left.map(({ callerId, seconds, agoSeconds, sound }, index) => {
      const leftAt = Math.floor(now / 1000) - agoSeconds;
      const id = `${leftAt}-${index.toString(16).padStart(8, '0')}`;
      return { ...SHARED_BOX, id, callerId, seconds, leftAt, sound, folder: 'INBOX' };
    });
  }

  in(mailbox: string, context: string): readonly Message[] {
    return this.#messages.filter((message) => message.mailbox === mailbox && message.context === context);
  }

  /** By the name the console gives a message: `790@practice/1795295840-00000000`. */
  named(name: string): Message | undefined {
    return this.#messages.find(({ mailbox, context, id }) => name === `${mailbox}@${context}/${id}`);
  }

  /** Moves or (without a folder) removes; false when it is not there. */
  move(wanted: Pick<Message, 'mailbox' | 'context' | 'folder' | 'id'>, to: string | undefined): boolean {
    const isIt = (message: Message): boolean =>
      message.id === wanted.id &&
      message.mailbox === wanted.mailbox &&
      message.context === wanted.context &&
      message.folder === wanted.folder;
    if (!this.#messages.some(isIt)) return false;
    this.#messages = this.#messages.flatMap((message) =>
      isIt(message) ? (to === undefined ? [] : [{ ...message, folder: to }]) : [message],
    );
    this.emit('changed', wanted.mailbox, wanted.context);
    return true;
  }
}
