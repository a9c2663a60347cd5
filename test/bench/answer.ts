// The key F2 → first sound at both ends, ours and a bare SIP.js page's in turn, called by the same bare page.
import { bench, figure, percentile } from './figures.ts';
import { nextOf, setStage } from './stage.ts';
import { until } from '../support/until.ts';

const CALLS = Number(process.env['CALLS'] ?? 40);
/** A person looks at the card before answering; the prepared answer uses this time. */
const LOOK_MS = 600;
await bench(15 * 60_000, async () => {
  const stage = await setStage();
  const bare = await stage.bare('102');
  const caller = await stage.bare('103');
  await stage.phone.evaluate(`(async () => {
  window.benchAudio = new AudioContext({ sampleRate: 48000 });
  const source = 'class F extends AudioWorkletProcessor{process([i]){const s=i[0];if(!s)return true;let e=0;for(const x of s)e+=x*x;if(e/s.length<0.0001)return true;this.port.postMessage(0);return false}}registerProcessor("first-sound",F)';
  await window.benchAudio.audioWorklet.addModule(URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))).catch(() => undefined);
})()`);

  /** Watches the phone page's own connection; the promise is started while it rings. */
  const heardAtDesk = (callId: string) =>
    stage.phone.evaluate(async (id) => {
      const win = window as unknown as {
        frontdeskPhone: { connectionOf(id: string): RTCPeerConnection };
        benchAudio: AudioContext;
      };
      const track = win.frontdeskPhone.connectionOf(id).getReceivers()[0]!.track;
      const worklet = new AudioWorkletNode(win.benchAudio, 'first-sound');
      new MediaStreamAudioSourceNode(win.benchAudio, { mediaStream: new MediaStream([track]) })
        .connect(worklet)
        .connect(win.benchAudio.destination);
      return new Promise<number>(
        (resolve) => (worklet.port.onmessage = () => resolve(performance.timeOrigin + performance.now())),
      );
    }, callId);

  const look = () => new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const ours: number[] = [];
  const theirs: number[] = [];

  for (let index = 0; index < CALLS; index++) {
    const farHeard = caller.evaluate(`dial('101')`) as Promise<number>;
    await nextOf(stage.console, 'painted', index);
    await look();
    const row = await until('it rings', () => stage.desk.rows('calls').find((call) => call.state === 'ringing'));
    const nearHeard = heardAtDesk(row.id);
    await stage.console.keyboard.press('F2');
    const clicked = await nextOf(stage.console, 'clicks', index);
    ours.push(Math.max(await farHeard, await nearHeard) - clicked);
    await caller.evaluate(`end()`);
    await until('over', () => stage.desk.rows('calls').every((call) => call.state === 'ended'));

    const farHeardBare = caller.evaluate(`dial('102')`) as Promise<number>;
    await nextOf(bare, 'painted', index);
    await look();
    const near = (await bare.evaluate(`answer()`)) as { clicked: number; heard: number };
    theirs.push(Math.max(await farHeardBare, near.heard) - near.clicked);
    await caller.evaluate(`end()`);
    await until('the bare page is idle', () => bare.evaluate(`document.querySelector('button') === null`));
  }
  figure('answer.console.p50', percentile(ours, 0.5), 'ms', 80);
  figure('answer.console.p99', percentile(ours, 0.99), 'ms');
  figure('answer.bare.p50', percentile(theirs, 0.5), 'ms');
  figure('answer.bare.p99', percentile(theirs, 0.99), 'ms');
  figure('answer.ratio', percentile(ours, 0.5) / percentile(theirs, 0.5), 'of bare', 0.5);
  figure('answer.calls', ours.length, 'calls');
  await stage.close();
});
