import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxesFor, inOrder, lampOf, messageKey } from './messages.ts';

const box = (mailbox: string, owner?: string) => ({ mailbox, context: 'practice', name: mailbox, owner });
const users = [{ id: 'chloe' }, { id: 'imani' }];

describe('mailboxes', () => {
  it('one’s own is nobody else’s; everything else is shared', () => {
    const boxes = [box('101', 'chloe'), box('102', 'imani'), box('790', 'Front desk'), box('791')];
    expect(boxesFor(boxes, users, 'chloe').map((each) => each.mailbox)).toEqual(['101', '790', '791']);
  });
  it('name a message by box and id, whatever folder it is in', () =>
    expect(messageKey({ mailbox: '790', context: 'practice', id: '1-0' })).toBe('790@practice/1-0'));
});

const message = fc.record({
  folder: fc.constantFrom('new' as const, 'old' as const),
  urgent: fc.boolean(),
  at: fc.nat(),
});
it('are counted and ordered: new first, urgent before the rest, then who waits longest', () => {
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      const { newCount, oldCount } = lampOf(messages);
      expect(newCount + oldCount).toBe(messages.length);
      const ordered = inOrder(messages);
      expect(ordered.slice(0, newCount).every((each) => each.folder === 'new')).toBe(true);
      const fresh = ordered.slice(0, newCount);
      const urgent = fresh.filter((each) => each.urgent);
      expect(fresh.slice(0, urgent.length)).toEqual(urgent);
      expect(urgent.map((each) => each.at)).toEqual(urgent.map((each) => each.at).sort((a, b) => a - b));
    }),
  );
});
