// The note of the call in hand. What is typed goes to the draft at once and to disk by itself; the order on screen never
// changes while a category is open, and the caller's words always stand first. Each part follows its own text.
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { LIMITS } from '../../../../shared/domain/note/limit.ts';
import { leftAnswers, outcomesFor } from '../../../../shared/domain/note/template.ts';
import { useDesk, useLayout, useOnly, useRow } from '../../store/desk.ts';
import { useEmergency } from '../../store/emergency.ts';
import {
  useAsked,
  useContent,
  useFacts,
  useMissing,
  useReadOnly,
  useTemplate,
  useWhyMissing,
} from '../../store/note.ts';
import { siteText } from '../../i18n/index.ts';
import { clock } from '../../ui/format.ts';
import { CategoryField } from './category-field.tsx';
import { ChoiceSelect } from './choice-select.tsx';
import { NextStepFields } from './next-step.tsx';
import classes from './note.module.css';
import { OtherTexts } from './other-texts.tsx';
import { TextPlace } from './text-place.tsx';

type CallId = NoteRow['callId'];
interface PartProps {
  readonly callId: CallId;
}

export function NoteForm({ callId }: PartProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLDivElement>(null);
  return (
    <div className={classes.form} ref={form} role="group" aria-label={t('note.title')}>
      <FocusWish callId={callId} form={form} />
      <Correcting callId={callId} />
      <Notice callId={callId} />
      <Words callId={callId} />
      <CategoryFields callId={callId} />
      <Outcome callId={callId} />
      <NextStepFields callId={callId} />
      <EmergencyLog callId={callId} />
      <LeftAnswers callId={callId} />
    </div>
  );
}

/** Why a finished note is open again, and the way back. */
function Correcting({ callId }: PartProps) {
  const { t } = useTranslation();
  const { run } = useDesk();
  const note = useRow('notes', callId);
  if (!note?.correction || note.state === 'finished') return null;
  return (
    <p className={classes.correcting} data-correcting>
      <span>{t('note.correcting', { reason: note.correction.reason })}</span>
      <button type="button" className={classes.textButton} onClick={() => void run('note.dropCorrection', { callId })}>
        {t('note.dropCorrection')}
      </button>
    </p>
  );
}

/** What the category wants read or known before anything is asked, such as the privacy wording for records. */
function Notice({ callId }: PartProps) {
  const { i18n } = useTranslation();
  const notice = useTemplate(callId)?.notice;
  return notice ? <p className={classes.notice}>{siteText(notice, i18n.language)}</p> : null;
}

/** The caller's words: one field for every category, in one place, labelled as the category asks for them. */
function Words({ callId }: PartProps) {
  const { t, i18n } = useTranslation();
  const field = useTemplate(callId)?.fields.find((entry) => entry.type === 'words');
  const isRequired = useAsked(callId).some((entry) => entry.field.type === 'words' && entry.isRequired);
  return (
    <TextPlace
      callId={callId}
      place="words"
      field="words"
      limit={LIMITS.words}
      label={field ? siteText(field.label, i18n.language) : t('note.words')}
      isRequired={isRequired}
      isLong
    />
  );
}

function CategoryFields({ callId }: PartProps) {
  const asked = useAsked(callId).filter(({ field }) => field.type !== 'words');
  if (asked.length === 0) return null;
  return (
    <div className={classes.grid}>
      {asked.map(({ field, isRequired }) => (
        <CategoryField key={field.id} callId={callId} field={field} isRequired={isRequired} />
      ))}
    </div>
  );
}

function Outcome({ callId }: PartProps) {
  const { t } = useTranslation();
  const require = useOnly('site')?.require ?? [];
  return (
    <div className={classes.grid}>
      <OutcomeChoice callId={callId} isRequired={require.includes('outcome')} />
      <div>
        <TextPlace
          callId={callId}
          place="told"
          field="told"
          limit={LIMITS.told}
          label={t('note.told')}
          isRequired={require.includes('told')}
        />
      </div>
    </div>
  );
}

