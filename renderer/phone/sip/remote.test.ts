import fc from 'fast-check';
import { Core } from 'sip.js';
import { describe, expect, it } from 'vitest';
import { plainText, queueOf, remoteOf } from './remote.ts';

/** An INVITE as it comes off the wire, through SIP.js's own parser. */
function invite(headers: string): Core.IncomingRequestMessage | undefined {
  const text = `INVITE sip:101@clinic.demo SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nTo: <sip:101@clinic.demo>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n${headers}\r\n\r\n`;
  const silent = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
  return Core.Parser.parseMessage(text, silent as never) as Core.IncomingRequestMessage | undefined;
}
const remote = (headers: string) => remoteOf(invite(headers)!);

describe('who is on the other side', () => {
  it('comes from From, or from P-Asserted-Identity where there is one', () => {
    expect(remote('From: "Jane" <sip:2065550123@pbx>;tag=1')).toEqual({
      number: '2065550123',
      name: 'Jane',
      withheld: false,
    });
    expect(remote('From: <sip:x@pbx>;tag=1\r\nP-Asserted-Identity: "Ana R." <sip:201@pbx>')).toEqual({
      number: '201',
      name: 'Ana R.',
      withheld: false,
    });
  });
  it.each([
    '<sip:anonymous@anonymous.invalid>',
    '"Anonymous" <sip:anonymous@pbx>',
    '<sip:Restricted@pbx>',
    '<sip:2065550123@anonymous.invalid>',
  ])('%s is withheld: no number and no name', (from) => {
    expect(remote(`From: ${from};tag=1`)).toEqual({ number: '', name: '', withheld: true });
  });
  it('markup stays text, control characters and bidi overrides go', () => {
    const { name } = remote('From: "<b>x</b>\u202egnp.exe" <sip:1@pbx>;tag=1');
    expect(name).toBe('<b>x</b>gnp.exe');
  });
  it('takes any display name without harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(plainText(text)).not.toMatch(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
        expect(plainText(text).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});

describe('the queue leg', () => {
  it('is read from the headers of the pre-dial routine', () => {
    const request = invite(
      'From: <sip:1@pbx>;tag=1\r\nX-Queue: front-desk\r\nX-Queue-Entry: 17.4\r\nX-Linked-Id: 17.1',
    )!;
    expect(queueOf(request)).toEqual({ queue: 'front-desk', entry: '17.4', linkedId: '17.1' });
    expect(queueOf(invite('From: <sip:1@pbx>;tag=1')!)).toBeUndefined();
  });
});
