// Escalations as the window sees and steers them.
import { isOver, isRinging } from '../../../shared/domain/escalation/escalation.ts';
import { callBackDue } from '../../../shared/domain/escalation/plan.ts';
import type { EscalationRow } from '../../../shared/contract/escalation.ts';
import type { CallRow } from '../../../shared/contract/call.ts';
import type { Autosave } from './autosave.ts';
import type { CallId } from './calls.ts';
import { consultOf, isConnected } from './calls.ts';
import type { Desk } from './desk.ts';
import { useRow } from './desk.ts';
import type { StoreApi } from 'zustand/vanilla';
import type { Layout } from './layout.ts';
import { only } from './topics.ts';
import type { TopicStores } from './topics.ts';

export interface EscalationActions {
  /** Rings whoever must be reached for the caller in hand, one after the other. */
  escalate(callId?: CallId): void;
  cancelEscalation(callId: CallId): void;
  nextInEscalation(callId: CallId): void;
  /** Where the caller is called back; `false`: the number is none, or it could not be kept. */
  captureCallBack(callId: CallId, number: string): Promise<boolean>;
}

interface Parts {
  readonly topics: TopicStores;
  readonly layout: StoreApi<Layout>;
  readonly autosave: Autosave;
  readonly run: Desk['run'];
  readonly ask: Desk['ask'];
}

/** The escalation of a call, while somebody is rung or the number for a call-back is asked for. */
export function runningFor(topics: TopicStores, callId: string | undefined): EscalationRow | undefined {
  const row = callId === undefined ? undefined : topics.escalations.getState().rows.get(callId);
  return row && !isOver(row) ? row : undefined;
}

/** The escalation to show: the one that runs, or the promise it ended with. */
export function useEscalation(callId: string): EscalationRow | undefined {
  const row = useRow('escalations', callId);
  return row && (!isOver(row) || row.phase === 'promised') ? row : undefined;
}

/** The caller is here alone: nobody is asked about them, nobody rung for them. */
export function canEscalate(topics: TopicStores, call: CallRow | undefined): boolean {
  if (!call || !isConnected(call) || call.conference !== undefined || call.consultFor !== undefined) return false;
  const isAsked = consultOf(topics.calls.getState().rows, call.id) !== undefined;
  return !isAsked && !runningFor(topics, call.id) && call.decision?.transfer !== 'none';
}

export function escalationActions({ topics, layout, autosave, run, ask }: Parts): EscalationActions {
  return {
    escalate: (wanted) => {
      const callId = wanted ?? layout.getState().selected;
      const call = callId === undefined ? undefined : topics.calls.getState().rows.get(callId);
      if (!call || !canEscalate(topics, call)) return;
      layout.setState({ transferFor: undefined });
      void run('escalation.start', { callId: call.id });
    },
    cancelEscalation: (callId) => void run('escalation.cancel', { callId }),
    nextInEscalation: (callId) => void run('escalation.next', { callId }),
    captureCallBack: async (callId, number) => {
      const running = runningFor(topics, callId);
      const captured = await ask('escalation.capture', { callId, number });
      const site = only(topics.site.getState());
      if (!captured.ok || !running || !site) return captured.ok;
      // The promise stands in the note, too: finished with it, there is one thing to do and not two.
      const { owner, within } = running.callBack;
      const due = callBackDue(within, site, Date.now());
      autosave.edit(callId, (content) => {
        const text = typeof content.nextStep === 'object' ? content.nextStep.text : '';
        return { ...content, nextStep: { text: text || number, owner, due } };
      });
      return true;
    },
  };
}

export const isRung = isRinging;
