// Whether this call may go to a number, as the host will judge it: a refusal is explained where somebody would choose it.
import { useTranslation } from 'react-i18next';
import type { CallRow } from '../../../../shared/contract/call.ts';
import { judgeTransfer } from '../../../../shared/domain/rules/transfer.ts';
import type { TransferPolicy } from '../../../../shared/domain/site/site.ts';
import { siteText } from '../../i18n/index.ts';
import { useDraft, useOnly } from '../../store/desk.ts';
import { sentenceOf } from '../../ui/why-sentence.ts';

export interface Judged {
  readonly allowed: TransferPolicy;
  /** Why not, or why only so; in the practice's own words where it has some. */
  readonly sentence?: string | undefined;
}

export function useVerdicts(call: CallRow): (number: string) => Judged {
  const { t, i18n } = useTranslation();
  const site = useOnly('site');
  const role = useOnly('session')?.user?.role;
  const category = useDraft(call.id)?.content.category;
  const { decision } = call;
  return (number) => {
    if (!site || decision?.emergency || site.emergencyNumbers.includes(number)) return { allowed: 'any' };
    const ofCall = decision?.transfer ?? 'any';
    if (ofCall === 'none') return { allowed: ofCall, sentence: t('why.policy.none') };
    const { directory, emergencyNumbers, transfers = [], clinic } = site;
    const practice = { directory, emergencyNumbers, transfers, country: clinic.country };
    const { allowed, why, because } = judgeTransfer(practice, { number, category, role });
    if (allowed === 'any' || !why) return { allowed: ofCall };
    return { allowed, sentence: because ? siteText(because, i18n.language) : sentenceOf(t, i18n.language, why) };
  };
}
