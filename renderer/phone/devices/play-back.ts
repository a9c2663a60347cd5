// "Say something": three seconds of the microphone, then the same on the speaker that callers are heard on. It stays in
// this page's memory and is gone afterwards.
import { SILENT_PEAK } from '../../../shared/domain/sound/sound.ts';
import type { EchoVerdict } from '../../../shared/domain/sound/sound.ts';
import { LevelMeter } from '../media/level.ts';
import type { Microphone } from '../media/microphone.ts';
import type { Outputs } from '../media/outputs.ts';

const RECORD_MS = 3_000;
const LOOK_MS = 80;

/** The returned function ends it early. */
export function playBack(microphone: Microphone, outputs: Outputs, done: (verdict: EchoVerdict) => void): () => void {
  const ends: (() => void)[] = [];
  let isOver = false;
  const end = () => {
    isOver = true;
    ends.splice(0).forEach((each) => each());
  };
  const finish = (verdict: EchoVerdict) => {
    end();
    done(verdict);
  };
  void microphone.open().then(() => {
    const track = microphone.copy();
    const metered = microphone.copy();
    if (isOver) return;
    if (!track || !metered) return finish('micSilent');
    track.enabled = true;
    const level = new LevelMeter(metered);
    let peak = 0;
    const look = window.setInterval(() => (peak = Math.max(peak, level.peak())), LOOK_MS);
    const recorder = new MediaRecorder(new MediaStream([track]));
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.addEventListener('stop', () => {
      if (isOver) return;
      if (peak < SILENT_PEAK) return finish('micSilent');
      play(new Blob(parts, { type: recorder.mimeType }), outputs, ends, () => finish('ok'));
    });
    const timer = window.setTimeout(() => recorder.stop(), RECORD_MS);
    ends.push(() => {
      window.clearTimeout(timer);
      window.clearInterval(look);
      if (recorder.state !== 'inactive') recorder.stop();
      level.close();
      track.stop();
    });
    recorder.start();
  });
  return end;
}

function play(sound: Blob, outputs: Outputs, ends: (() => void)[], done: () => void): void {
  const address = URL.createObjectURL(sound);
  const element = new Audio(address);
  const remove = outputs.add(element);
  ends.push(() => {
    element.pause();
    remove();
    URL.revokeObjectURL(address);
  });
  element.addEventListener('ended', done);
  element.addEventListener('error', done);
  element.play().catch(done);
}
