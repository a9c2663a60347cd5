// What the note still needs, worked out here from what is typed, so that the sentence is right before the save is back.
import { useMemo } from 'react';
import type { SiteView } from '../../../../shared/contract/session.ts';
import { missingIn } from '../../../../shared/domain/note/complete.ts';
import type { Missing, NoteContent } from '../../../../shared/domain/note/types.ts';
import { useDraft, useOnly } from '../../store/desk.ts';
import { emptyContent } from '../../store/drafts.ts';

export function missingFor(site: SiteView, content: NoteContent, now: string): Missing[] {
  const { categories, outcomes, owners, require } = site;
  return missingIn({ clinic: site.clinic, notes: { categories, outcomes, owners, require } }, content, now);
}

export function useMissing(callId: string): Missing[] {
  const site = useOnly('site');
  const content = useDraft(callId)?.content;
  return useMemo(
    () => (site ? missingFor(site, content ?? emptyContent(), new Date().toISOString()) : []),
    [site, content],
  );
}
