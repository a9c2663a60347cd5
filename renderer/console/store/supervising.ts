// What is done in the queues by key: the people, the alerts, how a supervisor is heard at a colleague's call, the end of wrap-up.
import type { StoreApi } from 'zustand/vanilla';
import { LISTEN_MODES, MODE_TONES } from '../../../shared/domain/supervision/kinds.ts';
import type { Desk } from './desk.ts';
import type { Layout } from './layout.ts';
import { only } from './topics.ts';
import type { TopicStores } from './topics.ts';

export interface SupervisionActions {
  openPeople(): void;
  alertsSeen(): void;
  /** Everybody's own: ready again before wrap-up is over by itself. */
  endWrapUp(): void;
  /** 4, 5, 6 as on the PBX: listen, whisper, barge. @returns whether the call in hand is such a call */
  listenMode(digit: number): boolean;
}

interface Parts {
  readonly topics: TopicStores;
  readonly layout: StoreApi<Layout>;
  readonly run: Desk['run'];
}

export function isLeading(topics: TopicStores): boolean {
  const role = only(topics.session.getState())?.user?.role;
  return role === 'supervisor' || role === 'administrator';
}

export function supervisionActions({ topics, layout, run }: Parts): SupervisionActions {
  return {
    openPeople: () => {
      if (isLeading(topics)) layout.setState(({ peopleOpen }) => ({ peopleOpen: peopleOpen !== true }));
    },
    alertsSeen: () => {
      const unseen = [...topics.alerts.getState().rows.values()].some(({ seenBy }) => seenBy === undefined);
      if (isLeading(topics) && unseen) void run('supervision.acknowledge', {});
    },
    endWrapUp: () => {
      const extension = only(topics.session.getState())?.user?.extension ?? '';
      if (topics.people.getState().rows.get(extension)?.presence === 'wrapUp') void run('agent.endWrapUp', {});
    },
    listenMode: (digit) => {
      const { selected } = layout.getState();
      const call = selected === undefined ? undefined : topics.calls.getState().rows.get(selected);
      const mode = LISTEN_MODES.find((one) => MODE_TONES[one] === String(digit));
      if (call?.purpose !== 'listen' || call.state !== 'talking' || !mode) return false;
      void run('supervision.mode', { callId: call.id, mode });
      return true;
    },
  };
}
