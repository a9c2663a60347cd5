// The people in the queues and who leads them: a supervisor at a call, alerts, the wallboard, callers who are called back.
// Built from the desk's other services; says who tells whom.
import type { CommandName, CommandParsed } from '../shared/contract/index.ts';
import type { AnyCallEvent, Call } from '../shared/domain/call/call.ts';
import { nameIn } from '../shared/domain/directory/entries.ts';
import type { QueueEvent } from '../shared/domain/queue/board.ts';
import type { Wallboard } from '../shared/domain/supervision/types.ts';
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import type { TeamPort } from './ports/team.ts';
import type { Caller, Handlers } from './ports/topics.ts';
import { CallbackService } from './services/callback/callback-service.ts';
import { ListenService } from './services/supervision/listen-service.ts';
import { TeamService } from './services/supervision/team-service.ts';
import { WatchService } from './services/supervision/watch-service.ts';

const LINKS: Readonly<Record<string, Wallboard['link']>> = { ok: 'ok', connecting: 'connecting', notSet: 'off' };

export class SupervisionFlow {
  readonly #desk: Desk;
  readonly team: TeamService;
  readonly watch: WatchService;
  readonly listening: ListenService;
  readonly callbacks: CallbackService;
  readonly services: readonly { readonly handlers: Handlers }[];

  constructor(desk: Desk, clock: Clock, log: Log) {
    this.#desk = desk;
    this.team = this.#newTeam(clock);
    this.watch = this.#newWatch(clock);
    this.listening = this.#newListening(clock);
    this.callbacks = this.#newCallbacks(log);
    this.services = [this.team, this.watch, this.listening, this.callbacks];
  }

  use(port: TeamPort | undefined): void {
    this.team.use(port);
    this.callbacks.anew();
  }

  callChanged(call: Call, event: AnyCallEvent): void {
    this.listening.callChanged(call, event);
    this.callbacks.callChanged(call, event);
  }

  /** @returns whether it was a caller on the line, whom everything else is about */
  queueCaller(event: Extract<QueueEvent, { type: 'joined' | 'abandoned' | 'connected' }>): boolean {
    if (event.type !== 'joined') this.watch.caller(event.type === 'connected' ? 'answered' : 'abandoned', event.caller);
    return event.caller.callback === undefined;
  }

  readonly #nameOf = (number: string): string | undefined => nameIn(this.#desk.site.current(), number);

  readonly #caller = (): Caller => {
    const user = this.#desk.session.user();
    return { page: 'console', userId: user?.id ?? '', role: user?.role };
  };

  #newTeam(clock: Clock): TeamService {
    const desk = this.#desk;
    return new TeamService({
      topics: desk.hub,
      clock,
      site: desk.site.current,
      nameOf: this.#nameOf,
      user: () => desk.session.user(),
      isLeading: () => ['supervisor', 'administrator'].includes(desk.session.user()?.role ?? ''),
      audit: (detail, userId) => desk.journal.audit('supervise', userId, { detail }),
    });
  }

  #newWatch(clock: Clock): WatchService {
    const desk = this.#desk;
    return new WatchService({
      topics: desk.hub,
      clock,
      site: desk.site.current,
      team: () => this.team.rows(),
      refreshTeam: () => {
        this.team.refresh();
        this.callbacks.look();
      },
      link: () => LINKS[desk.health.current().queues] ?? 'lost',
      dayOf: (queue) => desk.figures.today.queueDay(queue),
      daySince: () => desk.figures.today.since(),
      nameOfUser: (userId) => desk.site.current()?.users.find(({ id }) => id === userId)?.name ?? userId,
    });
  }

  #newListening(clock: Clock): ListenService {
    const desk = this.#desk;
    return new ListenService({
      topics: desk.hub,
      clock,
      site: desk.site.current,
      extension: () => desk.session.user()?.extension,
      nameOf: this.#nameOf,
      person: this.team.person,
      place: (target, known) => desk.calls.place(target, known),
      call: (callId) => desk.calls.get(callId),
      sendTones: (callId, tones) => this.#run('call.sendTones', { callId, tones }),
      mute: (callId, muted) => this.#run('call.mute', { callId, muted }),
      audit: (detail, userId, callId) => desk.journal.audit('listen', userId, { detail, callId }),
    });
  }

  #newCallbacks(log: Log): CallbackService {
    const desk = this.#desk;
    return new CallbackService({
      port: desk.queues.port,
      log,
      site: desk.site.current,
      list: () => desk.work.list,
      callBacks: () => desk.work.callBacks,
      waiting: () => desk.hub.keys('waiting').flatMap((key) => desk.hub.get('waiting', key) ?? []),
      keyOf: (number) => desk.work.keyOf(number),
      shown: (number) => desk.work.shown(number),
      caller: this.#caller,
      hangUp: (callId) => this.#run('call.hangUp', { callId }),
      dismiss: (callId) => void this.#run('call.dismiss', { callId }),
      audit: (detail, userId) => desk.journal.audit('callback', userId, { detail }),
    });
  }

  async #run<N extends CommandName>(name: N, input: CommandParsed<N>) {
    return this.#desk.calls.handlers[name]!(input as never, this.#caller());
  }
}
