// The sentence to say now, in the caller's language when the practice has it.
import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { GREETING_MS, offeredScripts, RECORDING_MS, scriptFor } from '../../../../shared/domain/script/script.ts';
import type { Moment, ScriptFacts } from '../../../../shared/domain/script/script.ts';
import { useMissing } from '../../store/note.ts';
import { useOnly } from '../../store/desk.ts';
import { useRecording, useSaying } from '../../store/saying.ts';
import { languageName } from '../../ui/format.ts';
import classes from './guidance.module.css';
import { RecordingAnswer } from './recording-answer.tsx';

type Texts = Readonly<Record<string, string>>;

/** Renders again when the greeting, and what there is to say about recording, have been said. */
function useSpokenMs(call: CallRow): number {
  const since = call.answeredAt;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const next =
      since === undefined
        ? undefined
        : [GREETING_MS, RECORDING_MS].map((after) => since + after).find((at) => at > now);
    if (next === undefined) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, next - Date.now()));
    return () => clearTimeout(timer);
  }, [since, now]);
  return since === undefined ? 0 : Math.max(0, now - since);
}

function useScriptFacts(call: CallRow, category: string | undefined): ScriptFacts {
  const isComplete = useMissing(call.id).length === 0;
  return {
    state: call.state,
    direction: call.direction,
    spokenMs: useSpokenMs(call),
    isOfficeOpen: call.decision?.office.open !== false,
    isVerified: call.verified,
    isEmergency: false,
    hasRoute: call.decision?.say !== undefined && category !== undefined,
    isComplete,
    recording: useRecording(call),
  };
}

export function SayBox({ call, category }: { call: CallRow; category: string | undefined }) {
  const { t } = useTranslation();
  const site = useOnly('site');
  const facts = useScriptFacts(call, category);
  const [chosen, setChosen] = useState<Moment>();
  const [language, setLanguage] = useState<string>();
  const saying = useSaying(call.id, language);
  const scripts: Partial<Record<Moment, Texts>> = {
    ...site?.scripts,
    ...(facts.hasRoute && call.decision?.say ? { route: call.decision.say } : {}),
  };
  const offered = offeredScripts(facts, (moment) => scripts[moment] !== undefined);
  const fitting = scriptFor(facts);
  const moment = chosen && offered.includes(chosen) ? chosen : scripts[fitting] ? fitting : offered[0];
  const text = moment ? scripts[moment] : undefined;
  if (!moment || !text) return null;
  const said = saying(text);
  return (
    <section className={classes.say} aria-label={t('guidance.say')} data-moment={moment}>
      <header className={classes.sayHead}>
        <span className={classes.sayTitle}>{t('guidance.say')}</span>
        <Chips
          label={t('guidance.scripts')}
          options={offered}
          chosen={moment}
          onChoose={setChosen}
          name={(m) => t(`script.${m}`)}
        />
        {Object.keys(text).length > 1 ? (
          <Chips
            label={t('guidance.language')}
            options={Object.keys(text)}
            chosen={said.language}
            onChoose={setLanguage}
            name={languageName}
          />
        ) : null}
      </header>
      <p className={classes.sayText} lang={said.language}>
        “{said.words}”
      </p>
      {moment === 'recordingConsent' || moment === 'recordingNotice' ? (
        <RecordingAnswer call={call} asked={moment === 'recordingConsent'} />
      ) : null}
    </section>
  );
}

interface ChipsProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly onChoose: (option: T) => void;
  readonly name: (option: T) => string;
}

function Chips<T extends string>({ label, options, chosen, onChoose, name }: ChipsProps<T>) {
  return (
    <span className={classes.chips} role="group" aria-label={label}>
      {options.map((option) => (
        <UnstyledButton
          key={option}
          className={classes.chip}
          aria-pressed={option === chosen}
          onClick={() => onChoose(option)}
        >
          {name(option)}
        </UnstyledButton>
      ))}
    </span>
  );
}
