// Scripts as they are said in this call: in the caller's language first, with the names that may be said.
import { useTranslation } from 'react-i18next';
import { givenIn } from '../../../shared/domain/patient/card.ts';
import { normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country } from '../../../shared/domain/phone-number/phone-number.ts';
import type { CallRow } from '../../../shared/contract/call.ts';
import { recordingConsent } from '../../../shared/domain/script/consent.ts';
import { fillScript, languageOf } from '../../../shared/domain/script/script.ts';
import type { SpokenNames } from '../../../shared/domain/script/script.ts';
import { dueText } from '../ui/format.ts';
import { callerLanguage } from './caller.ts';
import { useOnly, useRow } from './desk.ts';
import { useContent } from './note.ts';
import { useMinute } from './use-minute.ts';

interface Said {
  readonly words: string;
  readonly language: string;
}

const firstName = (name: string | undefined) => name?.split(' ')[0];

/** @param wanted the language somebody chose for this call */
export function useSaying(callId: string, wanted?: string): (text: Readonly<Record<string, string>>) => Said {
  const { i18n } = useTranslation();
  const call = useRow('calls', callId);
  const panel = useRow('patients', callId);
  const site = useOnly('site');
  const me = useOnly('session')?.user?.name;
  const due = useContent(callId, ({ nextStep }) => (typeof nextStep === 'object' ? nextStep.due : ''));
  const now = useMinute();
  const visits = givenIn(call?.verified ? panel?.context : undefined, 'visits');
  return (text) => {
    const language = languageOf(text, [
      wanted,
      callerLanguage(call, panel, site),
      i18n.language,
      ...(site?.clinic.languages ?? []),
    ]);
    const names: SpokenNames = {
      name: firstName(me),
      practice: site?.clinic.name,
      patient: call?.verified ? call.patientName : undefined,
      provider: visits?.nextVisit?.who ?? visits?.lastVisit?.who,
      due: due === '' || !site ? undefined : dueText(due, language, site.clinic.timeZone, now),
    };
    const words = fillScript(text[language] ?? '', names);
    return { words, language };
  };
}

/** Whether the caller has to be asked, or only told, before the call is recorded. */
export function useRecording(call: CallRow): 'none' | 'ask' | 'tell' {
  const site = useOnly('site');
  if (!site) return 'none';
  const caller = call.remote.withheld ? undefined : normalise(call.remote.number, site.clinic.country as Country);
  return recordingConsent({ ...site.recording, clinicState: site.clinic.state, caller });
}
