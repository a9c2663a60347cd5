// How each live call sounds: a second's counters in, a view when something new is to be read, a summary at the end.
import type { CallId } from '../../../shared/domain/call/call.ts';
import { nextQuality, sampleOf, summaryOf, viewOf } from '../../../shared/domain/quality/quality.ts';
import type {
  QualityState,
  QualitySummary,
  QualityView,
  SoundCounters,
} from '../../../shared/domain/quality/quality.ts';

/** A call that just began has heard nothing worth judging. */
const SETTLE_READINGS = 2;

interface Measured {
  readonly counters: SoundCounters;
  readonly readings: number;
  readonly state?: QualityState;
  readonly view?: QualityView;
}

export class QualityService {
  readonly #calls = new Map<CallId, Measured>();
  readonly #onChange: (callId: CallId) => void;
  readonly #isTalking: (callId: CallId) => boolean;

  /** @param isTalking on hold nothing is judged: hold music and silence would count as trouble */
  constructor(isTalking: (callId: CallId) => boolean, onChange: (callId: CallId) => void) {
    this.#isTalking = isTalking;
    this.#onChange = onChange;
  }

  take(callId: CallId, counters: SoundCounters): void {
    const before = this.#calls.get(callId);
    const readings = (before?.readings ?? 0) + 1;
    const isMoving = before !== undefined && counters.packetsReceived > before.counters.packetsReceived;
    if (!before || readings <= SETTLE_READINGS || !isMoving || !this.#isTalking(callId)) {
      this.#calls.set(callId, { ...before, counters, readings });
      return;
    }
    const state = nextQuality(before.state, sampleOf(before.counters, counters));
    const view = viewOf(state);
    const isNews = JSON.stringify(view) !== JSON.stringify(before.view);
    this.#calls.set(callId, { counters, readings, state, view: isNews ? view : (before.view ?? view) });
    if (isNews) this.#onChange(callId);
  }

  view(callId: CallId): QualityView | undefined {
    return this.#calls.get(callId)?.view;
  }

  summary(callId: CallId): QualitySummary | undefined {
    const state = this.#calls.get(callId)?.state;
    return state && summaryOf(state);
  }

  forget(callId: CallId): void {
    this.#calls.delete(callId);
  }
}
