// One field of the category's template, drawn by what it is.
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { LIMITS } from '../../../../shared/domain/note/limit.ts';
import type { NoteField } from '../../../../shared/domain/site/site.ts';
import { useDesk, useTopic } from '../../store/desk.ts';
import { useContent, useReadOnly, useWhyMissing } from '../../store/note.ts';
import { siteText } from '../../i18n/index.ts';
import { ChoiceSelect } from './choice-select.tsx';
import classes from './note.module.css';
import { Offers } from './offers.tsx';
import { OtherTexts } from './other-texts.tsx';
import { TextPlace } from './text-place.tsx';

interface CategoryFieldProps {
  readonly callId: NoteRow['callId'];
  readonly field: NoteField;
  readonly isRequired: boolean;
}

const TYPES = { date: { type: 'date' }, phone: { type: 'tel' }, number: { inputMode: 'decimal' }, text: {} } as const;

export function CategoryField({ callId, field, isRequired }: CategoryFieldProps) {
  const { i18n } = useTranslation();
  const label = siteText(field.label, i18n.language);
  if (field.type === 'choice' || field.type === 'yesNo')
    return <OneOf callId={callId} field={field} isRequired={isRequired} />;
  if (field.type === 'choices') return <SeveralOf callId={callId} field={field} isRequired={isRequired} />;
  if (field.type === 'words') return null;
  return (
    <div>
      <TextPlace
        callId={callId}
        place={`field:${field.id}`}
        field={field.id}
        limit={LIMITS.field}
        label={<FieldLabel callId={callId} field={field} label={label} />}
        isRequired={isRequired}
        {...TYPES[field.type]}
      />
      <Offers callId={callId} field={field} />
    </div>
  );
}

/** The label, and where the answer came from as long as nobody has changed it. */
function FieldLabel({ callId, field, label }: { callId: string; field: NoteField; label: string }) {
  const { t } = useTranslation();
  const filled = useTopic('notes', (state) => state.rows.get(callId)?.filled?.[field.id]);
  const isFilled = useContent(callId, (content) => filled !== undefined && content.fields[field.id] === filled);
  return (
    <>
      {label}
      {isFilled ? <span className={classes.filled}> · {t(`note.filled.${field.fill ?? 'callerNumber'}`)}</span> : null}
    </>
  );
}

const useAnswer = (callId: NoteRow['callId'], id: string) => {
  const { autosave } = useDesk();
  const value = useContent(callId, (content) => content.fields[id] ?? '');
  const answer = (next: string) =>
    autosave.edit(callId, (content) => ({ ...content, fields: { ...content.fields, [id]: next } }));
  return [value, answer] as const;
};

function useOptions(field: NoteField): { value: string; label: string }[] {
  const { t, i18n } = useTranslation();
  if (field.type === 'yesNo')
    return [
      { value: 'yes', label: t('note.yes') },
      { value: 'no', label: t('note.no') },
    ];
  return (field.options ?? []).map(({ id, label }) => ({ value: id, label: siteText(label, i18n.language) }));
}

function OneOf({ callId, field, isRequired }: CategoryFieldProps) {
  const { t, i18n } = useTranslation();
  const [value, answer] = useAnswer(callId, field.id);
  const readOnly = useReadOnly(callId);
  const why = useWhyMissing(callId, field.id);
  const options = useOptions(field);
  return (
    <div>
      <ChoiceSelect
        label={<FieldLabel callId={callId} field={field} label={siteText(field.label, i18n.language)} />}
        value={value}
        options={options}
        required={isRequired}
        readOnly={readOnly}
        error={why === undefined ? undefined : t(`missing.why.${why}`)}
        field={field.id}
        onChange={answer}
      />
      <OtherTexts
        callId={callId}
        place={`field:${field.id}`}
        shown={(text) => options.find((option) => option.value === text)?.label ?? text}
      />
    </div>
  );
}

/** Several of a list, each a key press: kept as ids with commas between, in the list's order. */
function SeveralOf({ callId, field, isRequired }: CategoryFieldProps) {
  const { t, i18n } = useTranslation();
  const [value, answer] = useAnswer(callId, field.id);
  const readOnly = useReadOnly(callId);
  const why = useWhyMissing(callId, field.id);
  const options = useOptions(field);
  const chosen = value.split(',').filter((id) => id !== '');
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    const order = options.map((option) => option.value);
    // What the site no longer offers stays chosen.
    answer([...order.filter((one) => next.includes(one)), ...next.filter((one) => !order.includes(one))].join(','));
  };
  return (
    <fieldset className={classes.several} disabled={readOnly} data-field={field.id}>
      <legend className={classes.label}>
        {siteText(field.label, i18n.language)}
        {isRequired ? <span aria-hidden> *</span> : null}
      </legend>
      <div className={classes.severalOptions}>
        {options.map((option) => (
          <label key={option.value} className={classes.option}>
            <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
      {why === undefined ? null : <span className={classes.error}>{t(`missing.why.${why}`)}</span>}
      <OtherTexts
        callId={callId}
        place={`field:${field.id}`}
        shown={(text) =>
          text
            .split(',')
            .map((id) => options.find((option) => option.value === id)?.label ?? id)
            .join(', ')
        }
      />
    </fieldset>
  );
}
