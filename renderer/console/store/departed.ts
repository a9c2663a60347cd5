// What a screen reader is told of callers who wait no more: what the row on the board says, once it is known what became of
// them. Many who leave together are one sentence.
import type { TopicRow } from '../../../shared/contract/index.ts';
import type { Announcement } from './announcements.ts';

type Departure = TopicRow<'departures'>;
type Departures = ReadonlyMap<string, Departure>;

/** What happens within this is said together, and nothing is said oftener. */
export const TOGETHER_MS = 2_000;

/** Of whom it is now known what became of them; whoever is at this desk is not told of as gone. */
export const newlyKnown = (before: Departures, after: Departures, extension: string | undefined): Departure[] =>
  [...after.values()].filter(({ entry, how, to }) => {
    const known = before.get(entry)?.how;
    return how !== 'left' && known !== how && (extension === undefined || to !== extension);
  });

/** A withheld number is said by no number; the words are those of the row. */
export function announcementOf(gone: readonly Departure[]): Announcement | undefined {
  const [first, ...more] = gone;
  if (!first) return undefined;
  if (more.length > 0) return { level: 'polite', key: 'departed.several', values: { count: String(gone.length) } };
  const { how, name, to, number, withheld } = first;
  return { level: 'polite', key: `departed.${how}`, values: { number: withheld ? '' : number, who: name ?? to ?? '' } };
}

/** Collects for a moment, then says it. @returns to be called with each change of the topic */
export function departuresSpeaker(say: (announcement: Announcement) => void) {
  const gone = new Map<string, Departure>();
  let isDue = false;
  return (before: Departures, after: Departures, extension: string | undefined): void => {
    for (const departure of newlyKnown(before, after, extension)) gone.set(departure.entry, departure);
    if (gone.size === 0 || isDue) return;
    isDue = true;
    setTimeout(() => {
      const announcement = announcementOf([...gone.values()]);
      gone.clear();
      isDue = false;
      if (announcement) say(announcement);
    }, TOGETHER_MS);
  };
}
