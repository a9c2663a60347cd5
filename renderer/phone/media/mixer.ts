// A conference mixed at this desk: each caller hears our voice and the other callers, never themselves.
import type { CallMedia } from './call-media.ts';

export class Mixer {
  readonly #context = new AudioContext();
  readonly #members = new Map<CallMedia, AudioNode[]>();

  /** Everybody who is to hear each other, from now on. */
  async join(members: readonly CallMedia[]): Promise<void> {
    void this.#context.resume();
    this.#disconnect();
    for (const member of members) {
      const out = this.#context.createMediaStreamDestination();
      const heard = [member.outgoing, ...members.filter((other) => other !== member).map((other) => other.incoming)];
      const sources = heard
        .filter((track) => track !== undefined)
        .map((track) => this.#context.createMediaStreamSource(new MediaStream([track])));
      for (const source of sources) source.connect(out);
      this.#members.set(member, [...sources, out]);
      await member.sendInstead(out.stream.getAudioTracks()[0]);
    }
  }

  has(member: CallMedia): boolean {
    return this.#members.has(member);
  }

  /** Everybody hears only this desk again. */
  async close(): Promise<void> {
    const members = [...this.#members.keys()];
    this.#disconnect();
    await Promise.all(members.map((member) => member.sendInstead(undefined)));
    await this.#context.close();
  }

  #disconnect(): void {
    for (const nodes of this.#members.values()) for (const node of nodes) node.disconnect();
    this.#members.clear();
  }
}
