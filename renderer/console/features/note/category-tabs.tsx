// What the call is about: the site's categories as one row of radio buttons.
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { categoriesFor } from '../../../../shared/domain/note/template.ts';
import { useDesk, useOnly } from '../../store/desk.ts';
import { useContent, useReadOnly } from '../../store/note.ts';
import { siteText } from '../../i18n/index.ts';
import classes from './category-tabs.module.css';

export function CategoryTabs({ callId }: { callId: NoteRow['callId'] }) {
  const { t, i18n } = useTranslation();
  const { autosave } = useDesk();
  const site = useOnly('site');
  const categories = site ? categoriesFor(site) : [];
  const chosen = useContent(callId, (content) => content.category);
  const isFinished = useReadOnly(callId);
  const choose = (category: string) => {
    autosave.edit(callId, (content) => ({ ...content, category }));
    // The rules answer to the category: it is not typed, so it need not wait for a pause.
    void autosave.flush(callId);
  };
  return (
    <fieldset className={classes.tabs} disabled={isFinished}>
      <legend className="visually-hidden">{t('note.category')}</legend>
      {categories.map((category, index) => (
        <label key={category.id} className={classes.tab} title={siteText(category.label, i18n.language)}>
          <input
            className="visually-hidden"
            type="radio"
            // One form at a time; Chromium keeps every name a page has ever used.
            name="note-category"
            checked={chosen === category.id}
            onChange={() => choose(category.id)}
            data-field={index === 0 ? 'category' : undefined}
          />
          {siteText(category.label, i18n.language)}
        </label>
      ))}
    </fieldset>
  );
}
