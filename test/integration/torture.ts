// Messages after RFC 4475 (SIP torture tests), by the section they come from, aimed at a phone. Those that are valid may
// ring; none may break anything.
interface Parts {
  readonly start?: string;
  readonly lines?: readonly string[];
  readonly drop?: readonly string[];
  readonly body?: string;
}

function message(name: string, target: string, parts: Parts): string {
  const body = parts.body ?? '';
  const usual: Record<string, string> = {
    Via: `SIP/2.0/WS torture.invalid;branch=z9hG4bK${name}`,
    From: `"T" <sip:${name}@pbx.test>;tag=${name}`,
    To: '<sip:101@pbx.test>',
    'Call-ID': `torture-${name}`,
    CSeq: '1 INVITE',
    'Max-Forwards': '70',
    Contact: '<sip:torture@127.0.0.1;transport=ws>',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const given = new Set(parts.lines?.map((line) => (line.split(':')[0] ?? '').trim().toLowerCase()));
  const kept = Object.entries(usual)
    .filter(([key]) => !parts.drop?.includes(key) && !given.has(key.toLowerCase()))
    .map(([key, value]) => `${key}: ${value}`);
  return [parts.start ?? `INVITE ${target} SIP/2.0`, ...kept, ...(parts.lines ?? []), '', body].join('\r\n');
}

export function tortureMessages(target: string): (readonly [name: string, text: string])[] {
  const cases: Record<string, Parts> = {
    '3.1.1.1 whitespace and folding': {
      lines: [
        'TO :\r\n <sip:101@pbx.test>   ;   x = y',
        'from   : "J Rosenberg \\\\\\""       <sip:j@x.test>\r\n  ;\r\n  tag = 98asjd8',
        'NewFangled: val\r\n continued',
        'CSeq: 0009\r\n  INVITE',
      ],
    },
    '3.1.1.2 wide range of characters': {
      start:
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@x.test SIP/2.0",
      lines: ["CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~"],
    },
    '3.1.1.4 escaped nulls': { lines: ['From: sip:null-%00-null@x.test;tag=1', 'To: sip:null-%00-null@x.test'] },
    '3.1.1.7 long values': {
      lines: [`From: "${'long '.repeat(3_000)}" <sip:x@x.test>;tag=1`, `Unknown: ${'v'.repeat(60_000)}`],
    },
    '3.1.1.8 extra octets after the message': {
      start: 'REGISTER sip:x.test SIP/2.0',
      lines: ['CSeq: 8 REGISTER', 'Content-Length: 0'],
      body: 'INVITE sip:joe@x.test SIP/2.0\r\n\r\n',
    },
    '3.1.1.11 multipart body': {
      lines: ['Content-Type: multipart/mixed;boundary=x'],
      body: '--x\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x--',
    },
    '3.1.1.12 unusual reason': {
      start:
        'SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e \u0434\u0435\u0432\u044f\u043d\u043e\u0441\u0442\u043e',
    },
    '3.1.1.13 empty reason': { start: 'SIP/2.0 100 ' },
    '3.1.2.1 extraneous separators': { lines: ['Contact: <sip:x@x.test> ; , ;;', 'Via: SIP/2.0/UDP 192.0.2.15;;,;,,'] },
    '3.1.2.2 content length too large': {
      lines: ['Content-Length: 9999', 'Content-Type: application/sdp'],
      body: 'v=0\r\n',
    },
    '3.1.2.3 negative content length': { lines: ['Content-Length: -999'] },
    '3.1.2.4 overlarge scalars': {
      start: 'REGISTER sip:x.test SIP/2.0',
      lines: ['CSeq: 36893488147419103232 REGISTER', 'Max-Forwards: 300', 'Expires: 10000000000000000000'],
    },
    '3.1.2.5 overlarge scalars in a response': {
      start: 'SIP/2.0 503 Service Unavailable',
      lines: ['CSeq: 9292394834772304023312 OPTIONS', 'Retry-After: 949302838503028349304023988'],
    },
    '3.1.2.6 unterminated quote': { lines: ['To: "Mr. J. User <sip:j.user@x.test>'] },
    '3.1.2.7 angle brackets around the request URI': { start: 'INVITE <sip:101@x.test> SIP/2.0' },
    '3.1.2.8 whitespace in the request URI': { start: 'INVITE sip:101@x.test; lr SIP/2.0' },
    '3.1.2.9 spaces in the start line': { start: 'INVITE  sip:101@x.test  SIP/2.0' },
    '3.1.2.10 spaces at the end of the start line': {
      start: 'OPTIONS sip:101@x.test SIP/2.0  ',
      lines: ['CSeq: 1 OPTIONS'],
    },
    '3.1.2.13 header escapes in the request URI': { start: 'INVITE sip:user@x.test?Route=%3Csip:x.test%3E SIP/2.0' },
    '3.1.2.12 bad date': { lines: ['Date: Fri, 01 Jan 2010 16:00:00 EST'] },
    '3.1.2.15 bad URI in a name address': { lines: ['To: "Watson, Thomas" < t.watson@x.test >', 'From: <>;tag=1'] },
    '3.1.2.16 unknown version': { start: 'OPTIONS sip:101@x.test SIP/7.0', lines: ['CSeq: 1 OPTIONS'] },
    '3.1.2.17 method and CSeq disagree': { start: 'OPTIONS sip:101@x.test SIP/2.0', lines: ['CSeq: 8 INVITE'] },
    '3.1.2.19 a status code that is none': { start: 'SIP/2.0 4294967301 better not break the receiver' },
    '3.2.1 no branch': { lines: ['Via: SIP/2.0/WS 192.0.2.1;branch=z9hG4bK'] },
    '3.3.1 missing fields': { drop: ['Call-ID', 'From', 'To'] },
    '3.3.2 unknown scheme': {
      start: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0',
      lines: ['CSeq: 3 OPTIONS'],
    },
    '3.3.6 unknown extension required': { lines: ['Require: nothingSupportsThis, nothingSupportsThisEither'] },
    '3.3.7 unknown content type': { lines: ['Content-Type: application/unknownformat'], body: '<audio/>' },
    '3.3.8 several values of single fields': {
      lines: [
        'CSeq: 5 INVITE',
        'Call-ID: one',
        'Call-ID: two',
        'To: <sip:a@x.test>',
        'To: <sip:b@x.test>',
        'Max-Forwards: 5',
        'Max-Forwards: 6',
      ],
    },
    '3.3.9 several content lengths': { lines: ['Content-Length: 13', 'Content-Length: 5'], body: 'There are five' },
    '3.3.10 a response nobody asked for': {
      start: 'SIP/2.0 200 OK',
      lines: ['Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923'],
    },
    '3.3.11 no hops left': { start: 'OPTIONS sip:101@x.test SIP/2.0', lines: ['CSeq: 1 OPTIONS', 'Max-Forwards: 0'] },
    '3.3.15 SDP that is not asked for': {
      lines: ['Content-Type: application/sdp', 'Accept: text/nobodyKnowsThis'],
      body: 'v=0\r\nm=video 0 RTP/AVP 31\r\n',
    },
  };
  const named = Object.entries(cases).map(
    ([name, parts], index) => [name, message(`t${index}`, target, parts)] as const,
  );
  return [
    ...named,
    ['not SIP at all', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['nothing', ''],
    ['line ends only', '\r\n\r\n\r\n'],
    ['half a message', `INVITE ${target} SIP/2.0\r\nVia: SIP/2.0/WS`],
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['control characters', '\u0000\u0001\u0002\u202e\uffff\ud800'],
    [
      'a NOTIFY nobody subscribed to',
      message('n1', target, {
        start: `NOTIFY ${target} SIP/2.0`,
        lines: ['CSeq: 1 NOTIFY', 'Event: refer', 'Subscription-State: active'],
      }),
    ],
    [
      'a BYE for a call that is not',
      message('b1', target, {
        start: `BYE ${target} SIP/2.0`,
        lines: ['CSeq: 2 BYE', 'To: <sip:101@pbx.test>;tag=gone'],
      }),
    ],
    [
      'a CANCEL for a call that is not',
      message('c1', target, { start: `CANCEL ${target} SIP/2.0`, lines: ['CSeq: 1 CANCEL'] }),
    ],
    ['an INVITE within a call that is not', message('i1', target, { lines: ['To: <sip:101@pbx.test>;tag=gone'] })],
  ];
}
