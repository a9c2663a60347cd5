// What the person can do with calls and notes, in one place: buttons and keys run the same function.
import type { StoreApi } from 'zustand/vanilla';
import type { CallRow } from '../../../shared/contract/call.ts';
import { spokenTo } from '../../../shared/domain/directory/entries.ts';
import type { Listing } from '../../../shared/domain/directory/entries.ts';
import type { RecordingAnswer } from '../../../shared/domain/note/types.ts';
import { templateOf } from '../../../shared/domain/note/template.ts';
import type { Destination } from '../../../shared/domain/rules/types.ts';
import { dueWithin } from '../../../shared/domain/schedule/windows.ts';
import type { Autosave } from './autosave.ts';
import type { CallId } from './calls.ts';
import {
  consultOf,
  inHand,
  isFollowing,
  isConnected,
  isLive,
  isOnHold,
  isRinging,
  isTalking,
  lineCalls,
  ringingCalls,
  shownFor,
} from './calls.ts';
import type { Desk, Failure } from './desk.ts';
import type { Content, Drafts } from './drafts.ts';
import { emergencyOf } from './emergency.ts';
import { escalationActions, isRung, runningFor } from './escalating.ts';
import type { EscalationActions } from './escalating.ts';
import type { Layout } from './layout.ts';
import { parkedCallers } from './parked.ts';
import { phrasePlace, phrasesFor, withPhrase } from './phrases.ts';
import { supervisionActions } from './supervising.ts';
import type { SupervisionActions } from './supervising.ts';
import { only } from './topics.ts';
import type { TopicStores } from './topics.ts';

interface Parts {
  readonly topics: TopicStores;
  readonly drafts: StoreApi<Drafts>;
  readonly layout: StoreApi<Layout>;
  readonly autosave: Autosave;
  readonly run: Desk['run'];
  readonly ask: Desk['ask'];
  readonly report: (failure: Failure) => void;
}

export interface Actions extends EscalationActions, SupervisionActions {
  select(callId: CallId): void;
  /** Selects the call on line 1…6. */
  line(number: number): void;
  answerNext(): void;
  silence(): void;
  toggleMute(): void;
  toggleHold(): void;
  swap(): void;
  end(): void;
  /** Parks the call in hand, or fetches it when it is parked. */
  park(): void;
  cancelTransfer(callId: CallId): void;
  /** Everybody hears everybody: both calls and this desk. */
  merge(callId: CallId, withCallId: CallId): void;
  /** Out of the conference: talks to this one alone, the other waits. */
  split(callId: CallId): void;
  leaveConference(callId: CallId): void;
  /** Joins the caller in hand with the colleague who is being consulted. */
  joinConsult(): void;
  openTransfer(): void;
  closeTransfer(): void;
  consult(callId: CallId, target: string): void;
  transferBlind(callId: CallId, target: string): void;
  completeTransfer(callId: CallId, consultCallId: CallId): void;
  /** Ends the consultation and speaks with the caller again. */
  backToCaller(callId: CallId, consultCallId: CallId): void;
  dial(target: string): void;
  /** Calls a colleague: to ask for the caller in hand when there is one, else plainly. */
  reach(target: string): void;
  /** Gives the caller in hand to a colleague without asking, where the rules allow it. */
  handOn(target: string): void;
  /** Takes a parked caller; without a slot the one parked longest. */
  retrieve(slot?: string): void;
  pickUp(extension: string): void;
  /** Speaks into a colleague's desk, or to a group of phones. */
  speak(listing: Pick<Listing, 'kind' | 'number'>): void;
  /** Does what the n-th destination offers: consult, transfer, or take a message. */
  destination(rank: number): void;
  useDestination(callId: CallId, destination: Destination): void;
  reachNow(callId: CallId, destination: Destination): void;
  takeMessage(callId: CallId, destination: Destination): void;
  finishNote(): Promise<void>;
  /** Opens a finished note as a new version; the failure is shown where it was asked for. */
  correctNote(callId: CallId, reason: string): Promise<boolean>;
  nothingOwed(): void;
  /** The category that the caller's words sound like. */
  takeSuggestion(): void;
  /** What the caller in hand said to being recorded; nothing where calls are not recorded. */
  recordingAnswer(answer: RecordingAnswer['answer']): void;
  /** A next step with what the rule and the template say about owner and time. */
  somethingOwed(callId: CallId): void;
  /** Puts the n-th phrase in where somebody writes. */
  phrase(number: number): void;
  wishFocus(field: string): void;
}

