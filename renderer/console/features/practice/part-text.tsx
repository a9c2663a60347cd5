// The lines of a part as they stand in the file, for whatever the forms do not know. Mistakes name their line.
import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PracticePart } from '../../../../shared/domain/practice/parts.ts';
import { useDesk } from '../../store/desk.ts';
import classes from './practice.module.css';
import type { Practice } from './use-practice.ts';
import { useNames } from './words.ts';

interface PartTextProps {
  readonly practice: Practice;
  readonly part: PracticePart;
  readonly readOnly: boolean;
}

export function PartText({ practice, part, readOnly }: PartTextProps) {
  const { t } = useTranslation();
  const { ask } = useDesk();
  const { sentence } = useNames();
  const [text, setText] = useState<string | undefined>(undefined);
  const input = useRef<HTMLTextAreaElement>(null);
  const { settled } = practice;
  const version = practice.view?.version;
  useEffect(() => {
    let isCurrent = true;
    void settled().then(async () => {
      const answer = await ask('practice.partText', { part });
      if (isCurrent && answer.ok) setText(answer.value.text);
    });
    return () => {
      isCurrent = false;
    };
    // Read anew for another part and another version of the file; what is typed here is not read back.
  }, [ask, settled, part, version]);
  const problems = practice.state?.problems.filter((problem) => problem.part === part) ?? [];
  const goTo = (line: number) => {
    const box = input.current;
    if (!box || text === undefined) return;
    const from =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const end = text.indexOf('\n', from);
    box.focus();
    box.setSelectionRange(from, end < 0 ? text.length : end);
  };
  return (
    <div className={classes.textPane}>
      <Textarea
        ref={input}
        className={classes.text}
        aria-label={t('practice.linesOf', { part: t(`practice.page.${part}`) })}
        spellCheck={false}
        readOnly={readOnly || text === undefined}
        value={text ?? ''}
        onChange={(event) => {
          setText(event.currentTarget.value);
          practice.writeText(part, event.currentTarget.value);
        }}
      />
      <ul className={classes.problems} aria-label={t('practice.problems')}>
        {problems.slice(0, 30).map((problem, index) => (
          <li key={index} className={classes.problem} data-kind={problem.kind}>
            <button type="button" className={classes.link} onClick={() => goTo(problem.line)}>
              {t('practice.line', { line: problem.line })}
            </button>{' '}
            {sentence(problem)}
          </li>
        ))}
      </ul>
    </div>
  );
}
