// The note of the call in hand. What is typed goes to the draft at once and to disk by itself; the order on screen never
// changes while a category is open, and the caller's words always stand first.
import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { useDesk, useDraft, useLayout, useOnly, useRow } from '../../store/desk.ts';
import { emptyContent } from '../../store/drafts.ts';
import { siteText } from '../../i18n/index.ts';
import { CategoryField } from './category-field.tsx';
import { ChoiceSelect } from './choice-select.tsx';
import { useMissing } from './missing.ts';
import { NextStepFields } from './next-step.tsx';
import classes from './note.module.css';

type CallId = NoteRow['callId'];

export function NoteForm({ callId }: { callId: CallId }) {
  const { t, i18n } = useTranslation();
  const { autosave } = useDesk();
  const site = useOnly('site');
  const content = useDraft(callId)?.content ?? emptyContent();
  const isFinished = useRow('notes', callId)?.state === 'finished';
  const missing = useMissing(callId);
  const form = useRef<HTMLDivElement>(null);
  useFocusWish(form, missing[0]?.field);
  const category = site?.categories.find((entry) => entry.id === content.category);
  const wordsField = category?.fields.find((field) => field.type === 'words');
  const others = category?.fields.filter((field) => field.type !== 'words') ?? [];
  const outcomes = (site?.outcomes ?? []).filter(
    (outcome) => !outcome.categories || !category || outcome.categories.includes(category.id),
  );
  const marked = useLayout((layout) => layout.triedToFinish === callId);
  const errorOf = (field: string) => {
    const found = marked ? missing.find((entry) => entry.field === field) : undefined;
    return found ? t(`missing.why.${found.why}`) : undefined;
  };
  const change = (part: Partial<NoteRow['content']>) => autosave.edit(callId, (before) => ({ ...before, ...part }));
  return (
    <div className={classes.form} ref={form} role="group" aria-label={t('note.title')}>
      <Textarea
        className={classes.words}
        classNames={{ wrapper: classes.wordsWrapper ?? '', input: classes.wordsInput ?? '' }}
        label={wordsField ? siteText(wordsField.label, i18n.language) : t('note.words')}
        withAsterisk={wordsField?.required ?? false}
        value={content.words}
        readOnly={isFinished}
        error={errorOf('words')}
        data-field="words"
        maxLength={20_000}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      {others.length > 0 ? (
        <div className={classes.grid}>
          {others.map((field) => (
            <CategoryField
              key={field.id}
              field={field}
              value={content.fields[field.id] ?? ''}
              readOnly={isFinished}
              error={errorOf(field.id)}
              onChange={(value) =>
                autosave.edit(callId, (before) => ({ ...before, fields: { ...before.fields, [field.id]: value } }))
              }
            />
          ))}
        </div>
      ) : null}
      <div className={classes.grid}>
        <ChoiceSelect
          label={t('note.outcome')}
          required={site?.require.includes('outcome') ?? false}
          value={content.outcome ?? ''}
          options={outcomes.map((outcome) => ({ value: outcome.id, label: siteText(outcome.label, i18n.language) }))}
          readOnly={isFinished}
          error={errorOf('outcome')}
          field="outcome"
          onChange={(outcome) => change({ outcome: outcome === '' ? undefined : outcome })}
        />
        <TextInput
          label={t('note.told')}
          withAsterisk={site?.require.includes('told') ?? false}
          value={content.told}
          readOnly={isFinished}
          error={errorOf('told')}
          data-field="told"
          maxLength={5000}
          onChange={(event) => change({ told: event.currentTarget.value })}
        />
      </div>
      <NextStepFields
        step={content.nextStep}
        readOnly={isFinished}
        errorOf={errorOf}
        onChange={(nextStep) => change({ nextStep })}
      />
    </div>
  );
}

/** Puts the caret where the person asked it to be: the field a key or button named, or the first one missing. */
function useFocusWish(form: RefObject<HTMLDivElement | null>, firstMissing: string | undefined) {
  const wish = useLayout((layout) => layout.focusWish);
  const done = useRef(wish?.at ?? 0);
  useEffect(() => {
    if (!wish || wish.at === done.current) return;
    const field = wish.field === 'firstMissing' ? firstMissing : wish.field;
    if (field === undefined) return;
    const scope = field === 'category' ? document : form.current;
    const found = scope?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
    if (!found) return;
    done.current = wish.at;
    const target = found.matches('input, textarea, select') ? found : found.querySelector<HTMLElement>('input');
    (target ?? found).focus();
    found.scrollIntoView({ block: 'nearest' });
  }, [wish, firstMissing, form]);
}
