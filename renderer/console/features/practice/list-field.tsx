// A list inside a form: closures, destinations of a rule, spans of a day. And one of several records.
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormField, FormMember } from '../../../../shared/domain/practice/form.ts';
import { Action } from '../../ui/action.tsx';
import type { FieldProps } from './fields.tsx';
import { Field, useMistake } from './fields.tsx';
import { below, emptyOf, isPair, isRecord, isShort, listOf, optionOf } from './form.ts';
import type { Value } from './form.ts';
import classes from './practice.module.css';
import formClasses from './form.module.css';
import { useNames } from './words.ts';

export function ListField(props: FieldProps & { readonly item: FormField }) {
  const { item, value, path, name, change, bare } = props;
  const { t } = useTranslation();
  const { field, one } = useNames();
  const items = listOf(value);
  const isReadOnly = props.readOnly(path);
  const error = useMistake(
    props.problems.filter((problem) => problem.path.length === path.length),
    path,
  );
  return (
    <fieldset className={classes.list} data-pairs={isPair(item)}>
      {bare ? null : <legend className={classes.legend}>{field(name)}</legend>}
      {items.map((inner, index) => (
        <div
          key={index}
          className={formClasses.item}
          data-short={isShort(item) || item.kind === 'oneOf'}
          data-pair={isPair(item)}
          role="group"
          aria-label={`${one(name)} ${index + 1}`}
        >
          <Field
            {...props}
            field={item}
            path={below(path, index)}
            value={inner}
            required
            usual={undefined}
            depth={props.depth + 1}
            bare
          />
          {isReadOnly ? null : (
            <ItemButtons
              what={`${one(name)} ${index + 1}`}
              canRise={index > 0 && item.kind === 'oneOf'}
              onRise={() => change({ do: 'move', path: below(path, index), to: index - 1 })}
              onRemove={() => change({ do: 'remove', path: below(path, index) })}
            />
          )}
        </div>
      ))}
      {error === undefined ? null : <p className={classes.mistake}>{error}</p>}
      {isReadOnly ? null : (
        <Action
          size="small"
          onClick={() => change({ do: 'insert', path: below(path, items.length), value: emptyOf(item) as never })}
        >
          {t('practice.addTo', { what: one(name) })}
        </Action>
      )}
    </fieldset>
  );
}

interface ItemButtonsProps {
  readonly what: string;
  readonly canRise: boolean;
  readonly onRise: () => void;
  readonly onRemove: () => void;
}

function ItemButtons({ what, canRise, onRise, onRemove }: ItemButtonsProps) {
  const { t } = useTranslation();
  return (
    <span className={formClasses.itemButtons}>
      {canRise ? (
        <Action size="small" tone="quiet" label={t('practice.riseWhat', { what })} onClick={onRise}>
          ↑
        </Action>
      ) : null}
      <Action size="small" tone="quiet" label={t('practice.removeWhat', { what })} onClick={onRemove}>
        ✕
      </Action>
    </span>
  );
}

export function OneOfField(props: FieldProps & { readonly options: readonly FormMember[] }) {
  const { options, value, path, name, change } = props;
  const { option, one } = useNames();
  const chosen = optionOf(options, value);
  const choose = (wanted: string) => {
    const next = options.find((other) => other.name === wanted);
    if (next) change({ do: 'set', path, value: emptyOf(next.field) as never });
  };
  const own = chosen?.field.kind === 'record' ? chosen.field.fields : [];
  const written: Readonly<Record<string, Value>> = isRecord(value) ? value : {};
  return (
    <div className={formClasses.oneOf}>
      <NativeSelect
        aria-label={one(name)}
        disabled={props.readOnly(path)}
        value={chosen?.name ?? ''}
        data={[
          ...(chosen ? [] : [{ value: '', label: '–' }]),
          ...options.map((other) => ({ value: other.name, label: option(name, other.name) })),
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {own
        .filter(({ field, required, name: own }) => field.kind !== 'constant' && (required || own in written))
        .map((member) => (
          <Field
            key={member.name}
            {...props}
            field={member.field}
            name={member.name}
            path={below(path, member.name)}
            value={written[member.name]}
            required={member.required}
            usual={member.usual}
            depth={props.depth + 1}
            bare
          />
        ))}
    </div>
  );
}
