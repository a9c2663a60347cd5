// Reading a patient's card: part by part as the EHR gives them, over what was there before. Where the EHR is slow or gone,
// the card that this desk kept stands in, and says how old it is.
import type { AgedCard, CardFacts } from '../../../shared/domain/patient/card.ts';
import { blankCard, headOf, laidOver } from '../../../shared/domain/patient/card.ts';
import type { PatientContext, PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { ErrorCode, Result } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { CardKeeper } from './kept-cards.ts';
import { isRevealed } from './panel.ts';
import type { Subject } from './panel.ts';

/** An EHR that has said nothing for this long is slow: what was kept shows meanwhile. */
const SLOW_MS = 1500;

/** The EHR cannot be asked. One that answers, and refuses, is not got around by what was kept. */
const AWAY: ReadonlySet<ErrorCode> = new Set([
  ...(['ehrUnreachable', 'ehrSlow', 'ehrBusy', 'ehrNotFhir', 'ehrSignIn'] as const),
]);

export interface CardReaderDeps {
  readonly clock: Clock;
  readonly ehr: () => EhrPort | undefined;
  readonly kept: Pick<CardKeeper, 'find' | 'keep' | 'remove'>;
  /** YYYY-MM-DD where the practice is. */
  readonly today: () => string;
  /** Whether this is still the subject of its call. */
  readonly isCurrent: (subject: Subject) => boolean;
  readonly publish: (subject: Subject) => void;
  readonly answered: (result: Result<unknown>) => void;
}

export class CardReader {
  readonly #deps: CardReaderDeps;

  constructor(deps: CardReaderDeps) {
    this.#deps = deps;
  }

  async read(subject: Subject): Promise<void> {
    const { chosen } = subject;
    if (!chosen) return;
    const { clock, publish } = this.#deps;
    const reading = { since: clock.now() };
    // The receptionist may choose somebody else, or read again, while the EHR is thinking.
    const isWanted = (): boolean => this.#deps.isCurrent(subject) && subject.reading === reading && isRevealed(subject);
    const head = headOf(chosen, this.#deps.today());
    let earlier = subject.card;
    let told: PatientContext = blankCard(head, 'waiting');
    const lay = (facts: CardFacts): void => {
      told = { ...head, ...facts };
      subject.card = laidOver(told, clock.now(), earlier);
    };
    subject.reading = reading;
    subject.contextState = 'loading';
    lay(told);
    publish(subject);
    const ehr = this.#deps.ehr();
    const cancel = clock.after(SLOW_MS, () => {
      earlier ??= this.#deps.kept.find(chosen);
      if (!isWanted() || !earlier) return;
      lay(told);
      publish(subject);
    });
    const read = await ehr?.readContext(chosen.id, new Date(reading.since), (facts) => {
      // Whose record is only remembered may be shut by now: nothing shows before the EHR has named the patient itself.
      if (!isWanted() || subject.remembered.has(chosen.id)) return;
      if (this.#isShut(subject, chosen, facts)) return publish(subject);
      lay(facts);
      publish(subject);
    });
    cancel();
    if (read) this.#deps.answered(read);
    if (!isWanted()) return;
    if (read?.ok && this.#isShut(subject, chosen, read.value)) return publish(subject);
    if (read?.ok) this.#arrived(subject, chosen, read.value, earlier);
    else {
      const standIn = this.#standIn(chosen, read?.error.code ?? 'ehrUnreachable');
      this.#failed(subject, told, earlier ?? standIn);
    }
    publish(subject);
  }

  /** The chart was shut since this desk last heard of it: nothing of it shows before a reason is given. */
  #isShut(subject: Subject, chosen: PatientRecord, { restricted }: CardFacts): boolean {
    if (restricted !== true || chosen.restricted) return false;
    subject.chosen = { ...chosen, restricted };
    subject.records.set(chosen.id, subject.chosen);
    subject.card = undefined;
    this.#deps.kept.remove([chosen.id]);
    return !isRevealed(subject);
  }

  #arrived(subject: Subject, chosen: PatientRecord, context: PatientContext, earlier: AgedCard | undefined): void {
    const { clock, kept } = this.#deps;
    // What the reading lacks may have been kept.
    const before = earlier ?? (context.missing.length > 0 ? kept.find(chosen) : undefined);
    subject.card = laidOver(context, clock.now(), before);
    subject.contextState = 'fresh';
    subject.readAt = clock.now();
    kept.keep(chosen, subject.card);
  }

  /** What may be shown in place of an EHR that failed so. */
  #standIn(chosen: PatientRecord, code: ErrorCode): AgedCard | undefined {
    if (code === 'ehrNotFound') this.#deps.kept.remove([chosen.id]);
    return AWAY.has(code) ? this.#deps.kept.find(chosen) : undefined;
  }

  /** What came before the EHR went away (`told`) counts like every other reading. */
  #failed(subject: Subject, told: PatientContext, before: AgedCard | undefined): void {
    const missing = [...told.missing, ...told.waiting];
    subject.card = laidOver({ ...told, missing, waiting: [] }, this.#deps.clock.now(), before);
    subject.contextState = subject.readAt !== undefined ? 'stale' : before ? 'kept' : 'unavailable';
  }
}