export function createActions(parts: Parts): Actions {
  const phone = phoneActions(parts);
  const transfer = transferActions(parts);
  return { ...phone, ...transfer, ...noteActions(parts), ...escalationActions(parts), ...supervisionActions(parts) };
}

const callsOf = (parts: Parts) => parts.topics.calls.getState().rows;
const selectedOf = (parts: Parts) => parts.layout.getState().selected;

function phoneActions(parts: Parts) {
  const { run, layout } = parts;
  const current = () => inHand(callsOf(parts), selectedOf(parts));
  const select = (callId: CallId) => layout.setState({ selected: callId, transferFor: undefined, keypadOpen: false });
  return {
    select,
    line: (number: number) => {
      const call = [...callsOf(parts).values()].find((entry) => entry.line === number && isLive(entry));
      if (call && !isRinging(call)) select(shownFor(callsOf(parts), call).id);
    },
    answerNext: () => {
      const [next] = ringingCalls(callsOf(parts));
      if (next) void run('call.answer', { callId: next.id });
    },
    silence: () => {
      const [next] = ringingCalls(callsOf(parts)).filter((call) => !call.silenced);
      if (next) void run('call.silence', { callId: next.id });
    },
    toggleMute: () => {
      const call = current();
      if (call && isLive(call)) void run('call.mute', { callId: call.id, muted: !call.muted });
    },
    toggleHold: () => {
      const call = current();
      if (call && isOnHold(call)) void run('call.resume', { callId: call.id });
      else if (call && isTalking(call)) void run('call.hold', { callId: call.id });
    },
    swap: () => {
      const calls = callsOf(parts);
      const here = current();
      if (here?.conference !== undefined) return void run('call.split', { callId: here.id });
      const held = lineCalls(calls).find(isOnHold);
      if (!held) return;
      select(shownFor(calls, held).id);
      void run('call.resume', { callId: held.id });
    },
    end: () => {
      const rung = runningFor(parts.topics, selectedOf(parts));
      // Nobody is hung up on while somebody is rung for them: the key calls that off.
      if (rung && isRung(rung)) return void run('escalation.cancel', { callId: rung.callId });
      const call = current();
      if (!call || !isLive(call)) return;
      // Whoever leaves a conference leaves the other two with each other: nobody is dropped by habit.
      if (call.conference !== undefined) void run('call.leaveConference', { callId: call.id });
      else if (call.consultFor && callsOf(parts).has(call.consultFor)) leaveConsult(parts, call.consultFor, call.id);
      else void run('call.hangUp', { callId: call.id });
    },
    park: () => {
      const call = current();
      if (call?.state === 'parked' && call.parkedSlot !== undefined)
        void run('call.retrieve', { slot: call.parkedSlot });
      else if (call && isLive(call)) void run('call.park', { callId: call.id });
    },
    dial: (target: string) => void run('call.dial', { target }),
    retrieve: (slot?: string) => {
      const target = slot ?? parkedCallers(parts.topics.parked.getState().rows)[0]?.slot;
      if (target !== undefined) void run('call.retrieve', { slot: target });
    },
    pickUp: (extension: string) => void run('directory.pickUp', { extension }),
    speak: (listing: Pick<Listing, 'kind' | 'number'>) => {
      const target = spokenTo(listing, only(parts.topics.site.getState())?.intercomPrefix);
      if (target !== undefined) void run('call.dial', { target });
    },
  };
}

/** Hangs up with the colleague first: two ends must not hear the caller by accident. */
function leaveConsult(parts: Parts, callId: CallId, consultCallId: CallId): void {
  // Hung up on by itself, the next one would be rung.
  if (runningFor(parts.topics, callId)) return void parts.run('escalation.cancel', { callId });
  const consulting = callsOf(parts).get(consultCallId);
  const live = consulting !== undefined && isLive(consulting);
  const left = live ? parts.run('call.hangUp', { callId: consultCallId }) : Promise.resolve();
  void left.then(() => {
    const caller = callsOf(parts).get(callId);
    return caller && isOnHold(caller) ? parts.run('call.resume', { callId }) : undefined;
  });
}

