import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmiReader, writeBlock } from './framing.ts';

/** Any bytes, as a string: cheaper than fast-check's own, and as nasty. */
const junk = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('AMI framing', () => {
  it('reads actions however the bytes are cut', () => {
    const stream = 'Action: Login\r\nUsername: a\r\nSecret: b:c\r\n\r\nAction: Ping\nActionID: 7\n\n';
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), (cuts) => {
        const reader = new AmiReader();
        const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const pieces = places.slice(1).map((end, i) => stream.slice(places[i], end));
        const actions = pieces.flatMap((piece) => reader.read(piece));
        expect(actions.map((action) => (action === 'malformed' ? action : Object.fromEntries(action)))).toEqual([
          { action: 'Login', username: 'a', secret: 'b:c' },
          { action: 'Ping', actionid: '7' },
        ]);
      }),
    );
  });

  it('calls out what is no action', () => {
    const reader = new AmiReader();
    expect(reader.read('no colon\r\n\r\n')).toEqual(['malformed']);
    expect(reader.read('Foo: bar\r\n\r\n')).toEqual(['malformed']);
    expect(reader.read('x'.repeat(40_000))).toEqual(['malformed']);
    expect(reader.read('Action: Ping\r\n\r\n')).toHaveLength(1);
  });

  it('never throws and never grows without end', () => {
    fc.assert(
      fc.property(fc.array(junk(200)), (chunks) => {
        const reader = new AmiReader();
        for (const chunk of chunks) reader.read(chunk);
      }),
    );
  });

  it('writes no line that a value made up', () => {
    expect(writeBlock([['CallerIDName', 'x\r\nEvent: Fake']])).toBe('CallerIDName: x Event: Fake\r\n\r\n');
  });
});
