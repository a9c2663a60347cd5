// Where a referral stands on its way: four places, the one it is at in words.
import { useTranslation } from 'react-i18next';
import { REFERRAL_LANE } from '../../../../shared/domain/patient/referral.ts';
import type { PatientContext } from '../../../../shared/domain/patient/types.ts';
import { Name } from '../../ui/name.tsx';
import classes from './patient.module.css';

type Referral = PatientContext['referrals'][number];

const TONE = {
  missing: 'danger',
  received: 'plain',
  pendingReview: 'plain',
  readyToSchedule: 'good',
} as const satisfies Record<Referral['state'], string>;

export function ReferralLane({ referral }: { referral: Referral }) {
  const { t } = useTranslation();
  const at = REFERRAL_LANE.indexOf(referral.state);
  return (
    <span className={classes.whole}>
      <Name>{referral.specialty}</Name>
      <span className={classes.lane} data-tone={TONE[referral.state]}>
        <span className={classes.steps} aria-hidden>
          {REFERRAL_LANE.map((place, index) => (
            <span key={place} className={classes.step} data-reached={index <= at} />
          ))}
        </span>
        <span className="visually-hidden">{t('patient.laneStep', { step: at + 1 })}: </span>
        <span className={classes.placeName}>{t(`patient.referralState.${referral.state}`)}</span>
      </span>
    </span>
  );
}
