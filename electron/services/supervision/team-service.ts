// Who is in which queue, in what state and with whom; pausing and signing out others; and what the desk of an agent is told of
// a supervisor's doing. The PBX says when something changes; with whom somebody talks is asked of it then.
import {
  heardBy,
  forcedBy,
  forcedReason,
  nobody,
  reduceTeam,
  teamRows,
} from '../../../shared/domain/supervision/team.ts';
import type { MemberFact, Names, Team, TeamEvent } from '../../../shared/domain/supervision/team.ts';
import type { DeskNotice, TeamRow } from '../../../shared/domain/supervision/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { TeamPort } from '../../ports/team.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

/** What comes in one burst is drawn once. */
const PUBLISH_MS = 50;
/** A moment after something changed the PBX has joined who belongs together; it is not asked more often than this. */
const ASK_SOON_MS = 300;
const ASK_AGAIN_MS = 1_500;

export interface TeamDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly nameOf: (number: string) => string | undefined;
  readonly user: () => { readonly id: string; readonly name: string; readonly extension: string } | undefined;
  /** Whoever is signed in may see what others do. */
  readonly isLeading: () => boolean;
  readonly audit: (detail: string, userId: string) => void;
}

export class TeamService {
  readonly #deps: TeamDeps;
  #port: TeamPort | undefined;
  #team: Team = nobody;
  #rows: readonly TeamRow[] = [];
  #isPublishDue = false;
  #ask: 'idle' | 'due' | 'asking' = 'idle';
  #askedAt = 0;
  /** Notices that were read: what is still so is not told again. */
  readonly #read = new Set<string>();

  constructor(deps: TeamDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'supervision.pause': ({ extension, reason }, { userId }) => this.#pause(extension, reason, userId),
    'supervision.unpause': ({ extension }, { userId }) => this.#unpause(extension, userId),
    'supervision.signOut': ({ extension, queues, reason }, { userId }) =>
      this.#signOut(extension, queues, reason, userId),
    'supervision.noticeRead': ({ id }) => {
      this.#read.add(id);
      this.#deps.topics.remove('deskNotices', id);
      return ok({});
    },
  };

  use(port: TeamPort | undefined): void {
    this.#port = port;
    this.#team = nobody;
    this.#read.clear();
    this.#publish();
  }

  readonly apply = (event: TeamEvent): void => {
    const { clock } = this.#deps;
    this.#team = reduceTeam(this.#team, event, clock.now());
    this.#tellDesk(event);
    this.#publishSoon();
    if (event.type !== 'channels') this.#askSoon();
  };

  /** Names changed, or time went on: wrap-up ends by the clock. */
  refresh(): void {
    this.#publish();
  }

  rows(): readonly TeamRow[] {
    return this.#rows;
  }

  person = (extension: string): TeamRow | undefined => this.#rows.find((row) => row.extension === extension);

  #names(): Names {
    const users = this.#deps.site()?.users ?? [];
    const leaders = users.filter(({ role }) => role === 'supervisor' || role === 'administrator');
    return { nameOf: this.#deps.nameOf, leaders: new Set(leaders.map(({ name }) => name)) };
  }

