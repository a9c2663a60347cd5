// The switch of the embedded clinic: who is calling whom. Channels come from phones and simulated people, meet in
// bridges, wait in queues and are transferred; the AMI server and the control API look on.
import { EventEmitter } from 'node:events';
import { Pulse } from '../media/pulse.ts';
import { holdMusic, ringback } from '../media/sources.ts';
import type { SoundSource } from '../media/sources.ts';
import type { Account, Binding } from '../sip/registrar.ts';
import { CallQueue } from '../queue/queue.ts';
import type { QueueSettings } from '../queue/queue.ts';
import type { QueueEvent } from '../queue/events.ts';
import { Bridge, listen } from './bridge.ts';
import type { BridgeEnd } from './bridge.ts';
import type { Cause, Channel, Party } from './channel.ts';
import { resolveNumber } from './dialplan.ts';
import type { DialplanParts } from './dialplan.ts';
import type { DeviceState } from './devices.ts';
import { Mailboxes } from './mailboxes.ts';
import type { LeftMessage } from './mailboxes.ts';
import { ParkingLot } from './parking.ts';
import type { ParkingEvent } from './parking.ts';
import { PhoneChannel } from './phone-channel.ts';
import { Phones } from './phones.ts';
import { Pickups } from './pickup.ts';
import { reach } from './reach.ts';
import type { Headers } from './reach.ts';
import { SimChannel } from './sim-channel.ts';
import { attendedTransfer, blindTransfer } from './transfers.ts';

export interface PbxEvents {
  queue: [QueueEvent];
  device: [device: string, state: DeviceState];
  registered: [extension: string];
  parking: [ParkingEvent];
  /** A phone begins to ring for a call, or stops. */
  dial: [kind: 'DialBegin' | 'DialEnd', from: Channel, leg: Channel];
  channel: [Channel];
  dtmf: [channel: Channel, digit: string];
}

export interface PbxParts {
  readonly domain: string;
  readonly accounts: readonly Account[];
  readonly queues: readonly QueueSettings[];
  /** The prompt of that name for that language, µ-law; an empty buffer when there is none. */
  readonly voice: (name: string) => SoundSource;
  /** The same once, and word when it has been said. */
  readonly message?: (name: string, onEnd: () => void) => SoundSource;
  readonly voicemail?: readonly LeftMessage[];
  /** How long a caller stays parked, seconds. */
  readonly recallSeconds?: number;
}

/** How long a phone rings for a direct call, milliseconds. */
const RING_LIMIT = 30_000;
/** Two simulated people who were connected hang up after this long, milliseconds. */
const SMALL_TALK = 20_000;

export interface DialHooks {
  readonly onRinging?: (target: Channel) => void;
  readonly onAnswer: (target: Channel) => void;
  readonly onFail: (cause: Cause) => void;
}

export class Pbx extends EventEmitter<PbxEvents> {
  readonly parts: PbxParts;
  readonly pulse = new Pulse();
  readonly channels = new Set<Channel>();
  readonly phones: Phones;
  readonly queues: readonly CallQueue[];
  readonly dialplan: DialplanParts;
  readonly parking: ParkingLot;
  readonly mailboxes: Mailboxes;
  readonly #pickups = new Pickups();
  readonly #bridges = new Map<Channel, Bridge>();

