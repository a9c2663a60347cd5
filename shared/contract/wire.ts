// What travels between a page and its host, on Electron's IPC and on the browser host's WebSocket alike.
import { z } from 'zod';
import type { Envelope, TopicMessage, TopicName } from './index.ts';

export const PageMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), id: z.number().int(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('subscribe'), topic: z.string() }),
  z.object({ kind: z.literal('unsubscribe'), topic: z.string() }),
]);
export type PageMessage = z.infer<typeof PageMessage>;

export type HostMessage =
  | { kind: 'answer'; id: number; envelope: Envelope<unknown> }
  | { kind: 'topic'; topic: TopicName; message: TopicMessage };
