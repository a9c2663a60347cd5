import { z } from 'zod';
import { ParkedCaller } from '../domain/parking/board.ts';
import { topic } from './define.ts';

export const ParkedRow = ParkedCaller.extend({
  /** Who parked, by extension, and by name where the directory has one. */
  parkedByName: z.string().optional(),
  /** Name of the caller when it is a directory entry. */
  directoryName: z.string().optional(),
});
export type ParkedRow = z.infer<typeof ParkedRow>;

export const parkingTopics = {
  /** Every parked caller, by slot, for every desk. */
  parked: topic({ row: ParkedRow, pages: ['console'], access: 'signedIn', whenLocked: 'nothing' }),
};
