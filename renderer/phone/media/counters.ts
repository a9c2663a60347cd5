// What the browser has counted of one call, once a second. Nothing is judged here.
import type { SoundCounters } from '../../../shared/domain/quality/quality.ts';

interface Entry {
  readonly type: string;
  readonly id: string;
  readonly kind?: string;
  readonly timestamp: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly jitter?: number;
  readonly totalSamplesReceived?: number;
  readonly concealedSamples?: number;
  /** Concealed although nothing was expected: a far end that sends no packets while it is silent. */
  readonly silentConcealedSamples?: number;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly nominated?: boolean;
}

/** Undefined before anything has arrived. */
export async function readCounters(connection: RTCPeerConnection): Promise<SoundCounters | undefined> {
  const entries = [...((await connection.getStats()).values() as Iterable<Entry>)];
  const inbound = entries.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'audio');
  if (!inbound) return undefined;
  const remote = entries.find((entry) => entry.type === 'remote-inbound-rtp' && entry.kind === 'audio');
  const pair = entries.find((entry) => entry.type === 'candidate-pair' && entry.nominated);
  const codec = entries.find((entry) => entry.type === 'codec' && entry.id === inbound.codecId)?.mimeType;
  // RTCP measures to the PBX's media; the ICE check is only the way there.
  const roundTrip = remote?.roundTripTime ?? pair?.currentRoundTripTime;
  return {
    at: inbound.timestamp,
    packetsReceived: inbound.packetsReceived ?? 0,
    packetsLost: inbound.packetsLost ?? 0,
    jitter: inbound.jitter ?? 0,
    samples: inbound.totalSamplesReceived ?? 0,
    concealedSamples: (inbound.concealedSamples ?? 0) - (inbound.silentConcealedSamples ?? 0),
    ...(remote?.fractionLost === undefined ? {} : { remoteLossShare: remote.fractionLost }),
    ...(remote?.jitter === undefined ? {} : { remoteJitter: remote.jitter }),
    ...(roundTrip === undefined ? {} : { roundTrip }),
    ...(codec === undefined ? {} : { codec }),
  };
}
