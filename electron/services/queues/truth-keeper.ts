// Keeps the board true: asks the PBX about queues the board is in doubt of, and about callers of whom nothing more was heard.
import type { Board, QueueEvent } from '../../../shared/domain/queue/board.ts';
import { countIn } from '../../../shared/domain/queue/state.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { QueuePort } from '../../ports/queues.ts';
import type { Clock } from '../../ports/runtime.ts';

/**
 * Between two questions about one queue: a burst of joins is one question. A long queue is a long answer: with 500 waiting
 * (150 kB, 6 ms of this process) at most one in 0.7 s.
 */
const pauseFor = (waiting: number): number => 200 + waiting;
/**
 * While anybody waits, every queue with callers is asked this often although no event gave a reason: a priority that another
 * desk changes is told by no event, and an account whose filter lets no Hangup through hears of an exchanged channel late.
 * It is not what keeps callers who are gone off the board: of those the PBX tells, if by another name (see board.ts).
 */
const SAFETY_MS = 5_000;
/** So long after a caller left without another word it is looked up whether they are still at the PBX. */
const LOOK_UP_MS = 700;
/** What became of a caller can be read for this long. */
const SHOW_MS = 4_000;

export interface TruthKeeperDeps {
  readonly clock: Clock;
  readonly port: () => QueuePort | undefined;
  readonly board: () => Board;
  readonly apply: (event: QueueEvent) => void;
}

interface Question {
  lastAskedAt: number;
  isUnderWay: boolean;
  cancel: (() => void) | undefined;
}

export class TruthKeeper {
  readonly #deps: TruthKeeperDeps;
  readonly #questions = new Map<string, Question>();
  /** Timers of callers who have left, by entry. */
  readonly #departed = new Map<string, { how: string; cancel: () => void }>();
  #cancelSafety: (() => void) | undefined;

  constructor(deps: TruthKeeperDeps) {
    this.#deps = deps;
  }

  /** The board has changed. */
  look(): void {
    const board = this.#deps.board();
    for (const queue of board.doubt) this.#askSoon(queue);
    for (const { entry, how } of board.departed.values()) this.#watch(entry, how);
    if (board.waiting.size > 0) this.#cancelSafety ??= this.#deps.clock.after(SAFETY_MS, () => this.#safety());
  }

  /** Another PBX, or none: nothing that was asked before counts any more. */
  reset(): void {
    for (const { cancel } of this.#questions.values()) cancel?.();
    for (const { cancel } of this.#departed.values()) cancel();
    this.#questions.clear();
    this.#departed.clear();
    this.#cancelSafety?.();
    this.#cancelSafety = undefined;
  }

  /** Asks at once, and has put the answer on the board when it is back. */
  async ask(queue: string): Promise<Result<void> | undefined> {
    const { port, clock, apply } = this.#deps;
    const asked = port();
    if (!asked) return undefined;
    const question = this.#questionOf(queue);
    question.cancel?.();
    question.cancel = undefined;
    question.isUnderWay = true;
    question.lastAskedAt = clock.now();
    const askedAt = clock.now();
    const answer = await asked.truth(queue);
    if (asked !== port()) return undefined;
    question.isUnderWay = false;
    // What could not be answered is asked again with the next event, or by the safety.
    if (!answer.ok) return answer;
    apply({ type: 'truth', truth: answer.value, askedAt });
    return { ok: true, value: undefined };
  }

  #askSoon(queue: string): void {
    const question = this.#questionOf(queue);
    if (question.isUnderWay || question.cancel) return;
    const { clock, board } = this.#deps;
    const wait = question.lastAskedAt + pauseFor(countIn(board(), queue)) - clock.now();
    // Never in the same breath: events that belong together come together.
    question.cancel = clock.after(Math.max(0, wait), () => void this.ask(queue));
  }

  #questionOf(queue: string): Question {
    const known = this.#questions.get(queue) ?? { lastAskedAt: 0, isUnderWay: false, cancel: undefined };
    this.#questions.set(queue, known);
    return known;
  }

  #safety(): void {
    this.#cancelSafety = undefined;
    const queues = new Set([...this.#deps.board().waiting.values()].map(({ queue }) => queue));
    for (const queue of queues) this.#askSoon(queue);
    if (queues.size > 0) this.#cancelSafety = this.#deps.clock.after(SAFETY_MS, () => this.#safety());
  }

  #watch(entry: string, how: string): void {
    const known = this.#departed.get(entry);
    if (known?.how === how) return;
    known?.cancel();
    const { clock, apply } = this.#deps;
    const forget = () => {
      this.#departed.delete(entry);
      apply({ type: 'forgotten', entry });
    };
    const run = how === 'left' ? () => void this.#lookUp(entry) : forget;
    this.#departed.set(entry, { how, cancel: clock.after(how === 'left' ? LOOK_UP_MS : SHOW_MS, run) });
  }

  /** A PBX that does not answer, or may not: then whoever left unanswered has given up; a call too many back is no harm. */
  async #lookUp(entry: string): Promise<void> {
    const asked = this.#deps.port();
    const departed = this.#deps.board().departed.get(entry);
    if (!asked || !departed) return;
    const answer = await asked.isThere(departed.caller.uniqueId ?? entry);
    if (asked !== this.#deps.port()) return;
    this.#deps.apply({ type: 'settled', entry, isThere: answer.ok && answer.value });
  }
}
