// The echo test: a call of its own to a number that plays back what it hears. It never reaches the call list, since it is
// nobody's call: no card, no note, no journal entry. Short bursts go out; the time until each comes back is measured.
import { Inviter, SessionState } from 'sip.js';
import type { URI, UserAgent } from 'sip.js';
import type { EchoFacts } from '../../../shared/domain/sound/sound.ts';
import { CallMedia } from '../media/call-media.ts';
import { LevelMeter } from '../media/level.ts';
import { PreparedHandler } from './description-handler.ts';
import type { HandlerRegistry } from './description-handler.ts';

const ANSWER_LIMIT_MS = 8_000;
const SETTLE_MS = 600;
const BURSTS = 4;
const BURST_MS = 150;
const BURST_HZ = 880;
/** A burst that is not back by now is lost. */
const RETURN_LIMIT_MS = 1_500;
/** So that one burst's end is not taken for the next one's beginning. */
const GAP_MS = 500;
const LOUD = 0.02;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface EchoDeps {
  readonly agent: UserAgent;
  readonly target: URI;
  readonly handlers: HandlerRegistry;
  readonly iceServers: RTCIceServer[];
  /** For listening whether the microphone gives anything at all. */
  readonly microphone: MediaStreamTrack | undefined;
}

export async function measureEcho({ agent, target, handlers, iceServers, microphone }: EchoDeps): Promise<EchoFacts> {
  const context = new AudioContext();
  await context.resume();
  const out = new MediaStreamAudioDestinationNode(context);
  const meter = microphone ? new LevelMeter(microphone) : undefined;
  const heard = new AnalyserNode(context, { fftSize: 512 });
  const media = new CallMedia({
    track: out.stream.getAudioTracks()[0],
    iceServers,
    isSilent: true,
    onRemoteHold: () => undefined,
    onConnectionState: () => undefined,
  });
  const inviter = new Inviter(agent, target);
  handlers.put(inviter, new PreparedHandler(() => media));
  try {
    if (!(await isAnswered(inviter, media))) return { answered: false, roundTrips: [], microphonePeak: 0 };
    const track = media.connection.getReceivers()[0]?.track;
    if (track) new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(heard);
    await pause(SETTLE_MS);
    return { answered: true, ...(await sendBursts(context, out, heard, meter)) };
  } finally {
    if (inviter.state === SessionState.Established) await inviter.bye().catch(() => undefined);
    else await inviter.cancel().catch(() => undefined);
    meter?.close();
    media.close();
    void context.close();
  }
}

function isAnswered(inviter: Inviter, media: CallMedia): Promise<boolean> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), ANSWER_LIMIT_MS);
    inviter.stateChange.addListener((state) => {
      if (state !== SessionState.Established && state !== SessionState.Terminated) return;
      clearTimeout(limit);
      resolve(state === SessionState.Established);
    });
    media.startTalking();
    inviter.invite().catch(() => resolve(false));
  });
}

async function sendBursts(
  context: AudioContext,
  out: AudioNode,
  heard: AnalyserNode,
  meter: LevelMeter | undefined,
): Promise<Omit<EchoFacts, 'answered'>> {
  const roundTrips: number[] = [];
  let microphonePeak = 0;
  for (let burst = 0; burst < BURSTS; burst++) {
    const sentAt = performance.now();
    playBurst(context, out);
    for (;;) {
      await pause(4);
      microphonePeak = Math.max(microphonePeak, meter?.peak() ?? 0);
      const waited = performance.now() - sentAt;
      if (loudness(heard) > LOUD) {
        roundTrips.push(waited);
        break;
      }
      if (waited > RETURN_LIMIT_MS) break;
    }
    await pause(GAP_MS);
  }
  return { roundTrips, microphonePeak };
}

function playBurst(context: AudioContext, out: AudioNode): void {
  const at = context.currentTime;
  const gain = new GainNode(context, { gain: 0.5 });
  const oscillator = new OscillatorNode(context, { frequency: BURST_HZ });
  oscillator.connect(gain).connect(out);
  oscillator.start(at);
  oscillator.stop(at + BURST_MS / 1000);
}

function loudness(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