  constructor(parts: PbxParts) {
    super();
    this.parts = parts;
    this.dialplan = {
      desks: parts.accounts.map(({ extension }) => extension),
      queues: new Map(parts.queues.map(({ number, name }) => [number, name])),
    };
    this.phones = new Phones(this.dialplan.desks, this.channels, (device, state) => {
      this.emit('device', device, state);
      for (const queue of this.queues) queue.deviceChanged(device, state);
    });
    this.queues = parts.queues.map((settings) => new CallQueue(settings, this.#queueHost()));
    this.parking = new ParkingLot(this, parts.recallSeconds ?? 90);
    this.mailboxes = new Mailboxes(parts.voicemail ?? [], Date.now());
  }

  // -- phones and lamps ----------------------------------------------------------------------------------------------

  registered(extension: string, binding: Binding): void {
    this.phones.bind(extension, binding);
    for (const channel of this.channels)
      if (channel instanceof PhoneChannel && channel.line.extension === extension)
        channel.rebind(binding.connection, binding.contact);
    this.phones.light(`PJSIP/${extension}`);
    this.emit('registered', extension);
  }

  unregistered(extension: string): void {
    this.phones.unbind(extension);
    this.phones.light(`PJSIP/${extension}`);
  }

  // -- channels ------------------------------------------------------------------------------------------------------

  /** Takes a new channel into the book. */
  add<C extends Channel>(channel: C): C {
    this.channels.add(channel);
    channel.on('state', () => {
      if (channel.state === 'hungup') this.channels.delete(channel);
      this.phones.light(channel.device);
      this.emit('channel', channel);
    });
    channel.on('hold', () => {
      this.phones.light(channel.device);
      this.emit('channel', channel);
    });
    channel.on('dtmf', (digit) => this.emit('dtmf', channel, digit));
    return channel;
  }

  bridgeOf(channel: Channel): Bridge | undefined {
    return this.#bridges.get(channel);
  }

  findChannel(name: string): Channel | undefined {
    return [...this.channels].find((channel) => channel.name === name || channel.id === name);
  }

  /** Connects two channels. `onEnd` hears first; then whoever is left is hung up, unless it was a transfer. */
  connect(a: Channel, b: Channel, onEnd: (end: BridgeEnd) => void = () => undefined): void {
    let chat: NodeJS.Timeout | undefined;
    const bridge = new Bridge(a, b, this.pulse, (end) => {
      clearTimeout(chat);
      this.#bridges.delete(a);
      this.#bridges.delete(b);
      onEnd(end);
      if (end.kind === 'hangup') bridge.other(end.by).hangup();
    });
    if (a.state === 'hungup' || b.state === 'hungup') return;
    this.#bridges.set(a, bridge);
    this.#bridges.set(b, bridge);
    if (a instanceof SimChannel && b instanceof SimChannel) chat = setTimeout(() => b.hangup(), SMALL_TALK);
    this.emit('channel', a);
    this.emit('channel', b);
  }

  // -- calling -------------------------------------------------------------------------------------------------------

  /** A channel for a number, ringing from now on; a status when nobody can be called there. */
  reach(number: string, from: Party, linkedId: string, headers: Headers = []): Channel | Cause {
    return reach(this, number, { from, linkedId, headers });
  }

  phoneHooks(): ConstructorParameters<typeof PhoneChannel>[2] {
    return {
      onRefer: (channel, transfer) =>
        transfer.replaces ? attendedTransfer(this, channel, transfer) : blindTransfer(this, channel, transfer),
    };
  }

  /** Calls a number for a channel and tells how it went; returns the way to give up. */
  dial(from: Channel, number: string, hooks: DialHooks, extra: Headers = []): () => void {
    const headers = [...extra, ['X-Linked-Id', from.linkedId] as const];
    const target = this.reach(number, from.party, from.linkedId, headers);
    if (typeof target === 'number') {
      queueMicrotask(() => hooks.onFail(target));
      return () => undefined;
    }
    this.#announce(from, target);
    let done = false;
    const finish = (then: () => void): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      then();
    };
    const timer = setTimeout(() => {
      finish(() => hooks.onFail(480));
      target.hangup(487);
    }, RING_LIMIT);
    target.on('state', (state) => {
      if (state === 'ringing') hooks.onRinging?.(target);
      if (state === 'up') finish(() => hooks.onAnswer(target));
    });
    target.on('ended', (cause) => finish(() => hooks.onFail(cause === 200 ? 480 : cause)));
    this.#pickups.offer(target, (by) =>
      finish(() => {
        by.answer();
        target.hangup(200);
        hooks.onAnswer(by);
      }),
    );
    if (target.state === 'ringing') queueMicrotask(() => !done && hooks.onRinging?.(target));
    return () => {
      finish(() => undefined);
      target.hangup(487);
    };
  }

