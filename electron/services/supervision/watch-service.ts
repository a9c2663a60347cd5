// Looks once a second at what the queues have come to: alerts for who leads, and the wallboard for everybody. The wallboard has
// the day as the journal has it; for the alerts, which must not wait, it counts lightly what it sees.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { alertsAt } from '../../../shared/domain/supervision/alerts.ts';
import { beginDay, countCaller } from '../../../shared/domain/supervision/today.ts';
import type { Today } from '../../../shared/domain/supervision/today.ts';
import type {
  Alert,
  TeamRow,
  Wallboard,
  WallboardDay,
  WallboardQueue,
} from '../../../shared/domain/supervision/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { localDate } from '../../../shared/domain/schedule/local-date.ts';
import { ok } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

const LOOK_MS = 1_000;

export interface WatchDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly team: () => readonly TeamRow[];
  /** Draws the people anew: wrap-up ends by the clock. */
  readonly refreshTeam: () => void;
  readonly link: () => Wallboard['link'];
  /** The day as the journal has it; undefined while that cannot be asked. */
  readonly dayOf: (queue: string) => WallboardDay | undefined;
  readonly daySince: () => number | undefined;
  readonly nameOfUser: (userId: string) => string;
}

type Counted = Pick<WaitingCaller, 'queue' | 'joinedAt' | 'callback'>;

export class WatchService {
  readonly #deps: WatchDeps;
  #alerts: readonly Alert[] = [];
  #today: Today | undefined;
  #cancel: (() => void) | undefined;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'supervision.acknowledge': ({ id }, { userId }) => {
      const by = this.#deps.nameOfUser(userId);
      this.#alerts = this.#alerts.map((alert) =>
        alert.seenBy === undefined && (id === undefined || alert.id === id) ? { ...alert, seenBy: by } : alert,
      );
      this.#publishAlerts();
      return ok({});
    },
  };

  start(): void {
    this.#cancel?.();
    const look = () => {
      this.look();
      this.#cancel = this.#deps.clock.after(LOOK_MS, look);
    };
    look();
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Callers who wait at home are counted when they are spoken with, not here. */
  caller(how: 'answered' | 'abandoned', caller: Counted): void {
    const site = this.#deps.site();
    if (!site || caller.callback) return;
    const targetSeconds = site.queues.find(({ id }) => id === caller.queue)?.targetSeconds ?? 30;
    const at = this.#deps.clock.now();
    const zone = site.clinic.timeZone;
    this.#today = countCaller(this.#today ?? beginDay(at, zone), how, caller, { at, zone, targetSeconds });
  }

  look(): void {
    const site = this.#deps.site();
    if (!site) return;
    this.#rollOver(site);
    this.#deps.refreshTeam();
    const waiting = this.#waiting();
    this.#watch(site, waiting);
    this.#deps.topics.set('wallboard', ONLY_KEY, this.#board(site, waiting));
  }

  #rollOver({ clinic }: Site): void {
    const now = this.#deps.clock.now();
    if (this.#today?.day !== localDate(now, clinic.timeZone)) this.#today = beginDay(now, clinic.timeZone);
  }

  #waiting(): Map<string, WaitingCaller[]> {
    const { topics } = this.#deps;
    const all = topics.keys('waiting').flatMap((key) => topics.get('waiting', key) ?? []);
    return Map.groupBy(all, ({ queue }) => queue);
  }

  #watch(site: Site, waiting: ReadonlyMap<string, WaitingCaller[]>): void {
    const onTheLine = [...waiting].map(
      ([queue, callers]) => [queue, callers.filter((one) => !one.callback).map((one) => one.joinedAt)] as const,
    );
    // Without the PBX nothing is known: no alert is better than a wrong one.
    const limits = this.#deps.link() === 'ok' ? site.supervision.alerts : [];
    const watched = {
      limits,
      queueName: (id: string) => site.queues.find((queue) => queue.id === id)?.name ?? id,
      joinedAt: new Map(onTheLine),
      team: this.#deps.team(),
      today: this.#today?.queues ?? new Map(),
    };
    this.#alerts = alertsAt(this.#alerts, watched, this.#deps.clock.now());
    this.#publishAlerts();
  }

  #publishAlerts(): void {
    const { topics } = this.#deps;
    // When it was so last is ours to know: a row that changes every second would be drawn every second.
    for (const alert of this.#alerts) topics.set('alerts', alert.id, { ...alert, lastAt: alert.raisedAt });
    for (const id of topics.keys('alerts'))
      if (!this.#alerts.some((alert) => alert.id === id)) topics.remove('alerts', id);
  }

  #board(site: Site, waiting: ReadonlyMap<string, WaitingCaller[]>): Wallboard {
    const { clinic, queues } = site;
    return {
      clinic: clinic.name,
      language: clinic.languages[0] ?? 'en',
      timeZone: clinic.timeZone,
      link: this.#deps.link(),
      ...(this.#deps.daySince() === undefined ? {} : { countedSince: this.#deps.daySince() }),
      queues: queues.map((queue) => this.#queueRow(site, queue, waiting.get(queue.id) ?? [])),
    };
  }

  #queueRow(
    site: Site,
    { id, name, targetSeconds }: Site['queues'][number],
    callers: readonly WaitingCaller[],
  ): WallboardQueue {
    const members = this.#deps.team().filter(({ memberships }) => memberships.some(({ queue }) => queue === id));
    const there = members.filter(({ state }) => state !== 'unregistered');
    const inState = (...states: TeamRow['state'][]) => there.filter(({ state }) => states.includes(state)).length;
    const onTheLine = callers.filter((one) => !one.callback);
    return {
      ...{ id, name, targetSeconds, waiting: callers.length, callbacks: callers.length - onTheLine.length },
      ...(onTheLine.length > 0 ? { longestSince: Math.min(...onTheLine.map((one) => one.joinedAt)) } : {}),
      ...{ signedIn: there.length, free: inState('free'), talking: inState('talking', 'ringing', 'wrapUp') },
      paused: inState('paused', 'away'),
      ...(this.#deps.dayOf(id) ?? { answered: 0, abandoned: 0 }),
      ...(site.supervision.wallboard.names
        ? { people: there.map((one) => ({ name: one.name, state: one.state })) }
        : {}),
    };
  }
}
