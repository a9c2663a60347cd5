// The YAML of the site file, as the services see it.
import type { SiteLanguage, SiteReading } from '../../ports/site.ts';
import { dataOf, edited, soundOnly } from './edit.ts';
import { difference, merge } from './merge.ts';
import { parseSite, readDocument } from './parse.ts';
import { partLines, partText, withPartText } from './parts.ts';

/** What is typed, what is in force, and a version on the way from one to the other. */
const REMEMBERED = 4;

/** Reading takes many times longer than everything else, and the same few texts are asked about again and again. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.has(text) ? known.get(text)! : read(text);
    known.delete(text);
    known.set(text, value);
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED) break;
      known.delete(oldest);
    }
    return value;
  };
}

export function openSiteLanguage(): SiteLanguage {
  const document = remembering(readDocument);
  const read = (text: string) => soundOnly(document(text));
  const check = remembering<SiteReading>((text) => parseSite(text, document));
  return {
    check,
    data: (text) => {
      const sound = read(text);
      return sound && dataOf(sound);
    },
    change: (text, change) => edited(text, change, read),
    partText: (text, part) => partText(text, part, read),
    withPartText: (text, part, lines) => withPartText(text, part, lines, read),
    partLines: (text, part) => partLines(text, part, read),
    difference,
    merge,
  };
}
