// A record: what is written in it and what must be, and a list of what could be.
import { NativeSelect } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormMember } from '../../../../shared/domain/practice/form.ts';
import { Action } from '../../ui/action.tsx';
import type { FieldProps } from './fields.tsx';
import { Field } from './fields.tsx';
import { below, emptyOf, isPair, isRecord, isShort, isSimple, membersOf } from './form.ts';
import classes from './practice.module.css';
import formClasses from './form.module.css';
import { useNames } from './words.ts';

export function RecordField(props: FieldProps & { readonly fields: readonly FormMember[] }) {
  const { fields, value, depth, bare, path, name } = props;
  const { t } = useTranslation();
  const { field: fieldName } = useNames();
  const box = useRef<HTMLDivElement>(null);
  const { shown, further } = membersOf(fields, value, depth);
  const written = isRecord(value) ? value : {};
  const isReadOnly = props.readOnly(path);
  const isLeavable = !props.required && depth > 0 && !bare && value !== undefined && !isReadOnly;
  const add = (wanted: string) => {
    const member = fields.find((one) => one.name === wanted);
    if (!member) return;
    props.change({ do: 'set', path: below(path, wanted), value: emptyOf(member.field) as never });
    // The field appears with the next drawing; whoever chose it wants to write in it.
    requestAnimationFrame(() => focusIn(box.current, wanted));
  };
  return (
    <div ref={box} className={depth === 0 ? formClasses.record : formClasses.inner} data-bare={bare}>
      {depth === 0 || bare ? null : (
        <div className={formClasses.innerHead}>
          <p className={classes.legend}>{fieldName(name)}</p>
          {isLeavable ? (
            <Action size="small" tone="quiet" onClick={() => props.change({ do: 'remove', path })}>
              {t('practice.leaveOut', { what: fieldName(name) })}
            </Action>
          ) : null}
        </div>
      )}
      <div
        className={formClasses.grid}
        data-short={fields.every(({ field }) => isShort(field))}
        data-pair={isPair({ kind: 'record', fields })}
      >
        {shown.map((member) => (
          <div
            key={member.name}
            className={formClasses.cell}
            data-wide={!isSimple(member.field)}
            data-field={member.name}
          >
            <Field
              {...props}
              bare={false}
              field={member.field}
              name={member.name}
              path={below(path, member.name)}
              value={written[member.name]}
              required={member.required}
              usual={member.usual}
              depth={depth + 1}
            />
          </div>
        ))}
      </div>
      {further.length > 0 && !isReadOnly ? (
        <NativeSelect
          className={formClasses.further}
          size="xs"
          aria-label={t('practice.further')}
          value=""
          data={[
            { value: '', label: t('practice.further') },
            ...further.map((one) => ({ value: one.name, label: fieldName(one.name) })),
          ]}
          onChange={(event) => add(event.currentTarget.value)}
        />
      ) : null}
    </div>
  );
}

function focusIn(box: HTMLElement | null, name: string): void {
  const cell = box?.querySelector(`[data-field="${name}"]`);
  cell?.querySelector<HTMLElement>('input, textarea, select, button')?.focus();
}