  /** Tells who rings for whom, and when that is over. */
  #announce(from: Channel, leg: Channel): void {
    let rings = true;
    const over = (): void => {
      if (rings) this.emit('dial', 'DialEnd', from, leg);
      rings = false;
    };
    leg.on('state', (state) => state === 'up' && over());
    leg.on('ended', over);
    this.emit('dial', 'DialBegin', from, leg);
  }

  /** Plays the message that the INVITE names, then hangs up. */
  #playBack(channel: Channel): void {
    const wanted = channel instanceof PhoneChannel ? channel.invitedWith('x-voicemail-message') : undefined;
    const message = this.mailboxes.named(wanted ?? '');
    if (!message || !this.parts.message) return channel.hangup(404);
    channel.answer();
    channel.connected = { number: '*99', name: 'Voicemail' };
    listen(
      channel,
      this.parts.message(message.sound, () => channel.hangup()),
      this.pulse,
    );
  }

  /** Sends a channel that calls or is up to a number: the dialplan of the clinic. */
  route(channel: Channel, number: string, priority = 0): void {
    channel.exten = number;
    const to = resolveNumber(number, this.dialplan);
    if (to.kind === 'echo') return this.#echo(channel);
    if (to.kind === 'queue') return this.enqueue(channel, to.queue, priority);
    if (to.kind === 'slot') return this.parking.retrieve(to.slot, channel);
    if (to.kind === 'playback') return this.#playBack(channel);
    if (to.kind === 'pickUp')
      return this.#pickups.pickUp(this, to.extension, channel) ? undefined : channel.hangup(404);
    if (channel.state === 'up') listen(channel, ringback(), this.pulse);
    const giveUp = this.dial(channel, number, {
      onRinging: () => channel.ring(),
      onAnswer: (target) => {
        channel.off('ended', giveUp);
        channel.answer();
        this.connect(channel, target);
      },
      onFail: (cause) => {
        channel.off('ended', giveUp);
        channel.hangup(cause);
      },
    });
    channel.on('ended', giveUp);
  }

  #echo(channel: Channel): void {
    channel.answer();
    channel.connected = { number: '601', name: 'Echo test' };
    const back = (frame: Buffer): void => channel.play(frame);
    channel.on('sound', back);
    channel.feed(() => channel.off('sound', back));
  }

  // -- queues --------------------------------------------------------------------------------------------------------

  queue(name: string): CallQueue | undefined {
    return this.queues.find((queue) => queue.name === name);
  }

  /** The queue a channel waits in. */
  queueOf(channel: Channel): CallQueue | undefined {
    return this.queues.find((queue) => queue.find(channel));
  }

  enqueue(channel: Channel, name: string, priority = 0): void {
    const queue = this.queue(name);
    if (!queue) return channel.hangup(404);
    channel.answer();
    channel.exten = queue.settings.number;
    queue.join(channel, priority);
  }

  /** A caller withdrawn from a queue goes to an extension; when nobody takes it there, it goes back to the queue. */
  takeTo(
    channel: Channel,
    number: string,
    queue: string,
    priority: number,
    extra: Headers = [
      ['X-Queue', queue],
      ['X-Queue-Entry', channel.id],
    ],
  ): void {
    const place = resolveNumber(number, this.dialplan);
    if (place.kind === 'queue') return this.enqueue(channel, place.queue, priority);
    listen(channel, ringback(), this.pulse);
    const giveUp = this.dial(
      channel,
      number,
      {
        onAnswer: (target) => {
          channel.off('ended', giveUp);
          this.connect(channel, target);
        },
        onFail: () => {
          channel.off('ended', giveUp);
          if (channel.state === 'up') this.enqueue(channel, queue, priority);
        },
      },
      extra,
    );
    channel.on('ended', giveUp);
  }

  /** AMI Redirect: takes a channel out of whatever it is in, to a number; its partner is hung up. */
  redirect(channel: Channel, number: string): void {
    this.queueOf(channel)?.withdraw(channel);
    const bridge = this.bridgeOf(channel);
    const partner = bridge?.other(channel);
    bridge?.release();
    partner?.hangup();
    this.route(channel, number);
  }

  #queueHost(): ConstructorParameters<typeof CallQueue>[1] {
    return {
      deviceState: (device) => this.phones.deviceState(device),
      ringMember: (device, caller, queue) => {
        const headers = [
          ['X-Queue', queue],
          ['X-Queue-Entry', caller.id],
          ['X-Linked-Id', caller.linkedId],
        ] as const;
        const agent = this.reach(device.replace(/^PJSIP\//, ''), caller.party, caller.linkedId, headers);
        if (typeof agent === 'number') return undefined;
        this.#announce(caller, agent);
        return agent;
      },
      connect: (caller, agent, onEnd) => this.connect(caller, agent, onEnd),
      playWaiting: (caller) => listen(caller, holdMusic(), this.pulse),
      emitQueue: (event) => {
        if (event.kind === 'complete')
          for (const queue of this.queues) queue.finishedElsewhere(event.member.interface, event.member.lastCall);
        this.emit('queue', event);
      },
    };
  }

  /** Ends every call and every timer. */
  close(): void {
    for (const queue of this.queues) queue.close();
    this.parking.close();
    for (const channel of [...this.channels]) channel.hangup();
    this.pulse.stop();
    this.removeAllListeners();
  }
}