/** The caller in hand who can be given to somebody: connected, and nobody is being asked already. */
export function callToGive(parts: Pick<Parts, 'topics' | 'layout'>): CallRow | undefined {
  const calls = parts.topics.calls.getState().rows;
  const { selected } = parts.layout.getState();
  const call = selected === undefined ? undefined : calls.get(selected);
  return call && isConnected(call) && !consultOf(calls, call.id) ? call : undefined;
}

function transferActions(parts: Parts) {
  const { run, layout, topics } = parts;
  const closeTransfer = () => layout.setState({ transferFor: undefined });
  const consult = (callId: CallId, target: string) => {
    closeTransfer();
    void run('call.dial', { target, consultFor: callId });
  };
  const transferBlind = (callId: CallId, target: string) => {
    closeTransfer();
    void run('call.transferBlind', { callId, target });
  };
  const takeMessage = (callId: CallId, destination: Destination) => {
    const { label, owner = label, within = '1 hours' } = destination;
    parts.autosave.edit(callId, (content) => ({
      ...content,
      nextStep: messageStep(parts, content.nextStep, { owner, within }),
    }));
    layout.setState(wish(layout.getState(), 'nextStep'));
  };
  const useDestination = (callId: CallId, destination: Destination) => {
    const policy = callsOf(parts).get(callId)?.decision?.transfer;
    if (destination.kind === 'message' || !destination.number) takeMessage(callId, destination);
    else if (policy !== 'none') consult(callId, destination.number);
  };
  const reachNow = (callId: CallId, destination: Destination) => {
    if (!destination.number) return;
    const text = `${destination.label} ${destination.number}`.slice(0, 500);
    void run('note.emergencyStep', { callId, step: 'reaching', text });
    consult(callId, destination.number);
  };
  const completeTransfer = (callId: CallId, consultCallId: CallId) => {
    closeTransfer();
    const colleague = callsOf(parts).get(consultCallId);
    void run('call.transferAttended', { callId, consultCallId }).then((answer) => {
      if (!answer.ok || !emergencyOf(topics, callId)) return;
      // The clock from heard to connected ends here.
      const text = (colleague?.directoryName ?? colleague?.shownNumber ?? '').slice(0, 500);
      void run('note.emergencyStep', { callId, step: 'connected', text });
    });
  };
  return {
    closeTransfer,
    reach: (target: string) => {
      const call = callToGive(parts);
      if (call) consult(call.id, target);
      else void run('call.dial', { target });
    },
    handOn: (target: string) => {
      const call = callToGive(parts);
      if (call && (call.decision?.transfer ?? 'any') === 'any') transferBlind(call.id, target);
    },
    consult,
    transferBlind,
    takeMessage,
    useDestination,
    reachNow,
    openTransfer: () => {
      const selected = selectedOf(parts);
      const call = selected === undefined ? undefined : callsOf(parts).get(selected);
      const consulting = consultOf(callsOf(parts), selected);
      if (call && isFollowing(call)) return void run('call.cancelTransfer', { callId: call.id });
      if (call?.conference !== undefined) return;
      if (call && consulting && isTalking(consulting)) completeTransfer(call.id, consulting.id);
      else if (call && isLive(call) && !consulting && !runningFor(topics, call.id))
        layout.setState({ transferFor: call.id });
    },
    cancelTransfer: (callId: CallId) => void run('call.cancelTransfer', { callId }),
    merge: (callId: CallId, withCallId: CallId) => {
      closeTransfer();
      void run('call.merge', { callId, withCallId });
    },
    joinConsult: () => {
      const consulting = consultOf(callsOf(parts), selectedOf(parts));
      if (consulting?.consultFor && isTalking(consulting) && consulting.conference === undefined)
        void run('call.merge', { callId: consulting.consultFor, withCallId: consulting.id });
    },
    split: (callId: CallId) => void run('call.split', { callId }),
    leaveConference: (callId: CallId) => void run('call.leaveConference', { callId }),
    completeTransfer,
    backToCaller: (callId: CallId, consultCallId: CallId) => leaveConsult(parts, callId, consultCallId),
    destination: (rank: number) => {
      const selected = selectedOf(parts);
      const call = selected === undefined ? undefined : callsOf(parts).get(selected);
      if (!call || !isLive(call) || consultOf(callsOf(parts), call.id) || runningFor(topics, call.id)) return;
      const emergency = emergencyOf(topics, call.id);
      const chosen = (emergency?.reach ?? call.decision?.destinations)?.find((entry) => entry.rank === rank);
      if (!chosen) return;
      if (emergency) reachNow(call.id, chosen);
      else useDestination(call.id, chosen);
    },
  };
}

