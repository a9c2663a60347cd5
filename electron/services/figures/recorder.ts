// Writes down what the PBX says of its queues, and when it was listened to. A busy PBX says a lot at once: what changed is
// written together a moment later; what a crash takes in that moment the PBX's log gives back.
import { emptyFold, foldFact, foldTime } from '../../../shared/domain/figures/fold.ts';
import type { Fold } from '../../../shared/domain/figures/fold.ts';
import { foldMember, stretched } from '../../../shared/domain/figures/member-time.ts';
import type { MemberSpan, MemberTimeFact } from '../../../shared/domain/figures/member-time.ts';
import type { QueueCall, QueueFact } from '../../../shared/domain/figures/types.ts';
import type { FigureStore } from '../../ports/figures.ts';
import type { FactListener } from '../../ports/pbx.ts';
import type { Clock, Log } from '../../ports/runtime.ts';

const TOGETHER_MS = 200;
/** How often it is noted that the PBX is still listened to. */
const HEARD_MS = 15_000;

export interface RecorderDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: () => FigureStore | undefined;
  /** Calls have changed on disk. */
  readonly onWritten?: () => void;
}

export class FigureRecorder implements FactListener {
  readonly #deps: RecorderDeps;
  #fold: Fold = emptyFold;
  readonly #changed = new Map<string, QueueCall>();
  #members: readonly MemberSpan[] = [];
  readonly #changedSpans = new Map<string, MemberSpan>();
  /** Those that an earlier run left open have ended: when they last were heard of, stands with them. */
  #isFirst = true;
  #cancelWrite: (() => void) | undefined;
  #cancelHeard: (() => void) | undefined;
  #listeningSince: number | undefined;
  readonly #extensions = new Map<string, string>();
  #skewMs = 0;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
  }

  /** How far the PBX's clock is ahead, as last measured. */
  readonly skewMs = (): number => this.#skewMs;
  /** The extension of a member by the name that the PBX's log has for it. */
  readonly agentOf = (name: string): string => this.#extensions.get(name) ?? name;

  readonly onClock = (skewMs: number): void => {
    this.#skewMs = skewMs;
  };

  readonly onMemberName = (name: string, extension: string): void => {
    this.#extensions.set(name, extension);
  };

  readonly onFact = (fact: QueueFact): void => {
    if (fact.type === 'snapshot') this.#listen(fact.at);
    this.#keep(foldFact(this.#fold, fact));
  };

  readonly onMember = (fact: MemberTimeFact): void => {
    const { open, changed } = foldMember(this.#members, fact);
    this.#members = open;
    this.#keepMembers(changed);
  };

  #keepMembers(spans: readonly MemberSpan[]): void {
    for (const span of spans) this.#changedSpans.set(`${span.agent} ${span.queue} ${span.kind} ${span.from}`, span);
    if (this.#changedSpans.size > 0) this.#cancelWrite ??= this.#deps.clock.after(TOGETHER_MS, this.write);
  }

  #keep({ fold, changed }: ReturnType<typeof foldFact>): void {
    this.#fold = fold;
    for (const call of changed) this.#changed.set(`${call.entry} ${call.queue} ${call.joinedAt}`, call);
    if (this.#changed.size > 0) this.#cancelWrite ??= this.#deps.clock.after(TOGETHER_MS, this.write);
  }

  /** The link is down, or given up. */
  readonly linkLost = (): void => {
    this.#stillListening();
    // Who is in the queues meanwhile nobody hears; the next snapshot says since when they were.
    if (this.#listeningSince !== undefined) this.onMember({ type: 'restarted', at: this.#deps.clock.now() });
    this.#cancelHeard?.();
    this.#cancelHeard = undefined;
    this.#listeningSince = undefined;
  };

  /** Everything that is told is on disk afterwards. What cannot be written is kept for the next time. */
  readonly write = (): void => {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    const store = this.#deps.store();
    if (!store || this.#changed.size + this.#changedSpans.size === 0) return;
    if (this.#isFirst) this.#endEarlier(store);
    const spans = store.putMemberSpans([...this.#changedSpans.values()], 'live');
    const kept = store.putCalls([...this.#changed.values()], 'live');
    if (spans.ok) this.#changedSpans.clear();
    if (kept.ok && this.#changed.size > 0) this.#deps.onWritten?.();
    if (kept.ok) this.#changed.clear();
    if (kept.ok && spans.ok) return;
    this.#deps.log.error('figures.notKept', { count: this.#changed.size + this.#changedSpans.size });
    this.#cancelWrite = this.#deps.clock.after(HEARD_MS, this.write);
  };

  /** Whoever asks is told of everything up to this moment. */
  readonly upToNow = (): void => {
    if (this.#listeningSince !== undefined) this.#stretch();
    this.write();
  };

  #stretch(): void {
    this.#members = stretched(this.#members, this.#deps.clock.now());
    this.#keepMembers(this.#members);
  }

  #endEarlier(store: FigureStore): void {
    const earlier = store.openMemberSpans('live').map((span) => ({ ...span, isOpen: false }));
    this.#isFirst = !store.putMemberSpans(earlier, 'live').ok;
  }

  stop(): void {
    this.linkLost();
    this.write();
    this.#cancelWrite?.();
  }

  #listen(at: number): void {
    this.linkLost();
    this.#listeningSince = at;
    this.#beat();
  }

  readonly #beat = (): void => {
    this.#stillListening();
    this.#keep(foldTime(this.#fold, this.#deps.clock.now()));
    this.#stretch();
    this.#cancelHeard = this.#deps.clock.after(HEARD_MS, this.#beat);
  };

  #stillListening(): void {
    if (this.#listeningSince === undefined) return;
    this.#deps.store()?.heard('live', this.#listeningSince, this.#deps.clock.now());
  }
}
