import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectoryEntry } from '../site/site.ts';
import type { PhoneFacts, XmlNode } from './presence.ts';
import { availabilityOf, callerOf, dialogsAfter, lampOf, messageCounts, watchedExtensions } from './presence.ts';

const node = (name: string, children: XmlNode[] | string = [], attributes: Record<string, string> = {}): XmlNode => ({
  name,
  attributes,
  ...(typeof children === 'string' ? { text: children, children: [] } : { text: '', children }),
});
const dialog = (state: string, part: Record<string, string> = {}, more: XmlNode[] = []) =>
  node('dialog', [node('state', state), ...more], { id: '103', ...part });
const info = (dialogs: XmlNode[], part: Record<string, string> = {}) =>
  node('dialog-info', dialogs, { version: '1', state: 'full', ...part });
const remote = (uri: string, display = '') =>
  node('remote', [node('identity', uri, display === '' ? {} : { display })]);

/** As Asterisk writes it. */
const pidf = (basic: string, activity?: string) =>
  node('presence', [
    node('note', 'Ready'),
    node('tuple', [node('status', [node('basic', basic)])], { id: '103' }),
    node('person', [node('status', activity === undefined ? [] : [node('activities', [node(activity)])])]),
  ]);
const facts = (dialogs: XmlNode | undefined, presence: XmlNode | undefined): PhoneFacts => {
  const known = dialogsAfter(undefined, dialogs);
  const availability = availabilityOf(presence);
  return { ...(known ? { dialogs: known } : {}), ...(availability ? { availability } : {}) };
};

describe('the lamp of a phone', () => {
  it.each([
    ['free', info([dialog('terminated')]), pidf('open')],
    ['free', info([]), pidf('open')],
    ['ringing', info([dialog('early', { direction: 'recipient' })]), pidf('open', 'busy')],
    ['busy', info([dialog('early', { direction: 'initiator' })]), pidf('open')],
    ['busy', info([dialog('confirmed')]), pidf('open', 'busy')],
    ['busy', info([dialog('early'), dialog('confirmed', { id: 'b' })]), pidf('open')],
    ['busy', undefined, pidf('closed', 'on-the-phone')],
    ['away', info([dialog('terminated')]), pidf('open', 'away')],
    ['unregistered', info([dialog('terminated')]), pidf('closed', 'away')],
    ['unknown', info([dialog('terminated')]), undefined],
    ['unknown', undefined, undefined],
  ])('%s', (lamp, dialogs, presence) => expect(lampOf(facts(dialogs, presence))).toBe(lamp));

  it('is what the other package says where one is refused', () => {
    const { dialogs } = facts(info([]), undefined);
    expect(lampOf({ ...(dialogs ? { dialogs } : {}), availability: 'refused' })).toBe('free');
    expect(lampOf({ dialogs: 'refused', availability: 'open' })).toBe('free');
    expect(lampOf({ dialogs: 'refused', availability: 'refused' })).toBe('unknown');
  });
});

describe('dialogs', () => {
  it('say who calls the phone that rings, and nobody else', () => {
    const rings = (uri: string, name?: string) =>
      callerOf(facts(info([dialog('early', {}, [remote(uri, name)])]), undefined));
    expect(rings('sip:2065550122@pbx', 'Maria\u202e Lopez')).toEqual({
      ...{ number: '2065550122', name: 'Maria Lopez', withheld: false },
    });
    expect(rings('sip:anonymous@anonymous.invalid', 'Maria')).toEqual({ number: '', name: '', withheld: true });
    expect(rings('nonsense')).toBeUndefined();
    const talks = info([dialog('confirmed', {}, [remote('sip:2065550122@pbx')])]);
    expect(callerOf(facts(talks, undefined))).toBeUndefined();
  });

  it('are changed by partial documents in their order, and begin anew with a full one', () => {
    const first = dialogsAfter(undefined, info([dialog('early', { id: 'a' })], { version: '4' }));
    const partial = (version: string, ...dialogs: XmlNode[]) =>
      dialogsAfter(first, info(dialogs, { version, state: 'partial' }));
    expect([...(partial('5', dialog('confirmed', { id: 'b' }))?.live.keys() ?? [])]).toEqual(['a', 'b']);
    expect(partial('5', dialog('terminated', { id: 'a' }))?.live.size).toBe(0);
    expect(partial('4', dialog('terminated', { id: 'a' }))).toBeUndefined();
    expect(dialogsAfter(undefined, info([], { state: 'partial' }))).toBeUndefined();
    expect(dialogsAfter(first, info([], { version: '0' }))?.live.size).toBe(0);
  });
});

