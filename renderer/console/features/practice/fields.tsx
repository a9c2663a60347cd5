// One renderer for every form of the editor: it draws what the schema says, and what no field fits as text elsewhere.
import { Checkbox, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField, FormMember } from '../../../../shared/domain/practice/form.ts';
import type { PracticeChange, PracticePath, PracticeProblem } from '../../../../shared/domain/practice/types.ts';
import { languageName } from '../../ui/format.ts';
import { below, isRecord, listOf, needsLines, problemsAt, wordsFrom, wordsText } from './form.ts';
import type { Value } from './form.ts';
import classes from './practice.module.css';
import formClasses from './form.module.css';
import { ListField, OneOfField } from './list-field.tsx';
import { RecordField } from './record-field.tsx';
import { suggestionId } from './suggestions.tsx';
import { useNames } from './words.ts';

/** What every field gets: where it stands, what is in it, and whom to tell. */
export interface FieldProps {
  readonly name: string;
  readonly path: PracticePath;
  readonly value: Value;
  readonly required: boolean;
  readonly usual?: FormMember['usual'];
  readonly problems: readonly PracticeProblem[];
  readonly languages: readonly string[];
  readonly change: (...changes: PracticeChange[]) => void;
  readonly readOnly: (path: PracticePath) => boolean;
  /** How deep inside other records; the first is 0. */
  readonly depth: number;
  /** The label stands elsewhere already. */
  readonly bare?: boolean;
  readonly onText?: (() => void) | undefined;
}

export function Field({ field, ...props }: FieldProps & { readonly field: FormField }) {
  switch (field.kind) {
    case 'yesNo':
      return <YesNoField {...props} />;
    case 'choice':
      return <ChoiceField {...props} options={field.options} />;
    case 'number':
      return <NumberField {...props} />;
    case 'words':
      return <WordsField {...props} />;
    case 'choices':
      return <ChoicesField {...props} options={field.options} />;
    case 'texts':
      return <TextsField {...props} />;
    case 'record':
      return <RecordField {...props} fields={field.fields} />;
    case 'list':
      return <ListField {...props} item={field.item} />;
    case 'map':
      return <MapField {...props} keys={field.keys} inner={field.value} />;
    case 'oneOf':
      return <OneOfField {...props} options={field.options} />;
    case 'constant':
      return null;
    case 'yaml':
      return <AsText {...props} />;
    case 'text':
      return <PlainField {...props} />;
  }
}

/** The sentences that stand at a field. */
export function useMistake(problems: readonly PracticeProblem[], path: PracticePath): string | undefined {
  const { sentence } = useNames();
  const here = problemsAt(problems, path);
  return here.length === 0 ? undefined : here.map(sentence).join(' ');
}

/** Empty and not needed: the line leaves the file. */
const written = (path: PracticePath, value: string | number | string[], required: boolean, isThere: boolean) => {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty && !required) return isThere ? [{ do: 'remove', path } as const] : [];
  return [{ do: 'set', path, value } as const];
};

function useShared({ name, path, problems, readOnly, usual, bare }: FieldProps) {
  const { field, usually } = useNames();
  const error = useMistake(problems, path);
  // A list of destinations is `to`, and so is the end of a time.
  const called = name === 'to' ? 'until' : name;
  return {
    ...(bare ? { 'aria-label': field(called) } : { label: field(called) }),
    ...(error === undefined ? {} : { error }),
    ...(usual === undefined || usual === '' ? {} : { placeholder: usually(name, usual) }),
    disabled: readOnly(path),
  };
}

