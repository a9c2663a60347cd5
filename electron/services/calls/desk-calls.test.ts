import { describe, expect, it } from 'vitest';
import type { Envelope, TopicMessage, TopicName } from '../../../shared/contract/index.ts';
import type { ContractHost, Subscriber } from '../../ports/pages.ts';
import type { Clock } from '../../ports/runtime.ts';
import { DeskCalls } from './desk-calls.ts';
import type { Ringing } from './desk-calls.ts';

class Desk implements ContractHost, Clock {
  readonly ran: unknown[] = [];
  readonly rung: (readonly Ringing[])[] = [];
  readonly limits: { ms: number; run: () => void }[] = [];
  readonly following = new Set<TopicName>();
  readonly calls: DeskCalls;
  #subscriber: Subscriber | undefined;
  constructor() {
    this.calls = new DeskCalls({ host: this, clock: this, onRinging: (ringing) => this.rung.push(ringing) });
  }
  async run(...given: [string, string, unknown]): Promise<Envelope<unknown>> {
    this.ran.push(given);
    return { ok: true, value: {} };
  }
  subscribe(subscriber: Subscriber, topic: TopicName): void {
    this.#subscriber = subscriber;
    this.following.add(topic);
  }
  unsubscribe(): void {
    this.following.clear();
  }
  now(): number {
    return 0;
  }
  after(ms: number, run: () => void): () => void {
    const limit = { ms, run };
    this.limits.push(limit);
    return () => void this.limits.splice(this.limits.indexOf(limit), 1);
  }
  tell(topic: TopicName, message: TopicMessage): void {
    this.#subscriber?.send(topic, message);
  }
  call(id: string, state: string, more: object = {}): void {
    this.tell('calls', { kind: 'change', upserts: [[id, { id, state, silenced: false, ...more }]], removals: [] });
  }
}

describe('the desk’s calls', () => {
  it('that ring are told with their queue and nothing about the caller', () => {
    const desk = new Desk();
    expect([...desk.following]).toEqual(['calls', 'health', 'preferences']);
    desk.call('a', 'ringing', { queueName: 'Front desk', shownNumber: '+1 555', patientName: 'Jane Doe' });
    expect(desk.rung.at(-1)).toEqual([{ callId: 'a', queueName: 'Front desk' }]);
    desk.call('b', 'ringing', { silenced: true });
    desk.call('a', 'talking');
    expect(desk.rung.at(-1)).toEqual([]);
    desk.call('c', 'ringing');
    expect(desk.rung.at(-1)).toEqual([{ callId: 'c', queueName: undefined }]);
    desk.tell('calls', { kind: 'change', upserts: [], removals: ['c'] });
    expect(desk.rung.at(-1)).toEqual([]);
  });

  it('are all hung up, and waited for', async () => {
    const desk = new Desk();
    desk.call('a', 'talking');
    desk.call('b', 'held');
    desk.call('c', 'ended');
    let over = false;
    const ending = desk.calls.endCalls().then(() => (over = true));
    expect(desk.ran).toEqual([
      ['console', 'call.hangUp', { callId: 'a' }],
      ['console', 'call.hangUp', { callId: 'b' }],
    ]);
    desk.call('a', 'ended');
    await Promise.resolve();
    expect(over).toBe(false);
    desk.tell('calls', { kind: 'snapshot', rows: [] });
    await ending;
    expect(desk.limits).toEqual([]);
  });

  it('are not waited for when there are none, and not for ever when the line is dead', async () => {
    const desk = new Desk();
    await desk.calls.endCalls();
    desk.call('a', 'talking');
    const ending = desk.calls.endCalls();
    expect(desk.limits.map(({ ms }) => ms)).toEqual([3_000]);
    desk.limits[0]?.run();
    await ending;
    expect(desk.limits).toEqual([]);
  });
});

describe('leaving the desk', () => {
  const health = (phone: string): TopicMessage => ({ kind: 'change', upserts: [['it', { phone }]], removals: [] });

  it('signs out and waits until the phone has left the PBX', async () => {
    const desk = new Desk();
    desk.tell('health', health('registered'));
    const leaving = desk.calls.leave();
    await Promise.resolve();
    expect(desk.ran).toEqual([['console', 'session.signOut', {}]]);
    desk.tell('health', health('signedOut'));
    await leaving;
    expect([desk.following.size, desk.limits.length]).toEqual([0, 0]);
  });

  it('goes on when the PBX does not answer', async () => {
    const desk = new Desk();
    desk.tell('health', health('unreachable'));
    const leaving = desk.calls.leave();
    await Promise.resolve();
    await Promise.resolve();
    expect(desk.limits.map(({ ms }) => ms)).toEqual([1_500]);
    desk.limits[0]?.run();
    await leaving;
    expect(desk.following.size).toBe(0);
  });
});
