// The last card of each patient who was verified here, for when the EHR does not answer: of nobody whose chart is
// restricted, for as long as the practice says, and no more of them than a desk has callers.
import { forgetBefore, isMemorable } from '../../../shared/domain/patient/phone-index.ts';
import { asKept } from '../../../shared/domain/patient/card.ts';
import type { AgedCard } from '../../../shared/domain/patient/card.ts';
import type { PatientId, PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { KeptCards } from '../../ports/kept-cards.ts';
import type { Clock, Log } from '../../ports/runtime.ts';

/** Two weeks of a busy desk. */
const MOST = 1500;

export interface CardKeeperDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly site: () => Site | undefined;
  /** Of the EHR of the moment; undefined while the journal is closed. */
  readonly cards: () => KeptCards | undefined;
}

export class CardKeeper {
  readonly #deps: CardKeeperDeps;

  constructor(deps: CardKeeperDeps) {
    this.#deps = deps;
  }

  /** Undefined where nothing is kept, or nothing young enough. */
  find(record: PatientRecord): AgedCard | undefined {
    const from = this.#from();
    if (from === undefined || !isMemorable(record)) return undefined;
    const kept = this.#deps.cards()?.find(record.id);
    if (!kept || kept.keptAt < from) return undefined;
    // A part that the EHR has not given since keeps its age, and its end.
    return asKept({
      context: kept.context,
      at: Object.fromEntries(Object.entries(kept.at).filter(([, at]) => at >= from)),
    });
  }

  keep(record: PatientRecord, card: AgedCard): void {
    if (!isMemorable(record)) return this.remove([record.id]);
    if (this.#from() === undefined) return;
    this.#done(this.#deps.cards()?.keep(card, this.#deps.clock.now(), MOST));
  }

  remove(patientIds: readonly PatientId[]): void {
    if (patientIds.length > 0) this.#done(this.#deps.cards()?.remove(patientIds));
  }

  /** What is too old goes; everything, where the practice wants nothing kept. */
  forget(): void {
    const from = this.#from();
    this.#done(from === undefined ? this.#deps.cards()?.wipe() : this.#deps.cards()?.forget(from));
  }

  wipe(): void {
    this.#done(this.#deps.cards()?.wipe());
  }

  #from(): number | undefined {
    return forgetBefore(this.#deps.clock.now(), this.#deps.site()?.privacy.cardDays ?? 0);
  }

  #done(written: Result<unknown> | undefined): void {
    if (written && !written.ok) this.#deps.log.warn('cards.notKept', { code: written.error.code });
  }
}
