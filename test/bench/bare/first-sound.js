// Says once when sound begins: the first block louder than -40 dB.
class FirstSound extends AudioWorkletProcessor {
  process([input]) {
    const samples = input[0];
    if (!samples) return true;
    let energy = 0;
    for (const sample of samples) energy += sample * sample;
    if (energy / samples.length < 0.0001) return true;
    this.port.postMessage(0);
    return false;
  }
}
registerProcessor('first-sound', FirstSound);
