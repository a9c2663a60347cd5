// Sentences that one key or click puts in: of the place that was written in last, in the practice's own language. Pure.
import type { SiteView } from '../../../shared/contract/session.ts';
import { textAt, withText } from '../../../shared/domain/note/places.ts';
import { templateOf } from '../../../shared/domain/note/template.ts';
import type { Content } from './drafts.ts';

/** The phrases for a place of the note; none where the site has none. */
export function phrasesFor(
  site: SiteView | undefined,
  category: string | undefined,
  place: string | undefined,
): string[] {
  const template = site && templateOf(site, category);
  if (!site || !template || place === undefined) return [];
  const field = template.fields.find(({ id, type }) =>
    type === 'words' ? place === 'words' : place === `field:${id}`,
  );
  const texts = place === 'told' ? template.told : place === 'step.text' ? template.steps : field?.phrases;
  const language = site.clinic.languages[0] ?? 'en';
  return (texts ?? []).map((text) => text[language] ?? text['en'] ?? Object.values(text)[0] ?? '');
}

/** Whether the category has phrases at all, so that their line has its place before anybody looks for it. */
export function hasPhrases(site: SiteView | undefined, category: string | undefined): boolean {
  const template = site && templateOf(site, category);
  return [template?.told, template?.steps, ...(template?.fields ?? []).map(({ phrases }) => phrases)].some(
    (list) => (list ?? []).length > 0,
  );
}

/** Where a phrase goes: where somebody writes, else to what the caller is told, else to the next step. */
export function phrasePlace(
  site: SiteView | undefined,
  category: string | undefined,
  writingIn: string | undefined,
  isOwed: boolean,
): string | undefined {
  const places = [writingIn, 'told', ...(isOwed ? ['step.text'] : [])];
  return places.find((place) => (place !== 'step.text' || isOwed) && phrasesFor(site, category, place).length > 0);
}

/** The phrase behind what stands there already. */
export function withPhrase(content: Content, place: string, phrase: string): Content {
  const before = textAt(content, place).trimEnd();
  return before.endsWith(phrase) ? content : withText(content, place, before === '' ? phrase : `${before} ${phrase}`);
}
