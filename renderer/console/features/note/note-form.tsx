// The note of the call in hand. What is typed goes to the draft at once and to disk by itself; the order on screen never
// changes while a category is open, and the caller's words always stand first.
import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import type { NoteCategory } from '../../../../shared/domain/site/site.ts';
import { useDesk, useDraft, useLayout, useOnly, useRow } from '../../store/desk.ts';
import { emptyContent } from '../../store/drafts.ts';
import { siteText } from '../../i18n/index.ts';
import { CategoryField } from './category-field.tsx';
import { ChoiceSelect } from './choice-select.tsx';
import { useMissing } from './missing.ts';
import { NextStepFields } from './next-step.tsx';
import classes from './note.module.css';

type CallId = NoteRow['callId'];

type Change = (part: Partial<NoteRow['content']>) => void;
interface PartProps {
  readonly content: NoteRow['content'];
  readonly isFinished: boolean;
  readonly errorOf: (field: string) => string | undefined;
  readonly change: Change;
}

export function NoteForm({ callId }: { callId: CallId }) {
  const { t } = useTranslation();
  const { autosave } = useDesk();
  const content = useDraft(callId)?.content ?? emptyContent();
  const isFinished = useRow('notes', callId)?.state === 'finished';
  const missing = useMissing(callId);
  const form = useRef<HTMLDivElement>(null);
  useFocusWish(form, missing[0]?.field);
  const marked = useLayout((layout) => layout.triedToFinish === callId);
  const parts: PartProps = {
    content,
    isFinished,
    errorOf: (field) => {
      const found = marked ? missing.find((entry) => entry.field === field) : undefined;
      return found ? t(`missing.why.${found.why}`) : undefined;
    },
    change: (part) => autosave.edit(callId, (before) => ({ ...before, ...part })),
  };
  return (
    <div className={classes.form} ref={form} role="group" aria-label={t('note.title')}>
      <Words {...parts} />
      <CategoryFields {...parts} />
      <Outcome {...parts} />
      <NextStepFields
        step={content.nextStep}
        readOnly={isFinished}
        errorOf={parts.errorOf}
        onChange={(nextStep) => parts.change({ nextStep })}
      />
    </div>
  );
}

function useCategory(content: NoteRow['content']): NoteCategory | undefined {
  return useOnly('site')?.categories.find((entry) => entry.id === content.category);
}

/** The caller's words: one field for every category, in one place, labelled as the category asks for them. */
function Words({ content, isFinished, errorOf, change }: PartProps) {
  const { t, i18n } = useTranslation();
  const field = useCategory(content)?.fields.find((entry) => entry.type === 'words');
  return (
    <Textarea
      className={classes.words}
      classNames={{ wrapper: classes.wordsWrapper ?? '', input: classes.wordsInput ?? '' }}
      label={field ? siteText(field.label, i18n.language) : t('note.words')}
      withAsterisk={field?.required ?? false}
      value={content.words}
      readOnly={isFinished}
      error={errorOf('words')}
      data-field="words"
      maxLength={20_000}
      onChange={(event) => change({ words: event.currentTarget.value })}
    />
  );
}

function CategoryFields({ content, isFinished, errorOf, change }: PartProps) {
  const fields = useCategory(content)?.fields.filter((field) => field.type !== 'words') ?? [];
  if (fields.length === 0) return null;
  return (
    <div className={classes.grid}>
      {fields.map((field) => (
        <CategoryField
          key={field.id}
          field={field}
          value={content.fields[field.id] ?? ''}
          readOnly={isFinished}
          error={errorOf(field.id)}
          onChange={(value) => change({ fields: { ...content.fields, [field.id]: value } })}
        />
      ))}
    </div>
  );
}

function Outcome({ content, isFinished, errorOf, change }: PartProps) {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const { category } = content;
  const outcomes = (site?.outcomes ?? []).filter(
    (outcome) => !outcome.categories || !category || outcome.categories.includes(category),
  );
  return (
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
