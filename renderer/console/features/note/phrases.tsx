// Sentences for the place that is being written in, each one key or click. The line has its place as long as the category has
// phrases at all, so that nothing moves when the caret does.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { useDesk, useLayout, useOnly } from '../../store/desk.ts';
import { useContent, useReadOnly, useTemplate } from '../../store/note.ts';
import { siteText } from '../../i18n/index.ts';
import { hasPhrases, phrasePlace, phrasesFor } from '../../store/phrases.ts';
import classes from './note.module.css';

export function Phrases({ callId }: { callId: NoteRow['callId'] }) {
  const { t } = useTranslation();
  const { actions } = useDesk();
  const site = useOnly('site');
  const category = useContent(callId, (content) => content.category);
  const writingIn = useLayout((layout) => layout.writingIn);
  const isOwed = useContent(callId, (content) => typeof content.nextStep === 'object');
  const readOnly = useReadOnly(callId);
  const label = usePlaceName(callId);
  if (readOnly || !hasPhrases(site, category)) return null;
  const place = phrasePlace(site, category, writingIn, isOwed);
  const phrases = phrasesFor(site, category, place);
  return (
    <div className={classes.phrases} role="group" aria-label={t('note.phrases')}>
      {place === undefined || phrases.length === 0 ? null : <span className={classes.phrasesFor}>{label(place)}</span>}
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
          <span className={classes.phraseText}>{phrase}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}

/** How the field is called in which a phrase will stand. */
function usePlaceName(callId: string): (place: string) => string {
  const { t, i18n } = useTranslation();
  const fields = useTemplate(callId)?.fields ?? [];
  return (place) => {
    if (place === 'told') return t('note.told');
    if (place === 'step.text') return t('note.step');
    const field = fields.find(({ id, type }) => (place === 'words' ? type === 'words' : place === `field:${id}`));
    return siteText(field?.label, i18n.language);
  };
}
