// The simplest phone SIP.js makes: its own session description handler, an answer button, nothing else. The yardstick.
import { Inviter, Registerer, SessionState, UserAgent } from 'sip.js';
import type { Invitation, Session } from 'sip.js';

interface BareWindow {
  registered?: number;
  incoming?: Invitation;
  session?: Session;
  painted: number[];
  sound?: Promise<number>;
}
const bare = window as unknown as BareWindow & {
  start: typeof start;
  answer: typeof answer;
  dial: typeof dial;
  end: typeof end;
  awaitSound: typeof awaitSound;
};
bare.painted = [];

const now = () => performance.timeOrigin + performance.now();
let agent: UserAgent;
let audio: AudioContext;

async function start(server: string, domain: string, extension: string, password: string): Promise<void> {
  audio = new AudioContext({ sampleRate: 48_000 });
  await audio.audioWorklet.addModule('/bench/first-sound.js');
  agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${extension}@${domain}`)!,
    authorizationUsername: extension,
    authorizationPassword: password,
    transportOptions: { server },
    logBuiltinEnabled: false,
    delegate: { onInvite: rang },
  });
  await agent.start();
  const registerer = new Registerer(agent);
  await new Promise<void>((resolve, reject) => {
    registerer.stateChange.addListener((state) => state === 'Registered' && resolve());
    void registerer.register({ requestDelegate: { onReject: () => reject(new Error('refused')) } });
  });
  bare.registered = now();
}

function rang(invitation: Invitation): void {
  bare.incoming = invitation;
  bare.session = invitation;
  const button = document.createElement('button');
  button.textContent = `Answer ${invitation.remoteIdentity.uri.user ?? ''}`;
  document.body.replaceChildren(button);
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => bare.painted.push(now());
    channel.port2.postMessage(0);
  });
  invitation.stateChange.addListener((state) => {
    if (state === SessionState.Terminated) document.body.replaceChildren();
  });
}

/** When the first sound of the current session is heard, epoch ms. */
function awaitSound(connection?: RTCPeerConnection): Promise<number> {
  const peer =
    connection ??
    (bare.session?.sessionDescriptionHandler as unknown as { peerConnection?: RTCPeerConnection })?.peerConnection;
  if (!peer) throw new Error('no connection yet');
  const track = peer.getReceivers()[0]!.track;
  const stream = new MediaStream([track]);
  // Chromium feeds Web Audio from a remote track only while an element plays it.
  const element = new Audio();
  element.srcObject = stream;
  element.muted = true;
  void element.play();
  const worklet = new AudioWorkletNode(audio, 'first-sound');
  const heard = new Promise<number>((resolve) => (worklet.port.onmessage = () => resolve(now())));
  new MediaStreamAudioSourceNode(audio, { mediaStream: stream }).connect(worklet).connect(audio.destination);
  return heard;
}

async function answer(): Promise<{ clicked: number; heard: number }> {
  const clicked = now();
  const established = new Promise<void>((resolve) =>
    bare.incoming!.stateChange.addListener((state) => state === SessionState.Established && resolve()),
  );
  await bare.incoming!.accept();
  await established;
  return { clicked, heard: await awaitSound() };
}

/** Dials and resolves with the moment the first sound of the other side is heard. */
async function dial(target: string): Promise<number> {
  const inviter = new Inviter(agent, UserAgent.makeURI(`sip:${target}@${agent.configuration.uri.host}`)!);
  bare.session = inviter;
  const established = new Promise<void>((resolve) =>
    inviter.stateChange.addListener((state) => state === SessionState.Established && resolve()),
  );
  await inviter.invite();
  await established;
  return awaitSound();
}

async function end(): Promise<void> {
  const { session } = bare;
  if (session?.state === SessionState.Established) await session.bye();
  else if (session instanceof Inviter && session.state !== SessionState.Terminated) await session.cancel();
}

const connection = () =>
  (bare.session?.sessionDescriptionHandler as unknown as { peerConnection?: RTCPeerConnection })?.peerConnection;
// The same handle as our phone page, so that the same meter reads both.
Object.assign(bare, { frontdeskPhone: { callIds: () => ['only'], connectionOf: connection } });
Object.assign(bare, { start, answer, dial, end, awaitSound });
