// What the verified patient's chart has to answer a field with, a press each: the answer then names that prescription or that
// referral in the EHR. Anything else can be typed.
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NoteRow } from '../../../../shared/contract/note.ts';
import { givenIn } from '../../../../shared/domain/patient/card.ts';
import { prescriptionText, toldApart } from '../../../../shared/domain/patient/prescriptions.ts';
import type { NoteField } from '../../../../shared/domain/site/site.ts';
import { useDesk, useRow } from '../../store/desk.ts';
import { useContent, useReadOnly } from '../../store/note.ts';
import classes from './note.module.css';

interface OffersProps {
  readonly callId: NoteRow['callId'];
  readonly field: NoteField;
}

interface Shown {
  readonly text: string;
  readonly more: string;
}

export function Offers({ callId, field }: OffersProps) {
  const { t } = useTranslation();
  const { autosave } = useDesk();
  const offers = useOffers(callId, field.means);
  const value = useContent(callId, (content) => content.fields[field.id] ?? '');
  const readOnly = useReadOnly(callId);
  if (readOnly || offers.length === 0) return null;
  const take = (text: string) =>
    autosave.edit(callId, (content) => ({ ...content, fields: { ...content.fields, [field.id]: text } }));
  return (
    <div className={classes.offers} role="group" aria-label={t('note.offers')}>
      {offers.map(({ text, more }, index) => (
        <UnstyledButton
          key={`${index} ${text}`}
          className={classes.offer}
          aria-pressed={text === value}
          onClick={() => take(text)}
        >
          <bdi>{text}</bdi>
          <span className={classes.offerMore}>{more}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}

function useOffers(callId: NoteRow['callId'], means: NoteField['means']): readonly Shown[] {
  const { t } = useTranslation();
  const context = useRow('patients', callId)?.context;
  if (means === 'medication')
    return toldApart(givenIn(context, 'refills')?.refills ?? []).map((one) => ({
      text: prescriptionText(one),
      more: t('patient.refillsLeft', { count: one.prescription.left }),
    }));
  if (means === 'referral')
    return (givenIn(context, 'referrals')?.referrals ?? []).map(({ specialty, state }) => ({
      text: specialty,
      more: t(`patient.referralState.${state}`),
    }));
  return [];
}