const wish = (layout: Layout, field: string): Partial<Layout> => ({
  focusWish: { field, at: (layout.focusWish?.at ?? 0) + 1 },
});

type Step = NonNullable<NonNullable<ReturnType<Drafts['get']>>['content']['nextStep']>;

/** Who and by when as promised; what somebody typed already stays. */
function messageStep(parts: Parts, step: Step | undefined, promised: { owner?: string; within?: string }): Step {
  const text = typeof step === 'object' ? step.text : '';
  const site = only(parts.topics.site.getState());
  const office = { hours: site?.hours ?? NO_HOURS, timeZone: site?.clinic.timeZone ?? 'local' };
  const due = promised.within === undefined ? '' : dueWithin(promised.within, office, Date.now());
  return { text, owner: promised.owner ?? '', due };
}
const NO_HOURS = { weekly: {}, holidays: [], closures: [] };

function noteActions(parts: Parts) {
  const { layout, autosave, ask, run, report, topics } = parts;
  const wishFocus = (field: string) => layout.setState(wish(layout.getState(), field));
  const showMissing = (callId: CallId) => {
    layout.setState({ triedToFinish: callId });
    // The form finds the first missing field itself; it knows the order on screen.
    wishFocus('firstMissing');
  };
  const editSelected = (change: (content: Content) => Content) => {
    const callId = selectedOf(parts);
    if (callId !== undefined && topics.notes.getState().rows.get(callId)?.state !== 'finished')
      autosave.edit(callId, change);
  };
  return {
    wishFocus,
    nothingOwed: () => editSelected((content) => ({ ...content, nextStep: 'nothing' })),
    takeSuggestion: () => {
      const callId = selectedOf(parts);
      const category = callId && callsOf(parts).get(callId)?.intent?.category?.id;
      if (callId === undefined || category === undefined) return;
      editSelected((content) => (content.category === undefined ? { ...content, category } : content));
      void autosave.flush(callId);
    },
    recordingAnswer: (answer: RecordingAnswer['answer']) => {
      const callId = selectedOf(parts);
      if (callId !== undefined && only(topics.site.getState())?.recording.calls)
        void run('note.recording', { callId, answer });
    },
    somethingOwed: (callId: CallId) => {
      const site = only(topics.site.getState());
      autosave.edit(callId, (content) => {
        const rule = callsOf(parts)
          .get(callId)
          ?.decision?.destinations.find(({ kind }) => kind === 'message');
        const usual = site && templateOf(site, content.category)?.next;
        const [owner, within] = [rule?.owner ?? usual?.owner, rule?.within ?? usual?.within];
        const promised = { ...(owner === undefined ? {} : { owner }), ...(within === undefined ? {} : { within }) };
        return { ...content, nextStep: messageStep(parts, content.nextStep, promised) };
      });
      // The fields that appear are what comes next.
      wishFocus('nextStep');
    },
    phrase: (number: number) => {
      const { writingIn } = layout.getState();
      editSelected((content) => {
        const site = only(topics.site.getState());
        const place = phrasePlace(site, content.category, writingIn, typeof content.nextStep === 'object');
        const phrase = phrasesFor(site, content.category, place)[number - 1];
        return phrase === undefined || place === undefined ? content : withPhrase(content, place, phrase);
      });
    },
    correctNote: async (callId: CallId, reason: string) => {
      const answer = await parts.run('note.correct', { callId, reason });
      if (answer.ok) layout.setState({ selected: callId, correcting: undefined, versionsOf: undefined });
      return answer.ok;
    },
    finishNote: async () => {
      const callId = selectedOf(parts);
      if (callId === undefined || topics.notes.getState().rows.get(callId)?.state === 'finished') return;
      if (!(await autosave.flush(callId))) return;
      const answer = await ask('note.finish', { callId });
      if (!answer.ok && answer.error.code === 'noteIncomplete') showMissing(callId);
      else if (!answer.ok) report({ code: answer.error.code, command: 'note.finish' });
      else layout.setState({ triedToFinish: undefined, lastFinished: callId });
    },
  };
}
