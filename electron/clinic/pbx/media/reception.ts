// What a receiver report needs (RFC 3550 6.4.1 and A.3, A.8): so that the phone can show loss and round-trip time.
import { SAMPLE_RATE } from './mulaw.ts';

/** The 64-bit NTP time of now (RFC 3550 4). */
export function ntpNow(): bigint {
  const millis = Date.now();
  const seconds = BigInt(Math.floor(millis / 1000) + 2_208_988_800);
  const fraction = BigInt(Math.floor(((millis % 1000) / 1000) * 2 ** 32));
  return (seconds << 32n) | fraction;
}

export interface ReceptionReport {
  readonly ssrc: number;
  /** 0..255, share lost since the last report. */
  readonly fractionLost: number;
  readonly packetsLost: number;
  readonly highestSequence: number;
  /** In samples. */
  readonly jitter: number;
  /** Middle 32 bits of the last sender report's NTP time. */
  readonly lsr: number;
  /** Delay since then, 1/65536 s. */
  readonly dlsr: number;
}

export class ReceptionStats {
  #ssrc: number | undefined;
  #base = 0;
  #highest = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit: number | undefined;
  #lsr = 0;
  #lsrAt = 0;

  received(sequence: number, timestamp: number, ssrc: number): void {
    if (this.#ssrc !== ssrc) this.#restart(ssrc, sequence);
    const cycles = this.#highest - (this.#highest & 0xffff);
    const ahead = (sequence - (this.#highest & 0xffff) + 0x10000) & 0xffff;
    if (ahead > 0 && ahead < 0x8000)
      this.#highest = cycles + (sequence < (this.#highest & 0xffff) ? 0x10000 : 0) + sequence;
    this.#received += 1;
    const transit = (performance.now() * SAMPLE_RATE) / 1000 - timestamp;
    if (this.#transit !== undefined) {
      const change = Math.abs(transit - this.#transit);
      // A jump is a new talk spurt or a wrapped timestamp, not jitter.
      if (change < SAMPLE_RATE) this.#jitter += (change - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  senderReport(ntp: bigint): void {
    this.#lsr = Number((ntp >> 16n) & 0xffffffffn);
    this.#lsrAt = performance.now();
  }

  /** The next report block, or undefined while nothing was received. */
  report(): ReceptionReport | undefined {
    if (this.#ssrc === undefined) return undefined;
    const expected = this.#highest - this.#base + 1;
    const interval = expected - this.#expectedBefore;
    const lost = interval - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    return {
      ssrc: this.#ssrc,
      fractionLost: interval > 0 && lost > 0 ? Math.min(255, Math.floor((lost * 256) / interval)) : 0,
      packetsLost: Math.max(0, Math.min(0x7fffff, expected - this.#received)),
      highestSequence: this.#highest >>> 0,
      jitter: Math.floor(this.#jitter),
      lsr: this.#lsr,
      dlsr: this.#lsr === 0 ? 0 : Math.floor(((performance.now() - this.#lsrAt) * 65_536) / 1000),
    };
  }

  #restart(ssrc: number, sequence: number): void {
    this.#ssrc = ssrc;
    this.#base = sequence;
    this.#highest = sequence;
    [this.#received, this.#expectedBefore, this.#receivedBefore, this.#jitter] = [0, 0, 0, 0];
    this.#transit = undefined;
  }
}
