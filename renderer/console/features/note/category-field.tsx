// One field of the category's template.
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoteField } from '../../../../shared/domain/site/site.ts';
import { siteText } from '../../i18n/index.ts';
import { ChoiceSelect } from './choice-select.tsx';

interface CategoryFieldProps {
  readonly field: NoteField;
  readonly value: string;
  readonly readOnly: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function CategoryField({ field, value, readOnly, error, onChange }: CategoryFieldProps) {
  const { t, i18n } = useTranslation();
  const label = siteText(field.label, i18n.language);
  const shared = { label, value, error, readOnly };
  if (field.type === 'choice' || field.type === 'yesNo') {
    const options =
      field.type === 'yesNo'
        ? [
            { value: 'yes', label: t('note.yes') },
            { value: 'no', label: t('note.no') },
          ]
        : (field.options ?? []).map((option) => ({
            value: option.id,
            label: siteText(option.label, i18n.language),
          }));
    return (
      <ChoiceSelect {...shared} options={options} required={field.required} field={field.id} onChange={onChange} />
    );
  }
  return (
    <TextInput
      {...shared}
      type={field.type === 'date' ? 'date' : 'text'}
      withAsterisk={field.required}
      data-field={field.id}
      maxLength={20_000}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
