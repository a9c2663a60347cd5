// What the dialog knows: the offer, the times that fit the wishes, and what came of the last thing that was done. Only the
// newest answer counts, and nothing of it outlives the dialog.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import type { ArrangedTime, WaitingPerson } from '../../../../shared/contract/scheduling.ts';
import type { BookedVisit, CancelReason, OpenTime, Wishes } from '../../../../shared/domain/scheduling/types.ts';
import { dayOf } from '../../../../shared/domain/scheduling/times.ts';
import { inOrder } from '../../../../shared/domain/scheduling/visits.ts';
import type { ErrorCode } from '../../../../shared/result/result.ts';
import { useDesk, useOnly, useRow } from '../../store/desk.ts';
import type { CallId } from '../../store/calls.ts';

export type Offer = CommandOutput<'scheduling.open'>;

export type Notice =
  | { readonly kind: 'lost'; readonly time: OpenTime; readonly instead: readonly OpenTime[] }
  | {
      readonly kind: 'done';
      readonly what: 'booked' | 'moved' | 'cancelled' | 'confirmed' | 'waiting';
      readonly visit: BookedVisit;
      /** Who would take what became free, in turn. */
      readonly waiting: readonly WaitingPerson[];
    }
  | { readonly kind: 'changed' | 'oldStands'; readonly visit: BookedVisit }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

export interface Found {
  readonly times: readonly OpenTime[];
  readonly more: boolean;
  readonly state: 'asking' | 'answered' | ErrorCode;
}

const NOTHING: Found = { times: [], more: false, state: 'asking' };
const seenOf = ({ id, state, start, providerId }: BookedVisit) => ({
  ...{ id, state },
  ...(start === undefined ? {} : { start }),
  ...(providerId === undefined ? {} : { providerId }),
});

type Deed = 'hold' | 'release' | 'book' | 'cancel' | 'confirm' | 'wait';

export interface Arranging {
  readonly offer: Offer | undefined;
  readonly failure: ErrorCode | undefined;
  readonly found: Found;
  readonly wishes: Wishes;
  readonly arranged: ArrangedTime | undefined;
  readonly moving: BookedVisit | undefined;
  /** The time that whoever waits was called about, while it is theirs to be found. */
  readonly offered: OpenTime | undefined;
  readonly notice: Notice | undefined;
  readonly busy: boolean;
  /**
   * What was begun and has no answer yet, as it is when a key is pressed and not as it was last drawn: a time that is being
   * kept can still be given back, what is being written cannot.
   */
  underWay(): 'keeping' | 'writing' | undefined;
  setWishes(wishes: Wishes): void;
  setMoving(visit: BookedVisit | undefined): void;
  hold(time: OpenTime): Promise<void>;
  release(): Promise<void>;
  book(): Promise<void>;
  cancel(visit: BookedVisit, reason: CancelReason): Promise<void>;
  confirm(visit: BookedVisit): Promise<void>;
  wait(): Promise<void>;
}

function useOffer(callId: CallId): {
  offer: Offer | undefined;
  failure: ErrorCode | undefined;
  readAgain: () => Promise<void>;
  /** What was done shows at once; the EHR's list follows. */
  becomes: (visit: BookedVisit) => void;
} {
  const { ask } = useDesk();
  // The check may pass while the dialog is open.
  const verified = useRow('calls', callId)?.verified;
  const [offer, setOffer] = useState<Offer>();
  const [failure, setFailure] = useState<ErrorCode>();
  const readAgain = useCallback(async () => {
    const answer = await ask('scheduling.open', { callId });
    if (answer.ok) setOffer(answer.value);
    setFailure(answer.ok ? undefined : answer.error.code);
  }, [ask, callId]);
  useEffect(() => void readAgain(), [readAgain, verified]);
  const becomes = useCallback((visit: BookedVisit) => {
    const isGone = visit.state === 'cancelled' || visit.state === 'over';
    const withIt = (visits: readonly BookedVisit[]) => [
      ...visits.filter(({ id }) => id !== visit.id),
      ...(isGone ? [] : [visit]),
    ];
    setOffer((now) => now && { ...now, visits: inOrder(withIt(now.visits)) });
  }, []);
  return { offer, failure, readAgain, becomes };
}

function useTimes(callId: CallId, wishes: Wishes | undefined): { found: Found; lookAgain: () => void } {
  const { ask } = useDesk();
  const [found, setFound] = useState<Found>(NOTHING);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (wishes === undefined) return undefined;
    let isCurrent = true;
    void ask('scheduling.find', { callId, wishes }).then((answer) => {
      if (!isCurrent) return;
      setFound(answer.ok ? { ...answer.value, state: 'answered' } : { ...NOTHING, state: answer.error.code });
    });
    return () => {
      isCurrent = false;
    };
  }, [ask, callId, wishes, turn]);
  const lookAgain = useCallback(() => setTurn((now) => now + 1), []);
  return { found, lookAgain };
}

/** The wishes begin with what is known of the caller: their language, where somebody speaks it. */
function useWishes(offer: Offer | undefined): [Wishes | undefined, (wishes: Wishes) => void] {
  const [chosen, setChosen] = useState<Wishes>();
  const [isOpen, language] = [offer !== undefined, offer?.language];
  // By what is in it, not by the answer it came with: the same wishes are not asked for again.
  const first = useMemo(
    (): Wishes | undefined => (isOpen ? (language === undefined || language === 'en' ? {} : { language }) : undefined),
    [isOpen, language],
  );
  return [chosen ?? first, setChosen];
}

/** What somebody on the waiting list would like, from the day on that they were called about. */
export const wishesOf = ({ wishes = {} }: BookedVisit, time: OpenTime | undefined, zone: string): Wishes => ({
  ...wishes,
  ...(time ? { from: dayOf(time.start, zone) } : {}),
});

