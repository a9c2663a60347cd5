// Sentences for the place that is being written in, each one key or click. The line has its place as long as the category has
// phrases at all, so that nothing moves when the caret does.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { useContent, useReadOnly } from '../../store/note.ts';
import { hasPhrases, phrasesFor } from '../../store/phrases.ts';
import classes from './note.module.css';

export function Phrases({ callId }: { callId: NoteRow['callId'] }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const site = useOnly('site');
  const category = useContent(callId, (content) => content.category);
  const place = useLayout((layout) => layout.writingIn);
  const readOnly = useReadOnly(callId);
  if (readOnly || !hasPhrases(site, category)) return null;
  const phrases = phrasesFor(site, category, place);
  return (
    <div className={classes.phrases} role="group" aria-label={t('note.phrases')}>
      {phrases.map((phrase, index) => (
        <UnstyledButton
          key={phrase}
          className={classes.phrase}
          title={`${phrase} · Shift Alt ${index + 1}`}
          aria-keyshortcuts={`Shift+Alt+${index + 1}`}
          // The caret stays where somebody writes.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => actions.phrase(index + 1)}
        >
          <span className={classes.phraseKey} aria-hidden>
            {index + 1}
          </span>
          {phrase}
        </UnstyledButton>
      ))}
    </div>
  );
}
