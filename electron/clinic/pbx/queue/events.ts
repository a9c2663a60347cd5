// What happens in a queue, as facts. The AMI server writes them the way Asterisk 22 does; nothing else depends on AMI.
import type { Channel } from '../core/channel.ts';
import type { Member } from './logic.ts';

export type QueueEvent =
  | {
      readonly kind: 'join';
      readonly queue: string;
      readonly caller: Channel;
      readonly position: number;
      readonly count: number;
    }
  | {
      readonly kind: 'leave';
      readonly queue: string;
      readonly caller: Channel;
      readonly position: number;
      readonly count: number;
    }
  | {
      readonly kind: 'abandon';
      readonly queue: string;
      readonly caller: Channel;
      readonly position: number;
      readonly originalPosition: number;
      readonly holdTime: number;
    }
  | {
      readonly kind: 'called';
      readonly queue: string;
      readonly caller: Channel;
      readonly agent: Channel;
      readonly member: Member;
    }
  | {
      readonly kind: 'noAnswer';
      readonly queue: string;
      readonly caller: Channel;
      readonly agent: Channel;
      readonly member: Member;
      /** Milliseconds. */
      readonly ringTime: number;
    }
  | {
      readonly kind: 'connect';
      readonly queue: string;
      readonly caller: Channel;
      readonly agent: Channel;
      readonly member: Member;
      /** Seconds. */
      readonly holdTime: number;
      readonly ringTime: number;
    }
  | {
      readonly kind: 'complete';
      readonly queue: string;
      readonly caller: Channel;
      readonly agent: Channel;
      readonly member: Member;
      readonly holdTime: number;
      readonly talkTime: number;
      readonly reason: 'caller' | 'agent' | 'transfer';
    }
  | {
      readonly kind: 'memberStatus' | 'memberPause' | 'memberAdded' | 'memberRemoved';
      readonly queue: string;
      readonly member: Member;
    };
