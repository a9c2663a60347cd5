// One part: its list and the form of the item in hand, or one form, or the lines of the file.
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRACTICE_PARTS, SUPERVISORS_MAY } from '../../../../shared/domain/practice/parts.ts';
import type { PracticePart } from '../../../../shared/domain/practice/parts.ts';
import type { PracticePath } from '../../../../shared/domain/practice/types.ts';
import { useOnly } from '../../store/desk.ts';
import { Field } from './fields.tsx';
import { ItemList } from './item-list.tsx';
import { PartText } from './part-text.tsx';
import { problemsAt } from './form.ts';
import classes from './practice.module.css';
import type { Practice } from './use-practice.ts';
import { useNames } from './words.ts';

export function PartPane({ practice, part }: { readonly practice: Practice; readonly part: PracticePart }) {
  const { t } = useTranslation();
  const { view, state } = practice;
  const isUnread = state?.unread?.part === part;
  const [wanted, setWanted] = useState<'form' | 'text'>('form');
  // Lines that cannot be read have no form.
  const mode = isUnread ? 'text' : wanted;
  const field = view?.forms[part];
  if (!view || !state || !field) return null;
  const path: PracticePath = [...PRACTICE_PARTS[part]];
  const isFixed = readOnlyFor(view.mayEdit);
  return (
    <>
      <div className={classes.partHead}>
        <p className={classes.quiet}>{t(`practice.about.${part}`)}</p>
        <SegmentedControl
          size="xs"
          aria-label={t('practice.mode')}
          value={mode}
          disabled={isUnread}
          onChange={(value) => {
            void practice.settled().then(() => setWanted(value as 'form' | 'text'));
          }}
          data={(['form', 'text'] as const).map((value) => ({ value, label: t(`practice.as.${value}`) }))}
        />
      </div>
      {mode === 'text' ? (
        <PartText practice={practice} part={part} readOnly={isFixed(path)} />
      ) : field.kind === 'list' ? (
        <ItemList
          practice={practice}
          part={part}
          item={field.item}
          readOnly={isFixed}
          onText={() => setWanted('text')}
        />
      ) : (
        <OneForm practice={practice} part={part} readOnly={isFixed} onText={() => setWanted('text')} />
      )}
    </>
  );
}

/** Supervisors reach closures and who is on call, and see the rest. */
function readOnlyFor(mayEdit: 'everything' | 'closures'): (path: PracticePath) => boolean {
  if (mayEdit === 'everything') return () => false;
  return (path) => !SUPERVISORS_MAY.some((place) => place.every((step, at) => path[at] === step));
}

interface OneFormProps {
  readonly practice: Practice;
  readonly part: PracticePart;
  readonly readOnly: (path: PracticePath) => boolean;
  readonly onText: () => void;
}

function OneForm({ practice, part, readOnly, onText }: OneFormProps) {
  const languages = useOnly('site')?.clinic.languages ?? ['en'];
  const { sentence } = useNames();
  const { view, state } = practice;
  const field = view?.forms[part];
  if (!field || !state) return null;
  const path: PracticePath = [...PRACTICE_PARTS[part]];
  const own = problemsAt(state.problems, path).filter((problem) => problem.path.length <= path.length);
  return (
    <div className={classes.scroll} tabIndex={-1}>
      {own.map((problem, index) => (
        <p key={index} className={classes.mistake}>
          {sentence(problem)}
        </p>
      ))}
      <Field
        field={field}
        name={part}
        path={path}
        value={practice.dataOf(part)}
        required
        problems={state.problems}
        languages={languages}
        change={practice.change}
        readOnly={readOnly}
        depth={0}
        bare
        onText={onText}
      />
    </div>
  );
}
