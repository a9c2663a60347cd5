// Two soft notes at this window, in no call and in nobody's headset but this PC's own sound.

/** Sounds once; a browser that does not let a window sound stays quiet. */
export function chime(): void {
  const context = new AudioContext();
  const play = (hz: number, at: number) => {
    const note = new OscillatorNode(context, { frequency: hz });
    const level = new GainNode(context, { gain: 0 });
    level.gain.setValueAtTime(0.12, at);
    level.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
    note.connect(level).connect(context.destination);
    note.start(at);
    note.stop(at + 0.32);
    return note;
  };
  play(784, context.currentTime);
  play(587, context.currentTime + 0.18).onended = () => void context.close();
}
