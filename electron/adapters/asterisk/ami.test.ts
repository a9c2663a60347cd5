import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmiFramer, actionText } from './framing.ts';
import { extensionOf, translate } from './translate.ts';

const message = (fields: Record<string, string>) =>
  new Map(Object.entries(fields).map(([key, value]) => [key.toLowerCase(), value]));

describe('the wire', () => {
  it('is the same however it is cut into pieces', () => {
    const wire = 'Event: A\r\nX: 1\r\n\r\nResponse: Success\r\nActionID: 7\r\nMessage: a: b\r\n\r\n';
    fc.assert(
      fc.property(fc.array(fc.nat(wire.length), { maxLength: 12 }), (cuts) => {
        const framer = new AmiFramer();
        const edges = [0, ...cuts.sort((a, b) => a - b), wire.length];
        const messages = edges.slice(1).flatMap((end, index) => framer.feed(wire.slice(edges[index], end)));
        expect(messages.map((each) => Object.fromEntries(each))).toEqual([
          { event: 'A', x: '1' },
          { response: 'Success', actionid: '7', message: 'a: b' },
        ]);
      }),
    );
  });
  it('survives a message without an end and goes on with the next', () => {
    const framer = new AmiFramer();
    expect(framer.feed(`Event: Flood\r\nX: ${'y'.repeat(300_000)}`)).toEqual([]);
    expect(framer.feed('\r\n\r\nEvent: Next\r\n\r\n')).toEqual([message({ event: 'Next' })]);
  });
  it('never lets a value become a header', () =>
    expect(actionText({ Action: 'QueuePause', Reason: 'lunch\r\nAction: Originate' })).toBe(
      'Action: QueuePause\r\nReason: lunch Action: Originate\r\n\r\n',
    ));
  it('takes any text for what it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const each of new AmiFramer().feed(`${text}\r\n\r\n`)) translate(each, 0);
      }),
    );
  });
});

describe("Asterisk's words", () => {
  it.each([
    ['PJSIP/101', '101'],
    ['PJSIP/101-0000001a', '101'],
    ['Local/101@agents/n', '101'],
    ['PJSIP/front-desk', 'front-desk'],
    ['', undefined],
    ['nonsense', undefined],
  ])('%s is extension %s', (name, extension) => expect(extensionOf(name)).toBe(extension));

  it('a caller who joins', () => {
    const joined = message({
      event: 'QueueCallerJoin',
      queue: 'front-desk',
      uniqueid: '1.2',
      position: '3',
      calleridnum: '2065550123',
      calleridname: 'A\u202eB',
    });
    expect(translate(joined, 5000)).toMatchObject([
      {
        type: 'joined',
        caller: { entry: '1.2', queue: 'front-desk', position: 3, number: '2065550123', name: 'AB', withheld: false },
      },
    ]);
  });
  it.each(['<unknown>', 'anonymous', ''])('a withheld number: "%s"', (number) => {
    expect(
      translate(
        message({ event: 'QueueCallerJoin', queue: 'q', uniqueid: '1', position: '1', calleridnum: number }),
        0,
      ),
    ).toMatchObject([{ caller: { number: '', withheld: true } }]);
  });
  it('nonsense numbers never become negative waits or positions', () => {
    expect(
      translate(message({ event: 'QueueCallerJoin', queue: 'q', uniqueid: '1', position: '-4', wait: '-100' }), 1000),
    ).toMatchObject([{ caller: { position: 1, joinedAt: 1000 } }]);
  });
  it('a member in wrap-up, by the time of the last call', () => {
    const member = message({
      event: 'QueueMemberStatus',
      queue: 'q',
      stateinterface: 'PJSIP/101',
      membername: 'Ana',
      status: '1',
      paused: '0',
      lastcall: '100',
      wrapuptime: '15',
    });
    expect(translate(member, 0)).toMatchObject([
      { type: 'member', member: { extension: '101', presence: 'free', wrapUpUntil: 115_000 } },
    ]);
  });
  it('unknown events and events without ids mean nothing', () => {
    expect(translate(message({ event: 'Newchannel', uniqueid: '1' }), 0)).toEqual([]);
    expect(translate(message({ event: 'QueueCallerLeave' }), 0)).toEqual([]);
  });
});
