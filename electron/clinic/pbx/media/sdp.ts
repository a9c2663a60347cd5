// The little SDP that this PBX needs (RFC 8866, JSEP RFC 8829): one audio section, PCMU and telephone-event, no trickle.

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface RemoteDescription {
  readonly ufrag: string;
  readonly password: string;
  /** `sha-256 AA:BB…` */
  readonly fingerprint: string;
  readonly setup: 'actpass' | 'active' | 'passive';
  readonly direction: Direction;
  readonly mid: string;
  /** Payload type of PCMU in this description. */
  readonly pcmu: number;
  /** Payload type of telephone-event at 8 kHz (RFC 4733), if there is one. */
  readonly dtmf: number | undefined;
  /** The m= lines in order; every one but the audio one is refused in the answer. */
  readonly sections: readonly {
    readonly kind: string;
    readonly protocol: string;
    readonly formats: string;
    readonly mid: string;
  }[];
  /** Which section is the audio one. */
  readonly audioIndex: number;
}

export interface LocalMedia {
  readonly sessionId: string;
  readonly version: number;
  readonly address: string;
  readonly port: number;
  readonly candidate: string;
  readonly ufrag: string;
  readonly password: string;
  readonly fingerprint: string;
  readonly ssrc: number;
}

const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
/** Payload type we offer for telephone-event at 8 kHz; Chromium uses the same. */
export const DTMF_PAYLOAD = 126;

const attribute = (lines: readonly string[], name: string): string | undefined =>
  lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3);

/** The payload type mapped to `codec/8000`, RFC 8866 6.6; PCMU is static 0 even without a map. */
function payloadOf(lines: readonly string[], formats: readonly string[], codec: string): number | undefined {
  for (const line of lines) {
    const match = /^a=rtpmap:(\d{1,3}) ([^/]+)\/8000(?:\/1)?$/i.exec(line);
    if (match && match[2]?.toLowerCase() === codec && formats.includes(match[1] ?? '')) return Number(match[1]);
  }
  return codec === 'pcmu' && formats.includes('0') ? 0 : undefined;
}

/** Reads a description from a phone, or says why it cannot be used. */
export function parseDescription(sdp: string): RemoteDescription | string {
  if (sdp.length > 30_000) return 'too long';
  const lines = sdp.split(/\r?\n/).map((line) => line.trim());
  if (!lines[0]?.startsWith('v=0')) return 'not SDP';
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const common = lines.slice(0, starts[0] ?? 0);
  const sections = starts.map((start, i) => lines.slice(start, starts[i + 1] ?? lines.length));
  const audioIndex = sections.findIndex((section) => /^m=audio [1-9]/.test(section[0] ?? ''));
  const audio = sections[audioIndex];
  if (!audio) return 'no audio';
  const get = (name: string): string | undefined => attribute(audio, name) ?? attribute(common, name);
  const formats = (audio[0] ?? '').split(' ').slice(3);
  const pcmu = payloadOf(audio, formats, 'pcmu');
  if (pcmu === undefined) return 'no PCMU';
  const [ufrag, password, fingerprint] = [get('ice-ufrag'), get('ice-pwd'), get('fingerprint')];
  if (!ufrag || !password || !fingerprint) return 'no ICE or DTLS';
  const setup = get('setup');
  return {
    ufrag,
    password,
    fingerprint,
    setup: setup === 'active' || setup === 'passive' ? setup : 'actpass',
    direction: DIRECTIONS.find((one) => audio.includes(`a=${one}`) || common.includes(`a=${one}`)) ?? 'sendrecv',
    mid: attribute(audio, 'mid') ?? '0',
    pcmu,
    dtmf: payloadOf(audio, formats, 'telephone-event'),
    sections: sections.map((section, i) => {
      const [kind = '', , protocol = '', ...rest] = (section[0] ?? '').slice(2).split(' ');
      return { kind, protocol, formats: rest.join(' '), mid: attribute(section, 'mid') ?? String(i) };
    }),
    audioIndex,
  };
}

/** What we may do when the phone does `remote` (RFC 3264 6.1). */
export function answerDirection(remote: Direction): Direction {
  switch (remote) {
    case 'sendrecv':
      return 'sendrecv';
    case 'sendonly':
      return 'recvonly';
    case 'recvonly':
      return 'sendonly';
    case 'inactive':
      return 'inactive';
  }
}

/** RFC 3264 8.4: a phone that no longer wants to receive has put us on hold. */
export const isHold = (remote: Direction): boolean => remote === 'sendonly' || remote === 'inactive';

function head(media: LocalMedia, mid: string): string[] {
  return [
    'v=0',
    `o=- ${media.sessionId} ${media.version} IN IP4 ${media.address}`,
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mid}`,
    'a=msid-semantic: WMS *',
  ];
}

interface AudioParts {
  readonly mid: string;
  readonly direction: Direction;
  readonly setup: 'actpass' | 'passive';
  readonly pcmu: number;
  readonly dtmf: number | undefined;
}

function audioSection(media: LocalMedia, parts: AudioParts): string[] {
  const formats = [parts.pcmu, ...(parts.dtmf === undefined ? [] : [parts.dtmf])];
  return [
    `m=audio ${media.port} UDP/TLS/RTP/SAVPF ${formats.join(' ')}`,
    `c=IN IP4 ${media.address}`,
    `a=mid:${parts.mid}`,
    `a=${parts.direction}`,
    'a=rtcp-mux',
    `a=rtcp:9 IN IP4 0.0.0.0`,
    `a=ice-ufrag:${media.ufrag}`,
    `a=ice-pwd:${media.password}`,
    `a=fingerprint:${media.fingerprint}`,
    `a=setup:${parts.setup}`,
    `a=rtpmap:${parts.pcmu} PCMU/8000`,
    ...(parts.dtmf === undefined ? [] : [`a=rtpmap:${parts.dtmf} telephone-event/8000`, `a=fmtp:${parts.dtmf} 0-15`]),
    'a=ptime:20',
    'a=maxptime:60',
    'a=msid:clinic audio',
    `a=ssrc:${media.ssrc} cname:clinic`,
    `a=candidate:${media.candidate}`,
    'a=end-of-candidates',
  ];
}

/** An offer to a phone. */
export function buildOffer(media: LocalMedia, direction: Direction = 'sendrecv'): string {
  const parts = { mid: '0', direction, setup: 'actpass', pcmu: 0, dtmf: DTMF_PAYLOAD } as const;
  return `${[...head(media, '0'), ...audioSection(media, parts)].join('\r\n')}\r\n`;
}

/** The answer to a phone's offer: its audio section taken, every other section refused with port 0. */
export function buildAnswer(media: LocalMedia, offer: RemoteDescription): string {
  const parts = { ...offer, direction: answerDirection(offer.direction), setup: 'passive' } as const;
  const sections = offer.sections.flatMap((section, index) =>
    index === offer.audioIndex
      ? audioSection(media, parts)
      : [
          `m=${section.kind} 0 ${section.protocol} ${section.formats}`,
          'c=IN IP4 0.0.0.0',
          `a=mid:${section.mid}`,
          'a=inactive',
        ],
  );
  return `${[...head(media, offer.mid), ...sections].join('\r\n')}\r\n`;
}