/** Called from the waiting list: their entry is what is arranged, as soon as the check lets it be seen. @returns the time it is about */
function useWaitingFor(
  callId: CallId,
  offer: Offer | undefined,
  begin: (visit: BookedVisit, time: OpenTime | undefined) => void,
): OpenTime | undefined {
  const link = useRow('workCalls', callId)?.waiting;
  const visit = offer?.visits.find(({ id, state }) => id === link?.visitId && state === 'waiting');
  const begun = useRef(false);
  useEffect(() => {
    if (!visit || begun.current) return;
    begun.current = true;
    begin(visit, link?.time);
  });
  return link?.time;
}

export function useScheduling(callId: CallId): Arranging {
  const { ask } = useDesk();
  const zone = useOnly('site')?.clinic.timeZone ?? 'local';
  const arranged = useRow('arranged', callId);
  const { offer, failure, readAgain, becomes } = useOffer(callId);
  const [wishes, setWishes] = useWishes(offer);
  const { found, lookAgain } = useTimes(callId, wishes);
  const [moving, setMoving] = useState<BookedVisit>();
  const offered = useWaitingFor(callId, offer, (visit, time) => {
    setMoving(visit);
    setWishes(wishesOf(visit, time, zone));
  });
  const [notice, setNotice] = useState<Notice>();
  const [busy, setBusy] = useState(false);
  const pending = useRef<readonly Deed[]>([]);
  const last = useRef(Promise.resolve());
  /** Beside what is only given back there is one thing at most. */
  const begun = () => pending.current.find((deed) => deed !== 'release');

  /**
   * One thing after the other; afterwards the lists are as the EHR has them now. A key pressed twice is one deed, and nothing
   * is begun beside what is being written; but what is only given back makes nobody wait: the next key counts.
   */
  const run = (deed: Deed, work: () => Promise<Notice | undefined>): Promise<void> => {
    const isHeldUp = deed === 'release' ? pending.current.at(-1) === 'release' : begun() !== undefined;
    if (isHeldUp) return Promise.resolve();
    pending.current = [...pending.current, deed];
    setBusy(begun() !== undefined);
    last.current = last.current.then(async () => {
      const told = await work();
      setNotice(told);
      pending.current = pending.current.slice(1);
      setBusy(begun() !== undefined);
      if (told === undefined || told.kind === 'failed') return;
      lookAgain();
      if (told.kind === 'lost') return;
      setMoving(undefined);
      becomes(told.visit);
      await readAgain();
    });
    return last.current;
  };
  const failed = (code: ErrorCode): Notice => ({ kind: 'failed', code });

  return {
    ...{ offer, failure, found, arranged, moving, notice, busy, setWishes },
    offered: moving?.state === 'waiting' ? offered : undefined,
    wishes: wishes ?? {},
    underWay: () => {
      const deed = begun();
      return deed === undefined ? undefined : deed === 'hold' ? 'keeping' : 'writing';
    },
    setMoving: (visit) => {
      setNotice(undefined);
      setMoving(visit);
    },
    hold: (time) =>
      run('hold', async () => {
        const wanted = { callId, time: { ...time, slots: [...time.slots], languages: [...time.languages] } };
        const more = moving ? { moving: seenOf(moving) } : {};
        const answer = await ask('scheduling.hold', { ...wanted, wishes: wishes ?? {}, ...more });
        if (!answer.ok) return failed(answer.error.code);
        return answer.value.state === 'taken' ? { kind: 'lost', time, instead: answer.value.instead } : undefined;
      }),
    release: () =>
      run('release', async () => {
        const isUnknown = arranged?.state === 'unknown';
        const answer = await ask('scheduling.release', { callId });
        if (!answer.ok) return failed(answer.error.code);
        // It may have been booked all the same: then it stands among the visits.
        if (isUnknown) await readAgain();
        return undefined;
      }),
    book: () =>
      run('book', async () => {
        const time = arranged?.time;
        const what = arranged?.moving && arranged.moving.state !== 'waiting' ? 'moved' : 'booked';
        const answer = await ask('scheduling.book', { callId });
        if (!answer.ok) return answer.error.code === 'ehrUnknownOutcome' ? undefined : failed(answer.error.code);
        const value = answer.value;
        if (value.state === 'taken') return time && { kind: 'lost', time, instead: value.instead };
        if (value.state === 'done') return { kind: 'done', what, visit: value.visit, waiting: value.waiting };
        return { kind: value.state, visit: value.visit };
      }),
    cancel: (visit, reason) =>
      run('cancel', async () => {
        const answer = await ask('scheduling.cancel', { callId, visit: seenOf(visit), reason });
        if (!answer.ok) return failed(answer.error.code);
        if (answer.value.state === 'changed') return { kind: 'changed', visit: answer.value.visit };
        return {
          kind: 'done',
          what: 'cancelled',
          visit: { ...visit, state: 'cancelled' },
          waiting: answer.value.waiting,
        };
      }),
    confirm: (visit) =>
      run('confirm', async () => {
        const answer = await ask('scheduling.confirm', { callId, visit: seenOf(visit) });
        if (!answer.ok) return failed(answer.error.code);
        if (answer.value.state === 'changed') return { kind: 'changed', visit: answer.value.visit };
        return { kind: 'done', what: 'confirmed', visit: answer.value.visit, waiting: [] };
      }),
    wait: () =>
      run('wait', async () => {
        const answer = await ask('scheduling.wait', { callId, wishes: wishes ?? {} });
        if (!answer.ok) return failed(answer.error.code);
        return { kind: 'done', what: 'waiting', visit: answer.value.visit, waiting: [] };
      }),
  };
}
