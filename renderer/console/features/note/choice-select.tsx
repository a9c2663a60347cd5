import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ChoiceSelectProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly options: readonly { value: string; label: string }[];
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly error: string | undefined;
  readonly field: string;
  readonly onChange: (value: string) => void;
}

/** One of a list. The system's own select: typed letters find the entry, and it costs nothing to draw. */
export function ChoiceSelect({ label, value, options, required, readOnly, error, field, onChange }: ChoiceSelectProps) {
  const { t } = useTranslation();
  // A value that the site no longer offers is still what was chosen.
  const known = value === '' || options.some((option) => option.value === value);
  return (
    <NativeSelect
      label={label}
      withAsterisk={required}
      value={value}
      disabled={readOnly}
      error={error}
      data-field={field}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{t('note.choose')}</option>
      {known ? null : <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </NativeSelect>
  );
}
