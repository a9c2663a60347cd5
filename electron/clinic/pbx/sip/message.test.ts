import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cseq, header, headers, parseSip, serializeSip } from './message.ts';
import type { SipRequest } from './message.ts';

/** Any bytes, as a string: cheaper than fast-check's own, and as nasty. */
const junk = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

const INVITE = [
  'INVITE sip:101@clinic.demo SIP/2.0',
  'Via: SIP/2.0/WS host.invalid;branch=z9hG4bK1',
  'From: "Ana" <sip:102@clinic.demo>;tag=a',
  'To: <sip:101@clinic.demo>',
  'Call-ID: 1@x',
  'CSeq: 7 INVITE',
];
const text = (lines: readonly string[], body = ''): string => `${lines.join('\r\n')}\r\n\r\n${body}`;
const request = (lines: readonly string[], body?: string): SipRequest => {
  const parsed = parseSip(text(lines, body));
  if (!parsed.ok || parsed.message.kind !== 'request') throw new Error(parsed.ok ? 'a response' : parsed.why);
  return parsed.message;
};

describe('parseSip', () => {
  it('reads a request', () => {
    const message = request(INVITE, 'v=0');
    expect(message).toMatchObject({ method: 'INVITE', uri: 'sip:101@clinic.demo', body: 'v=0' });
    expect(cseq(message)).toEqual({ number: 7, method: 'INVITE' });
  });

  it('reads a response with an empty reason', () => {
    const parsed = parseSip(text(['SIP/2.0 180 ', ...INVITE.slice(1)]));
    expect(parsed).toMatchObject({ ok: true, message: { kind: 'response', status: 180, reason: '' } });
  });

  it('knows compact names, odd case, folding and blanks before the colon (RFC 4475 3.1.1.1)', () => {
    const message = request([
      'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
      'TO :',
      ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
      'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
      '  ;',
      '  tag = 98asjd8',
      'MaX-fOrWaRdS: 0068',
      'i: wsinv.ndaksdj@192.0.2.1',
      'cseq: 0009',
      '  INVITE',
      'v: SIP  / 2.0  / UDP 192.0.2.2;branch=390skdjuw',
      's :',
    ]);
    expect(header(message, 'Call-ID')).toBe('wsinv.ndaksdj@192.0.2.1');
    expect(header(message, 'To')).toContain('1918181833n');
    expect(header(message, 'subject')).toBe('');
    expect(cseq(message)?.number).toBe(9);
    expect(headers(message, 'Via')).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['only line ends', '\r\n\r\n'],
    ['another protocol', text(['GET / HTTP/1.1', 'Host: x'])],
    ['another SIP version (RFC 4475 3.1.2.16)', text(['INVITE sip:a@b SIP/7.0', ...INVITE.slice(1)])],
    ['blanks in the URI (3.1.2.6)', text(['INVITE sip:a@b; lr SIP/2.0', ...INVITE.slice(1)])],
    ['a line that is no header', text([...INVITE, 'no colon here'])],
    ['too many headers', text([...INVITE, ...Array.from({ length: 300 }, (_, i) => `X-${i}: y`)])],
    ['too long', text(INVITE, 'x'.repeat(70_000))],
  ])('drops %s', (_what, message) => {
    expect(parseSip(message)).toMatchObject({ ok: false });
    expect(parseSip(message)).not.toHaveProperty('answerable');
  });

  it.each([
    ['no To', INVITE.filter((line) => !line.startsWith('To')), false],
    ['CSeq of another method (3.1.2.17)', [...INVITE.slice(0, 5), 'CSeq: 7 BYE'], true],
    ['CSeq too large (3.1.2.4)', [...INVITE.slice(0, 5), 'CSeq: 36893488147419103232 INVITE'], true],
    ['Content-Length too large (3.1.2.2)', [...INVITE, 'Content-Length: 9999'], true],
    ['Content-Length negative (3.1.2.3)', [...INVITE, 'Content-Length: -999'], true],
  ])('refuses %s', (_what, lines, answerable) => {
    const parsed = parseSip(text(lines));
    expect(parsed.ok).toBe(false);
    expect('answerable' in parsed).toBe(answerable);
  });

  it('ignores what comes after the declared length (RFC 3261 18.3)', () => {
    expect(request([...INVITE, 'Content-Length: 3'], 'v=0 and more').body).toBe('v=0');
  });

  it('never throws, whatever arrives', () => {
    fc.assert(fc.property(junk(400), (text) => void parseSip(text)));
  });

  it('never throws on a message with a damaged place', () => {
    const whole = text(INVITE, 'v=0\r\n');
    const place = fc.nat(whole.length);
    fc.assert(
      fc.property(place, fc.nat(20), junk(20), (at, cut, dirt) => {
        const parsed = parseSip(whole.slice(0, at) + dirt + whole.slice(at + cut));
        if (parsed.ok) expect(parseSip(serializeSip(parsed.message)).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('serializeSip', () => {
  it('gives back what was read', () => {
    const message = request([...INVITE, 'X-Any: a; b="c, d"'], 'Ünïcode ☎');
    const again = parseSip(serializeSip(message));
    expect(again).toMatchObject({ ok: true, message: { body: 'Ünïcode ☎', uri: message.uri } });
    expect(serializeSip(message)).toContain(`Content-Length: ${Buffer.byteLength('Ünïcode ☎')}`);
  });

  it('lets no value start a header of its own', () => {
    fc.assert(
      fc.property(junk(60), (value) => {
        const out = serializeSip({ ...request(INVITE), headers: [['X-Name', `a\r\nX-Evil: ${value}`]] });
        expect(out).not.toMatch(/^X-Evil:/m);
      }),
    );
  });
});
