import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DtmfReader } from './dtmf.ts';
import { SoundMeter, toneShare } from './meter.ts';
import { FRAME_SAMPLES, SILENCE, decodeSample, encodeSample } from './mulaw.ts';
import { ReceptionStats } from './reception.ts';
import { holdMusic, prompt, ringback, silence, tone } from './sources.ts';
import { answerDirection, buildAnswer, buildOffer, parseDescription } from './sdp.ts';
import type { LocalMedia } from './sdp.ts';

/** Any bytes, as a string: cheaper than fast-check's own, and as nasty. */
const junk = (maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

const hear = (source: () => Buffer, frames = 30): SoundMeter => {
  const meter = new SoundMeter();
  for (let i = 0; i < frames; i += 1) meter.hear(source());
  return meter;
};

describe('µ-law', () => {
  it('keeps every code, and every sample within a step', () => {
    for (let code = 0; code < 256; code += 1)
      expect(decodeSample(encodeSample(decodeSample(code)))).toBe(decodeSample(code));
    fc.assert(
      fc.property(fc.integer({ min: -32_635, max: 32_635 }), (sample) => {
        const error = Math.abs(decodeSample(encodeSample(sample)) - sample);
        expect(error).toBeLessThanOrEqual(Math.max(8, Math.abs(sample) * 0.07));
      }),
    );
    expect(decodeSample(SILENCE[0] ?? 0)).toBe(0);
  });
});

describe('measuring', () => {
  it.each([440, 1000, 1200])('hears %i Hz and nothing else', (hertz) => {
    const heard = hear(tone(hertz)).measure();
    expect(heard.tone).toBe(hertz);
    expect(heard.shares[String(hertz)]).toBeGreaterThan(0.95);
    expect(heard.rms).toBeGreaterThan(4000);
  });

  it('takes neither silence nor music nor ringback for a tone', () => {
    expect(hear(silence).measure()).toMatchObject({ tone: null, rms: 0 });
    const music = hear(holdMusic()).measure();
    expect(music.tone).toBeNull();
    expect(music.rms).toBeGreaterThan(300);
    expect(hear(ringback()).measure().tone).not.toBe(1000);
  });

  it('says when nothing arrived', () => {
    expect(new SoundMeter().measure()).toMatchObject({ frames: 0, rms: 0, tone: null, lastFrameAgo: null });
    expect(toneShare([], 440)).toBe(0);
  });
});

describe('prompts', () => {
  it('waits, speaks, and says it again', () => {
    const say = prompt(Buffer.alloc(FRAME_SAMPLES + 10, 0x20), { delay: 40, repeatEvery: 60 });
    const loud = Array.from({ length: 12 }, () => !say().equals(SILENCE));
    expect(loud).toEqual([false, false, true, true, false, false, false, false, true, true, false, false]);
  });
});

describe('keypad', () => {
  it('reports a digit once, at its end', () => {
    const digits: string[] = [];
    const reader = new DtmfReader((digit) => digits.push(digit));
    const event = (code: number, end: boolean): Buffer => Buffer.from([code, end ? 0x8a : 0x0a, 0, 160]);
    for (const end of [false, false, true, true, true]) reader.read(event(5, end), 1000);
    reader.read(event(11, true), 2000);
    reader.read(event(200, true), 3000);
    reader.read(Buffer.from([1]), 4000);
    expect(digits).toEqual(['5', '#']);
  });
});

describe('reception', () => {
  it('counts losses across the wrap of the sequence number', () => {
    const stats = new ReceptionStats();
    for (const sequence of [65_533, 65_534, 65_535, 0, 1, 4, 5]) stats.received(sequence, sequence * 160, 7);
    expect(stats.report()).toMatchObject({ ssrc: 7, packetsLost: 2, highestSequence: 65_536 + 5 });
    expect(new ReceptionStats().report()).toBeUndefined();
  });
});

const LOCAL: LocalMedia = {
  sessionId: '1',
  version: 1,
  address: '127.0.0.1',
  port: 4000,
  candidate: '1 1 udp 2130706431 127.0.0.1 4000 typ host',
  ufrag: 'u',
  password: 'p'.repeat(22),
  fingerprint: 'sha-256 AA:BB',
  ssrc: 1,
};

describe('SDP', () => {
  it('reads its own offer', () => {
    expect(parseDescription(buildOffer(LOCAL, 'sendonly'))).toMatchObject({
      ufrag: 'u',
      setup: 'actpass',
      direction: 'sendonly',
      pcmu: 0,
      dtmf: 126,
    });
  });

  it('answers audio and refuses the rest in the order of the offer', () => {
    const offer = parseDescription(
      `${buildOffer(LOCAL)}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n`,
    );
    if (typeof offer === 'string') throw new Error(offer);
    const answer = buildAnswer(LOCAL, { ...offer, direction: 'sendonly' });
    expect(answer.match(/^m=.*$/gm)).toEqual([
      'm=audio 4000 UDP/TLS/RTP/SAVPF 0 126',
      'm=video 0 UDP/TLS/RTP/SAVPF 96',
    ]);
    expect(answer).toContain('a=setup:passive');
    expect(answer).toContain('a=recvonly');
  });

  it.each([
    ['sendrecv', 'sendrecv'],
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
  ] as const)('%s is answered with %s', (remote, local) => expect(answerDirection(remote)).toBe(local));

  it('says why it cannot use something, and never throws', () => {
    expect(parseDescription('')).toBe('not SDP');
    expect(parseDescription('v=0\r\nm=video 9 X 96')).toBe('no audio');
    expect(parseDescription(buildOffer(LOCAL).replace(/PCMU/g, 'opus').replace('SAVPF 0', 'SAVPF 111'))).toBe(
      'no PCMU',
    );
    expect(parseDescription(buildOffer(LOCAL).replace(/a=fingerprint.*\r\n/, ''))).toBe('no ICE or DTLS');
    fc.assert(fc.property(junk(300), (text) => void parseDescription(`v=0\r\n${text}`)));
  });
});
