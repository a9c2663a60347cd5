import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BridgeEnd } from '../core/bridge.ts';
import { SimChannel } from '../core/sim-channel.ts';
import type { Channel } from '../core/channel.ts';
import { Pulse } from '../media/pulse.ts';
import type { DeviceState } from '../core/devices.ts';
import type { QueueEvent } from './events.ts';
import { CallQueue } from './queue.ts';
import type { QueueHost } from './queue.ts';

/** A PBX that rings made-up phones, which a test answers or lets ring. */
class FakeHost implements QueueHost {
  readonly events: QueueEvent[] = [];
  readonly ringing: SimChannel[] = [];
  readonly down = new Set<string>();
  end: ((end: BridgeEnd) => void) | undefined;
  queue: CallQueue | undefined;

  deviceState(device: string): DeviceState {
    const own = this.ringing.filter((channel) => channel.device === device);
    if (own.some(({ state }) => state === 'ringing')) return 'RINGING';
    if (own.some(({ state }) => state === 'up')) return 'INUSE';
    return this.down.has(device) ? 'UNAVAILABLE' : 'NOT_INUSE';
  }

  ringMember(device: string): Channel {
    const manner = { kind: 'answers', after: 1e9 } as const;
    const channel = new SimChannel({ device, party: { number: device, name: '' }, manner, pulse: new Pulse() });
    this.ringing.push(channel);
    channel.on('state', () => this.queue?.deviceChanged(device, this.deviceState(device)));
    channel.start();
    return channel;
  }

  connect(_caller: Channel, _agent: Channel, onEnd: (end: BridgeEnd) => void): void {
    this.end = onEnd;
  }

  playWaiting(): void {}

  emitQueue(event: QueueEvent): void {
    this.events.push(event);
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind).filter((kind) => kind !== 'memberStatus');
  }
}

const caller = (number = '+12065550101'): SimChannel => {
  const parts = { device: 'PJSIP/trunk', party: { number, name: '' }, manner: { kind: 'caller' } } as const;
  const channel = new SimChannel({ ...parts, pulse: new Pulse() });
  channel.start();
  channel.answer();
  return channel;
};

let host: FakeHost;
let queue: CallQueue;
const living = (): SimChannel[] => host.ringing.filter(({ state }) => state === 'ringing');

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  host = new FakeHost();
  queue = new CallQueue(
    {
      name: 'front-desk',
      number: '700',
      strategy: 'ringall',
      members: ['101', '102'].map((number) => ({ interface: `PJSIP/${number}`, name: number })),
      ringSeconds: 20,
      retrySeconds: 5,
      wrapUpSeconds: 10,
    },
    host,
  );
  host.queue = queue;
});
afterEach(() => {
  queue.close();
  vi.useRealTimers();
});

describe('a queue', () => {
  it('rings both, gives the caller to the first, stops the other, and frees both after wrap-up', () => {
    const first = caller();
    queue.join(first);
    expect(living()).toHaveLength(2);
    const second = caller();
    queue.join(second);
    vi.advanceTimersByTime(4000);
    const [winner, loser] = living();
    winner?.answer();
    expect(loser?.state).toBe('hungup');
    // The loser is free at once and rings for the next caller.
    expect(living().map(({ device }) => device)).toEqual([loser?.device]);
    expect(host.kinds()).toEqual(['join', 'called', 'called', 'join', 'leave', 'connect', 'called']);
    expect(host.events.find(({ kind }) => kind === 'connect')).toMatchObject({ holdTime: 4, ringTime: 4 });
    vi.advanceTimersByTime(6000);
    winner?.hangup();
    host.end?.({ kind: 'hangup', by: first });
    expect(host.events.find(({ kind }) => kind === 'complete')).toMatchObject({ reason: 'caller', talkTime: 6 });
    expect(queue.members[0]).toMatchObject({ callsTaken: 1, inCall: false });
  });

  it('tells of each who did not answer, pauses, and tries again', () => {
    queue.join(caller());
    vi.advanceTimersByTime(20_000);
    expect(host.kinds().filter((kind) => kind === 'noAnswer')).toHaveLength(2);
    expect(living()).toHaveLength(0);
    vi.advanceTimersByTime(5_010);
    expect(living()).toHaveLength(2);
  });

  it('lets a caller go: phones stop, abandon comes before leave, nobody is rung again', () => {
    const channel = caller();
    queue.join(channel);
    vi.advanceTimersByTime(7000);
    channel.hangup();
    expect(living()).toHaveLength(0);
    expect(host.ringing).toHaveLength(2);
    expect(host.kinds()).toEqual(['join', 'called', 'called', 'abandon', 'leave']);
    expect(host.events.find(({ kind }) => kind === 'abandon')).toMatchObject({ holdTime: 7, originalPosition: 1 });
  });

  it('rings nobody who is paused or away, and starts when somebody comes back', () => {
    host.down.add('PJSIP/102');
    queue.pause('PJSIP/101', true, 'lunch');
    queue.join(caller());
    expect(living()).toHaveLength(0);
    queue.pause('PJSIP/101', false, '');
    expect(living().map(({ device }) => device)).toEqual(['PJSIP/101']);
    expect(queue.members[0]?.pausedReason).toBe('');
  });

  it('waits for the end of wrap-up by itself', () => {
    host.down.add('PJSIP/102');
    const first = caller();
    queue.join(first);
    living()[0]?.answer();
    host.ringing[0]?.hangup();
    host.end?.({ kind: 'hangup', by: first });
    queue.join(caller());
    expect(living()).toHaveLength(0);
    vi.advanceTimersByTime(10_010);
    expect(living()).toHaveLength(1);
  });

  it('moves an urgent caller to the front', () => {
    queue.members.forEach((member) => queue.pause(member.interface, true, ''));
    const [first, second] = [caller(), caller()];
    queue.join(first);
    queue.join(second);
    queue.changePriority(second, 10);
    expect(queue.callers.map(({ channel }) => channel)).toEqual([second, first]);
  });
});
