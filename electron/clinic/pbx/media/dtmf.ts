// Keypad tones as RTP events (RFC 4733): one digit is a run of packets with one timestamp, its end is sent three times.

const DIGITS = '0123456789*#ABCD';

export class DtmfReader {
  readonly #onDigit: (digit: string) => void;
  #last: number | undefined;

  constructor(onDigit: (digit: string) => void) {
    this.#onDigit = onDigit;
  }

  /** Takes one telephone-event payload; a digit is reported once, at its first end packet. */
  read(payload: Buffer, timestamp: number): void {
    if (payload.length < 4) return;
    const digit = DIGITS[payload[0] ?? 255];
    const ended = ((payload[1] ?? 0) & 0x80) !== 0;
    if (!digit || !ended || this.#last === timestamp) return;
    this.#last = timestamp;
    this.#onDigit(digit);
  }
}
