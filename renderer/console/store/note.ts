// Reading one note narrowly: a field follows its own text, so that a key typed into one of forty draws one of forty.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { SiteView } from '../../../shared/contract/session.ts';
import { missingIn } from '../../../shared/domain/note/complete.ts';
import type { StepKind } from '../../../shared/domain/note/request-kinds.ts';
import { stepKindOf } from '../../../shared/domain/note/requests.ts';
import { requiredIds, shownFields, templateOf } from '../../../shared/domain/note/template.ts';
import type { CallFacts, Missing } from '../../../shared/domain/note/types.ts';
import type { NoteCategory, NoteField, Outcome } from '../../../shared/domain/site/site.ts';
import { useDesk, useLayout, useOnly, useTopic } from './desk.ts';
import type { Content } from './drafts.ts';
import { emptyContent } from './drafts.ts';
import { useMinute } from './use-minute.ts';

const NOTHING = emptyContent();
const NO_FACTS: CallFacts = {};

/** One part of what is typed; renders again only when that part changes. */
export function useContent<T>(callId: string, select: (content: Content) => T): T {
  return useStore(useDesk().drafts, (drafts) => select(drafts.get(callId)?.content ?? NOTHING));
}

/** Finished, or not there (yet): nothing can be changed. */
export const useReadOnly = (callId: string): boolean =>
  useTopic('notes', (state) => state.rows.get(callId)?.state === 'finished');

/** The facts of the call, the same object as long as they are the same. */
export function useFacts(callId: string): CallFacts {
  const text = useTopic('notes', (state) => JSON.stringify(state.rows.get(callId)?.facts ?? NO_FACTS));
  return useMemo(() => JSON.parse(text) as CallFacts, [text]);
}

export function useTemplate(callId: string): NoteCategory | undefined {
  const site = useOnly('site');
  const category = useContent(callId, (content) => content.category);
  return site && templateOf(site, category);
}

/** What the next step is, worked out from what is typed. */
export function useStepKind(callId: string): StepKind {
  const template = useTemplate(callId);
  const facts = useFacts(callId);
  const outcomes = useOnly('site')?.outcomes ?? NO_OUTCOMES;
  return useContent(callId, (content) =>
    stepKindOf(content, shownFields(template?.fields ?? [], content, facts), template, outcomes),
  );
}
const NO_OUTCOMES: readonly Outcome[] = [];

interface Asked {
  readonly field: NoteField;
  readonly isRequired: boolean;
}

/** The fields asked now. Typing renders this again only when it makes a field come or go. */
export function useAsked(callId: string): readonly Asked[] {
  const template = useTemplate(callId);
  const facts = useFacts(callId);
  const key = useContent(callId, (content) => {
    const shown = shownFields(template?.fields ?? [], content, facts);
    const required = requiredIds(shown, content, facts);
    return shown.map(({ id }) => (required.has(id) ? `${id}*` : id)).join(' ');
  });
  return useMemo(() => {
    const ids = key.split(' ');
    return (template?.fields ?? []).flatMap((field) => {
      const isRequired = ids.includes(`${field.id}*`);
      return isRequired || ids.includes(field.id) ? [{ field, isRequired }] : [];
    });
  }, [template, key]);
}

const known = new WeakMap<Content, { site: SiteView; facts: CallFacts; minute: number; missing: Missing[] }>();

/** What is missing, worked out once for each thing typed however many ask. */
function missingOf(site: SiteView | undefined, content: Content, facts: CallFacts, minute: number): Missing[] {
  if (!site) return [];
  const last = known.get(content);
  if (last?.site === site && last.facts === facts && last.minute === minute) return last.missing;
  const missing = missingIn(site, content, new Date(minute).toISOString(), facts);
  known.set(content, { site, facts, minute, missing });
  return missing;
}

/** What the note still needs, worked out here from what is typed, so that the sentence is right before the save is back. */
export function useMissing(callId: string): readonly Missing[] {
  const [site, facts, minute] = [useOnly('site'), useFacts(callId), useMinute()];
  const key = useContent(callId, (content) =>
    missingOf(site, content, facts, minute)
      .map(({ field, why }) => `${field} ${why}`)
      .join('\n'),
  );
  return useMemo(
    () =>
      key === ''
        ? []
        : key.split('\n').map((line) => {
            const [field = '', why] = line.split(' ');
            return { field, why: why as Missing['why'] };
          }),
    [key],
  );
}

/** Wrong whatever comes next: said at once. What is only not there yet is said once somebody tried to finish. */
const AT_ONCE: readonly Missing['why'][] = ['closed', 'inPast', 'ownerGone', 'twoTexts'];

/** Why this field holds the note back, as far as it is to be said now. */
export function useWhyMissing(callId: string, field: string): Missing['why'] | undefined {
  const [site, facts, minute] = [useOnly('site'), useFacts(callId), useMinute()];
  const isMarked = useLayout((layout) => layout.triedToFinish === callId);
  return useContent(callId, (content) => {
    const why = missingOf(site, content, facts, minute).find((entry) => entry.field === field)?.why;
    return why !== undefined && (isMarked || AT_ONCE.includes(why)) ? why : undefined;
  });
}