function PlainField(props: FieldProps) {
  const { name, path, value, required, change } = props;
  const shared = useShared(props);
  const isThere = value !== undefined && value !== null;
  const isLong = typeof value === 'string' && value.length > 60;
  const onChange = (typed: string) => change(...written(path, typed, required, isThere));
  const text = isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value ?? '');
  if (isLong)
    return <Textarea {...shared} autosize minRows={2} value={text} onChange={(e) => onChange(e.currentTarget.value)} />;
  return (
    <TextInput
      {...shared}
      list={suggestionId(name)}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function NumberField(props: FieldProps) {
  const { path, value, required, change } = props;
  const shared = useShared(props);
  return (
    <TextInput
      {...shared}
      inputMode="numeric"
      autoComplete="off"
      value={value === undefined || value === null ? '' : String(value)}
      onChange={(event) => {
        const typed = event.currentTarget.value.trim();
        const number = Number(typed);
        // What is no number is written as it stands: the check says so, and nothing typed disappears.
        const next = typed === '' || Number.isNaN(number) ? typed : number;
        change(...written(path, next, required, value !== undefined));
      }}
    />
  );
}

function YesNoField(props: FieldProps) {
  const { name, path, value, usual, change, required } = props;
  const { field } = useNames();
  const error = useMistake(props.problems, path);
  return (
    <Checkbox
      className={formClasses.check}
      label={field(name)}
      error={error}
      disabled={props.readOnly(path)}
      checked={(value ?? usual ?? false) === true}
      onChange={({ currentTarget: { checked } }) => {
        const isUsual = !required && usual === checked && value !== undefined;
        change(isUsual ? { do: 'remove', path } : { do: 'set', path, value: checked });
      }}
    />
  );
}

function ChoiceField(props: FieldProps & { readonly options: readonly string[] }) {
  const { name, path, value, required, usual, options, change } = props;
  const { placeholder, ...shared } = useShared(props);
  const { option } = useNames();
  const known = options.map((one) => ({ value: one, label: option(name, one) }));
  const none = required ? [] : [{ value: '', label: usual === undefined ? '–' : (placeholder ?? '–') }];
  const now = value === undefined || value === null ? '' : String(value);
  // A word that is not among them stays in sight until somebody chooses.
  const strange = now !== '' && !options.includes(now) ? [{ value: now, label: now }] : [];
  return (
    <NativeSelect
      {...shared}
      data={[...none, ...strange, ...known]}
      value={now}
      onChange={(event) => change(...written(path, event.currentTarget.value, required, value !== undefined))}
    />
  );
}

function ChoicesField(props: FieldProps & { readonly options: readonly string[] }) {
  const { name, path, value, required, options, change } = props;
  const { field, option } = useNames();
  const error = useMistake(props.problems, path);
  const chosen = listOf(value).map(String);
  return (
    <Checkbox.Group
      label={field(name)}
      error={error}
      value={chosen}
      onChange={(next) => {
        const inOrder = options.filter((one) => next.includes(one));
        change(...written(path, inOrder, required, value !== undefined));
      }}
    >
      <div className={formClasses.choices}>
        {options.map((one) => (
          <Checkbox key={one} value={one} label={option(name, one)} disabled={props.readOnly(path)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** While one types, commas and line ends are theirs: the text is put in order when the field is left. */
function WordsField(props: FieldProps) {
  const { name, path, value, required, change } = props;
  const { t } = useTranslation();
  const shared = useShared(props);
  const words = typeof value === 'string' ? [value] : listOf(value).map(String);
  const lines = needsLines(name, words);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const text = typed ?? wordsText(words, lines);
  const onChange = (now: string) => {
    setTyped(now);
    change(...written(path, wordsFrom(now, lines), required, value !== undefined));
  };
  const input = {
    ...shared,
    value: text,
    spellCheck: false,
    autoComplete: 'off',
    onBlur: () => setTyped(undefined),
  };
  if (lines)
    return (
      <Textarea
        {...input}
        autosize
        minRows={3}
        maxRows={14}
        description={t('practice.oneALine')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...input}
      placeholder={shared.placeholder ?? t('practice.commas')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function TextsField(props: FieldProps) {
  const { name, path, value, languages, change, problems, readOnly } = props;
  const { field } = useNames();
  const texts = isRecord(value) ? value : {};
  const all = [...new Set([...languages, ...Object.keys(texts)])];
  const error = useMistake(problems, path);
  return (
    <fieldset className={classes.texts}>
      {props.bare ? null : <legend className={classes.legend}>{field(name)}</legend>}
      {all.map((language) => (
        <Textarea
          key={language}
          label={languageName(language)}
          aria-label={`${field(name)}, ${languageName(language)}`}
          autosize
          minRows={1}
          lang={language}
          disabled={readOnly(path)}
          value={String(texts[language] ?? '')}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            const isLast = Object.keys(texts).length <= 1;
            if (typed === '' && language in texts)
              change({ do: 'remove', path: isLast && !props.required ? path : below(path, language) });
            else if (typed !== '') change({ do: 'set', path: below(path, language), value: typed });
          }}
        />
      ))}
      {error === undefined ? null : <p className={classes.mistake}>{error}</p>}
    </fieldset>
  );
}

/** The week by its days, scripts by their names, phrases by language. */
function MapField(props: FieldProps & { readonly keys: readonly string[] | 'languages'; readonly inner: FormField }) {
  const { path, value, keys, inner, languages } = props;
  const { field, option } = useNames();
  const entries = isRecord(value) ? value : {};
  const all = keys === 'languages' ? [...new Set([...languages, ...Object.keys(entries)])] : keys;
  return (
    <fieldset className={classes.map}>
      {props.bare ? null : <legend className={classes.legend}>{field(props.name)}</legend>}
      {all.map((key) => (
        <div key={key} className={formClasses.mapRow} role="group" aria-label={nameOf(key)}>
          <span className={formClasses.mapKey}>{nameOf(key)}</span>
          <Field
            {...props}
            field={inner}
            name={keys === 'languages' ? props.name : key}
            path={below(path, key)}
            value={entries[key]}
            required={false}
            usual={undefined}
            depth={props.depth + 1}
            bare
          />
        </div>
      ))}
    </fieldset>
  );
  function nameOf(key: string): string {
    return keys === 'languages' ? languageName(key) : option(props.name, key);
  }
}

function AsText({ name, value, onText, path, problems }: FieldProps) {
  const { t } = useTranslation();
  const { field } = useNames();
  const error = useMistake(problems, path);
  return (
    <div>
      <p className={classes.legend}>{field(name)}</p>
      <pre className={classes.raw}>{value === undefined ? '–' : JSON.stringify(value, undefined, 1)}</pre>
      {error === undefined ? null : <p className={classes.mistake}>{error}</p>}
      {onText ? (
        <button type="button" className={classes.link} onClick={onText}>
          {t('practice.asText')}
        </button>
      ) : null}
    </div>
  );
}
