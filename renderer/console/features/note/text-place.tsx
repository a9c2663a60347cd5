// One text of the note. It follows its own text only, is cut with a sentence where it is too long, and shows what somebody
// else wrote into the same place until one of the two is chosen.
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChangeEvent, ClipboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { limited } from '../../../../shared/domain/note/limit.ts';
import { textAt, withText } from '../../../../shared/domain/note/places.ts';
import { useDesk } from '../../store/desk.ts';
import { useContent, useReadOnly, useWhyMissing } from '../../store/note.ts';
import classes from './note.module.css';
import { OtherTexts } from './other-texts.tsx';

export interface TextPlaceProps {
  readonly callId: NoteRow['callId'];
  /** `words`, `told`, `field:<id>` or `step.text`. */
  readonly place: string;
  /** The name by which the caret and what is missing find it. */
  readonly field: string;
  readonly limit: number;
  readonly label?: ReactNode;
  /** Instead of a label, where there is no room for one. */
  readonly title?: string;
  readonly isRequired?: boolean;
  readonly isLong?: boolean;
  readonly type?: 'text' | 'date' | 'tel';
  readonly inputMode?: 'decimal' | 'tel';
  readonly className?: string | undefined;
}

export function TextPlace({ callId, place, field, limit, isLong = false, type = 'text', ...look }: TextPlaceProps) {
  const { t, i18n } = useTranslation();
  const { autosave, layout } = useDesk();
  const value = useContent(callId, (content) => textAt(content, place));
  const readOnly = useReadOnly(callId);
  const why = useWhyMissing(callId, field);
  const [left, setLeft] = useState(0);
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const kept = limited(event.currentTarget.value, limit);
    setLeft(kept.left);
    autosave.edit(callId, (content) => withText(content, place, kept.text));
  };
  // Megabytes must not even reach the field: laying them out stops the window for seconds.
  const onPaste = (event: ClipboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const { value: here, selectionStart, selectionEnd } = event.currentTarget;
    const pasted = event.clipboardData.getData('text');
    if (readOnly || here.length + pasted.length <= limit) return;
    event.preventDefault();
    const from = selectionStart ?? here.length;
    const text = isLong ? pasted : pasted.replace(/[\r\n]+/g, ' ');
    // What stands there already stays; what is pasted is cut to the room that is left.
    const rest = here.slice(selectionEnd ?? from);
    const kept = limited(text, Math.max(0, limit - from - rest.length));
    setLeft(kept.left);
    autosave.edit(callId, (content) => withText(content, place, here.slice(0, from) + kept.text + rest));
  };
  const figure = (count: number) => count.toLocaleString(i18n.language);
  const shared = {
    ...(look.label === undefined ? {} : { label: look.label }),
    ...(look.title === undefined ? {} : { 'aria-label': look.title, placeholder: look.title }),
    withAsterisk: look.isRequired ?? false,
    value,
    readOnly,
    dir: 'auto',
    error: why === undefined ? undefined : t(`missing.why.${why}`),
    'data-field': field,
    onFocus: () => layout.setState({ writingIn: place }),
    onChange,
    onPaste,
  };
  const inputMode = look.inputMode === undefined ? {} : { inputMode: look.inputMode };
  const isGrowing = { className: classes.words ?? '', classNames: WORDS };
  return (
    <>
      {isLong ? (
        <Textarea {...shared} {...isGrowing} />
      ) : (
        <TextInput {...shared} {...inputMode} className={look.className ?? ''} type={type} autoComplete="off" />
      )}
      {left > 0 ? (
        <p className={classes.cut} role="alert">
          {t('note.cut', { kept: figure(value.length), left: figure(left) })}
        </p>
      ) : null}
      <OtherTexts callId={callId} place={place} limit={limit} />
    </>
  );
}
const WORDS = { wrapper: classes.wordsWrapper ?? '', input: classes.wordsInput ?? '' };