  #publishSoon(): void {
    if (this.#isPublishDue) return;
    this.#isPublishDue = true;
    this.#deps.clock.after(PUBLISH_MS, () => {
      this.#isPublishDue = false;
      this.#publish();
    });
  }

  #publish(): void {
    const { topics, clock } = this.#deps;
    this.#rows = teamRows(this.#team, this.#names(), clock.now());
    const there = new Set(this.#rows.map(({ extension }) => extension));
    for (const row of this.#rows) topics.set('team', row.extension, row);
    for (const key of topics.keys('team')) if (!there.has(key)) topics.remove('team', key);
    this.#publishNotices();
  }

  /** Only for somebody who may see it: the list of all channels is no small question. */
  #askSoon(): void {
    if (!this.#port || !this.#deps.isLeading() || this.#ask === 'due') return;
    const isAsking = this.#ask === 'asking';
    this.#ask = 'due';
    if (isAsking) return;
    const { clock } = this.#deps;
    const wait = Math.max(ASK_SOON_MS, this.#askedAt + ASK_AGAIN_MS - clock.now());
    clock.after(wait, () => void this.#askNow());
  }

  async #askNow(): Promise<void> {
    const port = this.#port;
    if (!port) return void (this.#ask = 'idle');
    this.#ask = 'asking';
    this.#askedAt = this.#deps.clock.now();
    const answer = await port.channels();
    const isDue = (this.#ask as string) === 'due';
    this.#ask = 'idle';
    if (port !== this.#port) return;
    if (answer.ok) this.apply({ type: 'channels', channels: answer.value });
    if (isDue) this.#askSoon();
  }

  async #pause(extension: string, reason: string, userId: string): Promise<Result<Done>> {
    const port = this.#port;
    if (!port) return fail('queueUnreachable');
    if (!this.person(extension)) return fail('memberGone');
    const paused = await port.pauseMember(extension, true, forcedReason(reason, this.#deps.user()?.name ?? ''));
    if (paused.ok) this.#deps.audit(`pause ${extension}`, userId);
    return paused.ok ? ok({}) : paused;
  }

  async #unpause(extension: string, userId: string): Promise<Result<Done>> {
    const port = this.#port;
    if (!port) return fail('queueUnreachable');
    const unpaused = await port.pauseMember(extension, false, '');
    if (unpaused.ok) this.#deps.audit(`unpause ${extension}`, userId);
    return unpaused.ok ? ok({}) : unpaused;
  }

  /** Paused first: the reason stands in what the PBX tells the agent's own desk when it takes them out. */
  async #signOut(
    extension: string,
    queues: readonly string[],
    reason: string,
    userId: string,
  ): Promise<Result<{ pausedIn: string[] }>> {
    const port = this.#port;
    if (!port) return fail('queueUnreachable');
    const pausedIn: string[] = [];
    for (const queue of queues) {
      const paused = await port.pauseMember(
        extension,
        true,
        forcedReason(reason, this.#deps.user()?.name ?? ''),
        queue,
      );
      if (!paused.ok) return paused;
      const removed = await port.removeMember(extension, queue);
      if (!removed.ok) return removed;
      if (removed.value === 'notDynamic') pausedIn.push(queue);
      this.#deps.audit(`${removed.value === 'removed' ? 'signOut' : 'pause'} ${extension} ${queue}`, userId);
    }
    return ok({ pausedIn });
  }

  /** Taken out of a queue by somebody else: the PBX says it once. */
  #tellDesk(event: TeamEvent): void {
    if (event.type !== 'memberGone' || event.member.extension !== this.#deps.user()?.extension) return;
    const forced = forcedBy(event.member.reason, this.#names().leaders);
    if (!forced) return;
    const at = this.#deps.clock.now();
    const id = `signedOut/${event.member.queue}/${at}`;
    this.#deps.topics.set('deskNotices', id, {
      id,
      kind: 'signedOut',
      ...forced,
      queueName: this.#queueName(event.member),
      at,
    });
  }

  #publishNotices(): void {
    const { topics } = this.#deps;
    const notices = new Map(this.#noticesNow().map((notice) => [notice.id, notice]));
    for (const id of topics.keys('deskNotices'))
      if (!notices.has(id) && !id.startsWith('signedOut/')) topics.remove('deskNotices', id);
    for (const id of this.#read) if (!notices.has(id)) this.#read.delete(id);
    for (const [id, notice] of notices) if (!this.#read.has(id)) topics.set('deskNotices', id, notice);
  }

  #noticesNow(): DeskNotice[] {
    const extension = this.#deps.user()?.extension;
    const site = this.#deps.site();
    if (extension === undefined || !site) return [];
    const me = this.person(extension);
    const heard = site.supervision.announce === 'none' ? [] : heardBy(this.#team, extension, this.#deps);
    const notices: DeskNotice[] = heard.map(({ extension: by, name, since }) => ({
      ...{ id: `heard/${by}`, kind: 'heard', by: name, at: since },
    }));
    if (me?.pausedBy !== undefined)
      notices.push({
        id: `paused/${me.since ?? 0}`,
        kind: 'paused',
        by: me.pausedBy,
        reason: me.reason,
        at: me.since ?? 0,
      });
    return notices;
  }

  #queueName({ queue }: MemberFact): string {
    return this.#deps.site()?.queues.find(({ id }) => id === queue)?.name ?? queue;
  }
}
