// Messages left in the practice's mailboxes, and what the lamp counts. Pure.
import type { MailboxMessage } from './types.ts';

/** One name for a message, wherever it lies: the topic's key, and the id of the work it became. */
export const messageKey = (message: Pick<MailboxMessage, 'mailbox' | 'context' | 'id'>): string =>
  `${message.mailbox}@${message.context}/${message.id}`;

/** A box of the site file: whose it is decides who sees it. */
export interface Box {
  readonly mailbox: string;
  readonly context: string;
  readonly name: string;
  readonly owner?: string | undefined;
}

/**
 * The boxes that `userId` sees: shared ones, and the own one. A box is somebody's own when its owner is the id of a user
 * of this site; any other owner (a group such as "Front desk") means that everybody shares it.
 */
export const boxesFor = <B extends Box>(boxes: readonly B[], users: readonly { id: string }[], userId: string): B[] =>
  boxes.filter((box) => box.owner === userId || !users.some((user) => user.id === box.owner));

export interface LampCounts {
  readonly newCount: number;
  readonly oldCount: number;
}

export function lampOf(messages: Iterable<Pick<MailboxMessage, 'folder'>>): LampCounts {
  let newCount = 0;
  let oldCount = 0;
  for (const message of messages)
    if (message.folder === 'new') newCount++;
    else oldCount++;
  return { newCount, oldCount };
}

/** As they are worked: new before old, urgent before the rest, then who has waited longest for an answer. */
export const inOrder = <M extends Pick<MailboxMessage, 'folder' | 'urgent' | 'at'>>(messages: readonly M[]): M[] =>
  [...messages].sort(
    (a, b) =>
      Number(a.folder === 'old') - Number(b.folder === 'old') ||
      Number(b.urgent) - Number(a.urgent) ||
      // Among those heard already the latest is looked for.
      (a.folder === 'new' ? a.at - b.at : b.at - a.at),
  );
