// One queue at work: callers wait with music, members ring, the first to answer gets the caller.
import type { Channel } from '../core/channel.ts';
import type { BridgeEnd } from '../core/bridge.ts';
import type { DeviceState } from '../core/devices.ts';
import { insertEntry, planRinging, wrapUpEnd } from './logic.ts';
import type { Entry, Member, Rung, Strategy } from './logic.ts';
import type { QueueEvent } from './events.ts';

export interface QueueSettings {
  readonly name: string;
  /** The number that reaches it. */
  readonly number: string;
  readonly strategy: Strategy;
  /** Interfaces that belong to it from the start. */
  readonly members: readonly { readonly interface: string; readonly name: string }[];
  /** Seconds. */
  readonly ringSeconds: number;
  readonly retrySeconds: number;
  readonly wrapUpSeconds: number;
}

export interface QueueCaller extends Entry {
  readonly channel: Channel;
  readonly originalPosition: number;
  readonly onEnded: () => void;
}

/** What a queue needs of the PBX around it. */
export interface QueueHost {
  deviceState(device: string): DeviceState;
  /** Rings a member for a caller; undefined when its phone cannot be reached. */
  ringMember(device: string, caller: Channel, queue: string): Channel | undefined;
  connect(caller: Channel, agent: Channel, onEnd: (end: BridgeEnd) => void): void;
  playWaiting(caller: Channel): void;
  emitQueue(event: QueueEvent): void;
}

interface Attempt {
  readonly entryId: string;
  readonly member: Member;
  readonly agent: Channel;
  readonly startedAt: number;
  readonly timer: NodeJS.Timeout;
}

export interface QueueCounts {
  completed: number;
  abandoned: number;
  /** Seconds, running means as Asterisk keeps them. */
  holdTime: number;
  talkTime: number;
}

const seconds = (): number => Math.floor(Date.now() / 1000);

export class CallQueue {
  readonly settings: QueueSettings;
  readonly members: Member[] = [];
  readonly callers: QueueCaller[] = [];
  readonly counts: QueueCounts = { completed: 0, abandoned: 0, holdTime: 0, talkTime: 0 };
  readonly #host: QueueHost;
  readonly #attempts = new Map<string, Attempt>();
  readonly #known = new Map<string, DeviceState>();
  #wake: NodeJS.Timeout | undefined;
  #busy = false;

  constructor(settings: QueueSettings, host: QueueHost) {
    this.settings = settings;
    this.#host = host;
    for (const member of settings.members) this.members.push(newMember(member.interface, member.name, 'static', 0));
  }

  get name(): string {
    return this.settings.name;
  }

  // -- callers -------------------------------------------------------------------------------------------------------

  join(channel: Channel, priority = 0): void {
    const onEnded = (): void => this.#abandon(channel);
    const joinedAt = Date.now();
    const rank = { id: channel.id, priority, joinedAt, retryAt: 0, channel, onEnded };
    const ahead = this.callers.filter((other) => other.priority >= priority).length;
    const position = insertEntry(this.callers, { ...rank, originalPosition: ahead + 1 });
    channel.on('ended', onEnded);
    this.#host.playWaiting(channel);
    this.#emit({ kind: 'join', queue: this.name, caller: channel, position, count: this.callers.length });
    this.plan();
  }

  find(channel: Channel): QueueCaller | undefined {
    return this.callers.find((entry) => entry.channel === channel);
  }

  position(entry: QueueCaller): number {
    return this.callers.indexOf(entry) + 1;
  }

  /** Whether somebody's phone rings for this caller. */
  ringsFor(channel: Channel): readonly Channel[] {
    return [...this.#attempts.values()].filter(({ entryId }) => entryId === channel.id).map(({ agent }) => agent);
  }

  /** Takes a caller out, back to whoever asked (Redirect, QueueWithdrawCaller): Asterisk counts it as abandoned. */
  withdraw(channel: Channel): boolean {
    const entry = this.find(channel);
    if (entry) this.#giveUp(entry);
    return entry !== undefined;
  }

  changePriority(channel: Channel, priority: number): boolean {
    const entry = this.find(channel);
    if (!entry) return false;
    this.callers.splice(this.callers.indexOf(entry), 1);
    entry.priority = priority;
    insertEntry(this.callers, entry);
    this.plan();
    return true;
  }

  #abandon(channel: Channel): void {
    const entry = this.find(channel);
    if (entry) this.#giveUp(entry);
  }

