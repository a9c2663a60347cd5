import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startWatch, stepWatch, wayState } from './watch.ts';
import type { Watch, WatchInput, WatchStep } from './watch.ts';

/** Servers and a network, in virtual time: what is opened and asked is answered as they are. */
class World {
  now = 0;
  watch: Watch;
  hasCalls = false;
  readonly log: string[] = [];
  /** Whether packets travel, and how each server is. */
  network: 'up' | 'cut' = 'up';
  readonly servers: ('well' | 'silent' | 'dead')[];
  readonly #sockets = new Map<number, { server: number; state: 'opening' | 'open' | 'deaf'; since: number }>();
  readonly #questions: { id: number; at: number }[] = [];

  constructor(servers = 1) {
    this.servers = Array.from({ length: servers }, () => 'well');
    this.watch = startWatch(servers, 0);
    this.#put({ type: 'tick' });
  }

  /** Lets time pass in ticks of the page. */
  run(ms: number): void {
    for (const end = this.now + ms; this.now < end;) {
      this.now += 100;
      this.#answer();
      this.#put({ type: 'tick' });
    }
  }

  state = () => wayState(this.watch, this.now);
  disturb = () => this.#put({ type: 'disturbed' });
  /** The connections of now never carry anything again, as when an address changes. */
  loseConnections(): void {
    for (const socket of this.#sockets.values()) socket.state = 'deaf';
  }
  kill(server: number): void {
    this.servers[server] = 'dead';
    for (const [id, socket] of [...this.#sockets])
      if (socket.server === server && this.network === 'up') this.#close(id);
  }

  #answer(): void {
    if (this.network === 'cut') return;
    for (const [id, socket] of [...this.#sockets]) {
      const server = this.servers[socket.server];
      if (socket.state === 'opening' && server === 'dead') this.#close(id);
      else if (socket.state === 'opening' && (this.now - socket.since) % 1000 <= 100) {
        socket.state = 'open';
        this.#put({ type: 'opened', id });
      }
    }
    for (const { id } of this.#questions.splice(0)) {
      const socket = this.#sockets.get(id);
      if (socket?.state === 'open' && this.servers[socket.server] === 'silent') this.#questions.push({ id, at: 0 });
      else if (socket?.state === 'open') this.#put({ type: 'heard', id });
    }
  }

  #close(id: number): void {
    this.#sockets.delete(id);
    this.#put({ type: 'closed', id });
  }

  #put(input: WatchInput): void {
    const [watch, steps] = stepWatch(this.watch, input, { now: this.now, hasCalls: this.hasCalls, chance: 0.5 });
    this.watch = watch;
    steps.forEach((step) => this.#carryOut(step));
  }

  #carryOut(step: WatchStep): void {
    if (step.do === 'open') this.#sockets.set(step.id, { server: step.server, state: 'opening', since: this.now });
    if (step.do === 'drop') this.#sockets.delete(step.id);
    // A question into a cut network is lost, unless TCP repeats it in time: the worst case is that it does not.
    if (step.do === 'ask' && this.network === 'up') this.#questions.push({ id: step.id, at: this.now });
    if (step.do === 'use') this.log.push(`${this.now} use ${step.server}${step.isHome ? '' : ' away'}`);
  }
}

describe('the way to the PBX', () => {
  it('is in use as soon as it opens, and stays while it answers', () => {
    const world = new World();
    world.run(60_000);
    expect(world.log).toEqual(['100 use 0']);
    expect(world.state()).toBe('ok');
  });

  it('is said to be in trouble within three seconds of the last word heard', () => {
    const world = new World();
    world.run(5_000);
    for (let offset = 0; offset < 1_000; offset += 100) {
      world.run(5_000 + offset);
      world.network = 'cut';
      const cutAt = world.now;
      while (world.state() === 'ok') world.run(100);
      expect(world.now - cutAt).toBeLessThanOrEqual(3_000);
      world.network = 'up';
      world.run(5_000);
      expect(world.state()).toBe('ok');
    }
  });

  it('is not given up when the PBX is silent for three seconds and then answers', () => {
    const world = new World();
    world.run(5_000);
    world.servers[0] = 'silent';
    world.run(3_000);
    world.servers[0] = 'well';
    world.run(5_000);
    expect(world.log).toEqual(['100 use 0']);
    expect(world.state()).toBe('ok');
  });

  it('goes over to a new socket when the old one is dead and the server is well', () => {
    const world = new World();
    world.run(5_000);
    world.loseConnections();
    world.run(3_000);
    expect(world.log).toHaveLength(2);
    expect(world.state()).toBe('ok');
  });

  it.each([
    [3_000, 1_700],
    [8_000, 1_700],
    [30_000, 1_700],
    [120_000, 8_700],
  ])('a cut of %d ms: it is found again within %d ms', (ms, limit) => {
    const world = new World();
    world.hasCalls = true;
    world.run(5_000);
    world.network = 'cut';
    world.run(ms);
    world.loseConnections();
    world.network = 'up';
    const back = world.now;
    while (world.state() !== 'ok') world.run(100);
    expect(world.now - back).toBeLessThanOrEqual(limit);
  });

  it('goes to the next server at once when one dies, and stays there', () => {
    const world = new World(2);
    world.run(5_000);
    world.kill(0);
    world.run(2_000);
    expect(world.log.at(-1)).toMatch(/use 1 away/);
    world.servers[0] = 'well';
    world.run(60_000);
    expect(world.log).toHaveLength(2);
  });

  it('with calls, waits a little for the server that holds them when the whole network was cut', () => {
    const world = new World(2);
    world.hasCalls = true;
    world.run(5_000);
    world.network = 'cut';
    world.run(11_300);
    world.loseConnections();
    world.network = 'up';
    world.run(5_000);
    expect(world.log).toHaveLength(2);
    expect(world.log.at(-1)).toMatch(/use 0$/);
  });

  it('with calls, still goes to the next server when its own stays dead', () => {
    const world = new World(2);
    world.hasCalls = true;
    world.run(5_000);
    world.kill(0);
    world.run(4_000);
    expect(world.log.at(-1)).toMatch(/use 1 away/);
  });

  it('is looked at sooner after sleep or a change of network', () => {
    const world = new World();
    world.run(5_000);
    world.loseConnections();
    world.disturb();
    world.run(1_500);
    expect(world.log).toHaveLength(2);
  });

  it('does not hammer a server that is down', () => {
    const world = new World();
    world.run(5_000);
    world.kill(0);
    const before = world.watch.nextId;
    world.run(10 * 60_000);
    expect(world.watch.nextId - before).toBeLessThan(300);
    expect(world.state()).toBe('unreachable');
    world.servers[0] = 'well';
    world.run(6_000);
    expect(world.state()).toBe('ok');
  });

  it('whatever happens: one socket in use, few candidates, and it ends well when all is well', () => {
    const happening = fc.record({
      wait: fc.integer({ min: 100, max: 20_000 }),
      what: fc.constantFrom('cut', 'up', 'kill0', 'kill1', 'well', 'lose', 'disturb', 'calls', 'silent'),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (happenings) => {
        const world = new World(2);
        for (const { wait, what } of happenings) {
          if (what === 'cut' || what === 'up') world.network = what;
          if (what === 'kill0') world.kill(0);
          if (what === 'kill1') world.kill(1);
          if (what === 'well') world.servers.fill('well');
          if (what === 'silent') world.servers[0] = 'silent';
          if (what === 'lose') world.loseConnections();
          if (what === 'disturb') world.disturb();
          if (what === 'calls') world.hasCalls = !world.hasCalls;
          world.run(wait);
          expect(world.watch.candidates.length).toBeLessThanOrEqual(2);
        }
        world.network = 'up';
        world.servers.fill('well');
        world.run(15_000);
        expect(world.state()).toBe('ok');
      }),
      { numRuns: 60 },
    );
  });
});
