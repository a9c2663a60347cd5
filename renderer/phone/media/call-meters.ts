// Once a second per live call: what the browser has counted, and whether anything is heard at all.
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { SoundCounters } from '../../../shared/domain/quality/quality.ts';
import type { CallMedia } from './call-media.ts';
import { readCounters } from './counters.ts';

const EVERY_MS = 1_000;
/** A far end that is silent still sends: after this many seconds without a packet the sound is lost. */
const SILENT_SECONDS = 3;

export interface MeterDeps {
  /** The calls that are connected. */
  readonly media: () => [CallId, CallMedia][];
  readonly onCounters: (callId: CallId, counters: SoundCounters) => void;
  /** Lost or back; told when it changes. */
  readonly onSound: (callId: CallId, isThere: boolean) => void;
}

interface Heard {
  packets: number;
  silentSeconds: number;
  isConnected: boolean;
  isThere: boolean;
}

export class CallMeters {
  readonly #deps: MeterDeps;
  readonly #heard = new Map<CallId, Heard>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(deps: MeterDeps) {
    this.#deps = deps;
  }

  /** Runs only while a call does. */
  callsChanged(): void {
    const live = new Set(this.#deps.media().map(([id]) => id));
    for (const id of this.#heard.keys()) if (!live.has(id)) this.#heard.delete(id);
    if (live.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => void this.#read(), EVERY_MS);
  }

  /** What ICE says: known before packets are missed for long. */
  connectionIs(callId: CallId, isConnected: boolean): void {
    const heard = this.#of(callId);
    heard.isConnected = isConnected;
    if (isConnected) heard.silentSeconds = 0;
    this.#tell(callId, heard);
  }

  async #read(): Promise<void> {
    for (const [callId, media] of this.#deps.media()) {
      const counters = await readCounters(media.connection).catch(() => undefined);
      if (!counters || media.closed) continue;
      const heard = this.#of(callId);
      const isSilent = media.expectsSound && counters.packetsReceived === heard.packets;
      heard.silentSeconds = isSilent ? heard.silentSeconds + 1 : 0;
      heard.packets = counters.packetsReceived;
      this.#tell(callId, heard);
      this.#deps.onCounters(callId, counters);
    }
  }

  #tell(callId: CallId, heard: Heard): void {
    const isThere = heard.isConnected && heard.silentSeconds < SILENT_SECONDS;
    if (isThere === heard.isThere) return;
    heard.isThere = isThere;
    this.#deps.onSound(callId, isThere);
  }

  #of(callId: CallId): Heard {
    const known = this.#heard.get(callId);
    if (known) return known;
    const fresh = { packets: -1, silentSeconds: 0, isConnected: true, isThere: true };
    this.#heard.set(callId, fresh);
    return fresh;
  }
}