  #giveUp(entry: QueueCaller): void {
    this.#thenPlan(() => {
      this.#cancelAttempts(entry.id, 487);
      this.#lose(entry);
    });
  }

  #lose(entry: QueueCaller): void {
    this.counts.abandoned += 1;
    const { channel: caller, originalPosition } = entry;
    const holdTime = Math.round((Date.now() - entry.joinedAt) / 1000);
    const position = this.position(entry);
    this.#emit({ kind: 'abandon', queue: this.name, caller, position, originalPosition, holdTime });
    this.#leave(entry);
  }

  #leave(entry: QueueCaller): void {
    const position = this.position(entry);
    this.callers.splice(position - 1, 1);
    entry.channel.off('ended', entry.onEnded);
    entry.channel.feed(undefined);
    this.#emit({ kind: 'leave', queue: this.name, caller: entry.channel, position, count: this.callers.length });
  }

  // -- members -------------------------------------------------------------------------------------------------------

  addMember(device: string, name: string, penalty: number, paused: boolean): boolean {
    if (this.members.some((member) => member.interface === device)) return false;
    const member = { ...newMember(device, name || device, 'dynamic', penalty), paused };
    this.members.push(member);
    this.#emit({ kind: 'memberAdded', queue: this.name, member });
    this.plan();
    return true;
  }

  removeMember(device: string): boolean {
    const index = this.members.findIndex((member) => member.interface === device);
    const [member] = index < 0 ? [] : this.members.splice(index, 1);
    if (!member) return false;
    this.#emit({ kind: 'memberRemoved', queue: this.name, member });
    return true;
  }

  pause(device: string, paused: boolean, reason: string): boolean {
    const member = this.members.find((one) => one.interface === device);
    if (!member) return false;
    member.paused = paused;
    // Asterisk blanks the reason on unpause.
    member.pausedReason = paused ? reason : '';
    if (paused) member.lastPause = seconds();
    this.#emit({ kind: 'memberPause', queue: this.name, member });
    this.plan();
    return true;
  }

  /** A member's call in another queue ended: wrap-up counts everywhere (Asterisk's `shared_lastcall=yes`). */
  finishedElsewhere(device: string, lastCall: number): void {
    const member = this.members.find((one) => one.interface === device);
    if (member) member.lastCall = Math.max(member.lastCall, lastCall);
  }

  /** The lamp of a device changed: members are told and free ones get a caller. */
  deviceChanged(device: string, state: DeviceState): void {
    const member = this.members.find((one) => one.interface === device);
    if (!member || this.#known.get(device) === state) return;
    this.#known.set(device, state);
    this.#emit({ kind: 'memberStatus', queue: this.name, member });
    this.plan();
  }

  // -- ringing -------------------------------------------------------------------------------------------------------

  /** Rings whoever should ring now, and wakes up again when a pause or a wrap-up ends. */
  plan(): void {
    if (this.#busy) return;
    this.#thenPlan(() => undefined);
  }

  /** Ringing and ending phones changes lamps, which asks for a plan: there is one plan, when the change is complete. */
  #thenPlan(change: () => void): void {
    this.#busy = true;
    try {
      change();
      for (const { entryId, interfaces } of this.#next()) for (const device of interfaces) this.#ring(entryId, device);
    } finally {
      this.#busy = false;
    }
    this.#sleep();
  }

  #next(): readonly Rung[] {
    const attempts = [...this.#attempts.values()];
    const idle = this.members.filter((member) => this.#host.deviceState(member.interface) === 'NOT_INUSE');
    return planRinging({
      strategy: this.settings.strategy,
      wrapUpSeconds: this.settings.wrapUpSeconds,
      entries: this.callers,
      members: this.members,
      idle: new Set(idle.map((member) => member.interface)),
      busyInterfaces: new Set(attempts.map(({ member }) => member.interface)),
      rungEntries: new Set(attempts.map(({ entryId }) => entryId)),
      now: Date.now(),
    });
  }

  #sleep(): void {
    clearTimeout(this.#wake);
    if (this.callers.length === 0) return;
    const now = Date.now();
    const times = [
      ...this.callers.map(({ retryAt }) => retryAt),
      ...this.members.map((member) => wrapUpEnd(member, this.settings.wrapUpSeconds)),
    ].filter((time) => time > now);
    if (times.length === 0) return;
    this.#wake = setTimeout(() => this.plan(), Math.min(...times) - now + 1);
    this.#wake.unref();
  }

  #ring(entryId: string, device: string): void {
    const entry = this.callers.find(({ id }) => id === entryId);
    const member = this.members.find((one) => one.interface === device);
    if (!entry || !member) return;
    const agent = this.#host.ringMember(device, entry.channel, this.name);
    if (!agent) return;
    const startedAt = Date.now();
    const timer = setTimeout(() => agent.hangup(487), this.settings.ringSeconds * 1000);
    this.#attempts.set(agent.id, { entryId, member, agent, startedAt, timer });
    agent.on('state', (state) => state === 'up' && this.#answered(agent));
    agent.on('ended', () => this.#missed(agent));
    this.#emit({ kind: 'called', queue: this.name, caller: entry.channel, agent, member });
  }

  #answered(agent: Channel): void {
    const attempt = this.#take(agent);
    const entry = this.callers.find(({ id }) => id === attempt?.entryId);
    if (!attempt || !entry) return agent.hangup();
    this.#thenPlan(() => {
      this.#cancelAttempts(entry.id, 200);
      this.#connect(attempt, entry);
    });
  }

  #connect({ member, agent, startedAt }: Attempt, entry: QueueCaller): void {
    const caller = entry.channel;
    const holdTime = Math.round((Date.now() - entry.joinedAt) / 1000);
    const ringTime = Math.round((Date.now() - startedAt) / 1000);
    member.inCall = true;
    this.#leave(entry);
    const answeredAt = Date.now();
    this.#host.connect(caller, agent, (end) => {
      const reason = end.kind === 'transfer' ? 'transfer' : end.by === caller ? 'caller' : 'agent';
      this.#complete(member, { caller, agent, holdTime, answeredAt, reason });
    });
    this.counts.holdTime = Math.round((this.counts.holdTime * 3 + holdTime) / 4);
    this.#emit({ kind: 'connect', queue: this.name, caller, agent, member, holdTime, ringTime });
  }

  #complete(
    member: Member,
    call: {
      readonly caller: Channel;
      readonly agent: Channel;
      readonly holdTime: number;
      readonly answeredAt: number;
      readonly reason: 'caller' | 'agent' | 'transfer';
    },
  ): void {
    const { caller, agent, holdTime, reason } = call;
    const talkTime = Math.round((Date.now() - call.answeredAt) / 1000);
    member.inCall = false;
    member.callsTaken += 1;
    member.lastCall = seconds();
    this.counts.completed += 1;
    this.counts.talkTime = Math.round((this.counts.talkTime * 3 + talkTime) / 4);
    this.#emit({ kind: 'complete', queue: this.name, caller, agent, member, holdTime, talkTime, reason });
    this.#emit({ kind: 'memberStatus', queue: this.name, member });
    this.plan();
  }

  #missed(agent: Channel): void {
    const attempt = this.#take(agent);
    const entry = this.callers.find(({ id }) => id === attempt?.entryId);
    if (!attempt || !entry) return;
    const ringTime = Math.round(Date.now() - attempt.startedAt);
    const { member } = attempt;
    this.#emit({ kind: 'noAnswer', queue: this.name, caller: entry.channel, agent, member, ringTime });
    if (this.ringsFor(entry.channel).length === 0) entry.retryAt = Date.now() + this.settings.retrySeconds * 1000;
    this.plan();
  }

  #cancelAttempts(entryId: string, cause: number): void {
    for (const { agent } of [...this.#attempts.values()].filter((attempt) => attempt.entryId === entryId)) {
      this.#take(agent);
      agent.hangup(cause);
    }
  }

  #take(agent: Channel): Attempt | undefined {
    const attempt = this.#attempts.get(agent.id);
    if (!attempt) return undefined;
    clearTimeout(attempt.timer);
    this.#attempts.delete(agent.id);
    return attempt;
  }

  /** Stops every timer; callers and phones are ended by the PBX. */
  close(): void {
    clearTimeout(this.#wake);
    for (const { timer } of this.#attempts.values()) clearTimeout(timer);
    this.#attempts.clear();
  }

  #emit(event: QueueEvent): void {
    this.#host.emitQueue(event);
  }
}

function newMember(device: string, name: string, membership: Member['membership'], penalty: number): Member {
  return {
    interface: device,
    name,
    membership,
    penalty,
    paused: false,
    pausedReason: '',
    callsTaken: 0,
    lastCall: 0,
    lastPause: 0,
    loginTime: seconds(),
    inCall: false,
  };
}