describe('waiting messages', () => {
  it.each([
    ['Messages-Waiting: yes\r\nMessage-Account: sip:101@pbx\r\nVoice-Message: 2/8 (0/0)\r\n', [2, 8]],
    ['Messages-Waiting: no\r\nVoice-Message: 0/3\r\n', [0, 3]],
    ['messages-waiting: no', [0, 0]],
  ])('%s', (body, [newCount, oldCount]) => expect(messageCounts(body)).toEqual({ newCount, oldCount }));
  it.each(['', 'Messages-Waiting: yes', 'Voice-Message: many/none'])('"%s" says nothing', (body) =>
    expect(messageCounts(body)).toBeUndefined(),
  );
});

describe('whose lamps are asked for', () => {
  const entry = (number: string, kind: DirectoryEntry['kind'] = 'person') =>
    DirectoryEntry.parse({ id: `e${number.replace(/\D/g, 'x')}`, name: number, number, kind });
  const user = { id: 'chloe', name: 'Chloe', role: 'receptionist', extension: '101' } as const;
  it('those of colleagues and rooms, once each', () => {
    const directory = [entry('201'), entry('101'), entry('601', 'room'), entry('680', 'page'), entry('2065550188')];
    expect(watchedExtensions({ users: [user], directory })).toEqual(['101', '201', '601']);
  });
  it('two hundred at most', () => {
    const directory = Array.from({ length: 500 }, (_, index) => entry(String(1000 + index)));
    expect(watchedExtensions({ users: [user], directory })).toHaveLength(200);
  });
});

describe('whatever a PBX sends', () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom('dialog-info', 'dialog', 'state', 'remote', 'identity', 'presence', 'tuple', 'status', 'basic'),
    fc.constantFrom('person', 'activities', 'busy', 'away'),
  );
  const texts = fc.oneof(fc.string(), fc.constantFrom('early', 'confirmed', 'open', 'closed', 'sip:%E0%A4%A@x'));
  const attributes = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('id', 'version', 'state', 'direction', 'display', '__proto__')),
    fc.oneof(fc.string(), fc.constantFrom('partial', 'full', '1', '-1', '1e400', 'NaN')),
  );
  const { tree } = fc.letrec<{ tree: XmlNode }>((tie) => ({
    tree: fc.record({
      name: names,
      attributes,
      text: texts,
      children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
    }),
  }));

  it('nothing throws, and there is always a lamp', () => {
    const document = tree.map((root) => ({ ...root, name: root.children.length % 2 ? 'dialog-info' : 'presence' }));
    fc.assert(
      fc.property(fc.array(fc.oneof(tree, document), { maxLength: 5 }), fc.string(), (roots, body) => {
        let known: PhoneFacts = {};
        for (const root of roots) {
          const before = typeof known.dialogs === 'object' ? known.dialogs : undefined;
          const dialogs = dialogsAfter(before, root);
          const availability = availabilityOf(root);
          known = { ...known, ...(dialogs ? { dialogs } : {}), ...(availability ? { availability } : {}) };
          expect(['free', 'ringing', 'busy', 'away', 'unregistered', 'unknown']).toContain(lampOf(known));
          callerOf(known);
        }
        messageCounts(body);
      }),
    );
  });
});