function OutcomeChoice({ callId, isRequired }: PartProps & { isRequired: boolean }) {
  const { t, i18n } = useTranslation();
  const { autosave } = useDesk();
  const site = useOnly('site');
  const category = useContent(callId, (content) => content.category);
  const value = useContent(callId, (content) => content.outcome ?? '');
  const readOnly = useReadOnly(callId);
  const why = useWhyMissing(callId, 'outcome');
  const options = outcomesFor(site?.outcomes ?? [], category).map((outcome) => ({
    value: outcome.id,
    label: siteText(outcome.label, i18n.language),
  }));
  return (
    <div>
      <ChoiceSelect
        label={t('note.outcome')}
        required={isRequired}
        value={value}
        options={options}
        readOnly={readOnly}
        error={why === undefined ? undefined : t(`missing.why.${why}`)}
        field="outcome"
        onChange={(outcome) =>
          autosave.edit(callId, ({ outcome: _before, ...content }) =>
            outcome === '' ? content : { ...content, outcome },
          )
        }
      />
      <OtherTexts
        callId={callId}
        place="outcome"
        shown={(text) => options.find((option) => option.value === text)?.label ?? text}
      />
    </div>
  );
}

/** The clock of an emergency, once its banner is gone: it belongs to the note. */
function EmergencyLog({ callId }: PartProps) {
  const { t, i18n } = useTranslation();
  const steps = useRow('notes', callId)?.emergency ?? [];
  const isBannerThere = useEmergency(callId) !== undefined;
  const zone = useOnly('site')?.clinic.timeZone;
  if (steps.length === 0 || isBannerThere) return null;
  return (
    <section className={classes.log} aria-label={t('note.emergency')}>
      <h3 className={classes.label}>{t('note.emergency')}</h3>
      <ol>
        {steps.map((step, index) => (
          <li key={`${step.at}-${index}`}>
            <span className="tabular">{clock(step.at, i18n.language, zone, true)}</span>{' '}
            {t(`emergency.step.${step.step}`)}
            {step.text === '' ? null : <span dir="auto">: {step.text}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Answers to what is not asked any more: the template or the category changed. They stay with the note. */
function LeftAnswers({ callId }: PartProps) {
  const { t } = useTranslation();
  const template = useTemplate(callId);
  const facts = useFacts(callId);
  const labels = useRow('notes', callId)?.labels;
  const key = useContent(callId, (content) => JSON.stringify(leftAnswers(template, content, facts)));
  const left = JSON.parse(key) as ReturnType<typeof leftAnswers>;
  if (left.length === 0) return null;
  return (
    <section className={classes.log} aria-label={t('note.leftAnswers')}>
      <h3 className={classes.label}>{t('note.leftAnswers')}</h3>
      <ul>
        {left.map(({ id, value }) => (
          <li key={id}>
            {labels?.[id] ?? id}: <span dir="auto">{labels?.[`${id}=${value}`] ?? value}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Puts the caret where the person asked it to be: the field a key or button named, or the first one missing. */
function FocusWish({ callId, form }: PartProps & { form: RefObject<HTMLDivElement | null> }) {
  const wish = useLayout((layout) => layout.focusWish);
  const firstMissing = useMissing(callId)[0]?.field;
  const done = useRef(wish?.at ?? 0);
  useEffect(() => {
    if (!wish || wish.at === done.current) return;
    const field = wish.field === 'firstMissing' ? firstMissing : wish.field;
    if (field === undefined) return;
    const scope = field === 'category' ? document : form.current;
    const found = scope?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
    if (!found) return;
    done.current = wish.at;
    const target = found.matches('input, textarea, select') ? found : found.querySelector<HTMLElement>('input');
    (target ?? found).focus();
    found.scrollIntoView({ block: 'nearest' });
  });
  return null;
}
