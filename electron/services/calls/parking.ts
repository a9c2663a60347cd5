// Parked callers: handed to the PBX's parking lot, fetched again here or elsewhere, or rung back when nobody came.
import { CallId, LINE_COUNT } from '../../../shared/domain/call/call.ts';
import type { Call, RemoteParty } from '../../../shared/domain/call/call.ts';
import { freeLine } from '../../../shared/domain/call/reduce.ts';
import type { ParkedFact } from '../../../shared/domain/parking/board.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import { canTransfer } from './core.ts';
import type { CallCore } from './core.ts';

export interface ParkingDeps {
  /** Who waits in a slot, whoever parked them. */
  readonly parkedIn: (slot: string) => RemoteParty | undefined;
  /** Extension of this desk. */
  readonly extension: () => string | undefined;
}

export class Parking {
  readonly #core: CallCore;
  readonly #deps: ParkingDeps;

  constructor(core: CallCore, deps: ParkingDeps) {
    this.#core = core;
    this.#deps = deps;
  }

  async park(callId: CallId): Promise<Result<Done>> {
    const parking = this.#core.deps.site()?.parking;
    if (!parking) return fail('parkingNotSet');
    const order = { do: 'transferBlind', target: parking.number, label: parking.number, kind: 'park' } as const;
    return this.#core.order(callId, order, (call) => canTransfer(call) && call.conference === undefined);
  }

  async retrieve(slot: string): Promise<Result<{ callId: CallId }>> {
    const core = this.#core;
    if (freeLine(core.all(), LINE_COUNT) === undefined) return fail('linesFull');
    const ours = this.#ours(slot);
    const callId = ours?.id ?? CallId.parse(core.deps.ids.next());
    const held = await core.holdOthers(callId);
    if (!held.ok) return held;
    const remote = ours?.remote ?? this.#deps.parkedIn(slot);
    const sent = await core.send(callId, { do: 'dial', target: slot, ...(remote ? { remote } : {}) });
    return sent.ok ? ok({ callId }) : sent;
  }

  /** From the PBX: which slot a caller of this desk got, and what became of them there. */
  pbxSaid(event: ParkedFact): void {
    const core = this.#core;
    if (event.type === 'parked') {
      if (event.parkedBy !== undefined && event.parkedBy !== this.#deps.extension()) return;
      const [waiting] = core.all().filter(isBeingParked);
      if (waiting) core.apply(waiting.id, { type: 'parkedAt', slot: event.slot });
      return;
    }
    const ours = this.#ours(event.slot);
    // A time-out is told by the phone: it rings. A retrieval from here is the call that we dialled.
    if (!ours || event.type === 'timedOut') return;
    if (event.type === 'gaveUp') core.apply(ours.id, { type: 'parkEnded', cause: 'callerHungUp' });
    else if (event.retrievedBy !== this.#deps.extension())
      core.apply(ours.id, { type: 'parkEnded', cause: 'retrievedElsewhere' });
  }

  #ours(slot: string): Call | undefined {
    return this.#core.all().find((call) => call.state === 'parked' && call.parkedSlot === slot);
  }
}

/** Handed to the lot, slot not yet known; in the order in which they were parked. */
const isBeingParked = (call: Call): boolean =>
  call.transfer?.kind === 'park' &&
  (call.state === 'parked' || call.state === 'transferring') &&
  (call.parkedSlot === undefined || (call.parkedAt ?? 0) < call.transfer.askedAt);
