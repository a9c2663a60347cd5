// What a note may know about its call: the facts that decide which fields are asked, and what they are filled ahead with.
// The patient's part is there only once the identity check has passed, because the column it is read from is.
import type { PatientPanel } from '../shared/contract/patient.ts';
import type { Call } from '../shared/domain/call/call.ts';
import type { FillValues } from '../shared/domain/note/fill.ts';
import { offersIn } from '../shared/domain/note/offers.ts';
import type { Offers } from '../shared/domain/note/requests.ts';
import type { CallFacts } from '../shared/domain/note/types.ts';
import { givenIn } from '../shared/domain/patient/card.ts';
import { officeAt } from '../shared/domain/schedule/places.ts';
import type { Site } from '../shared/domain/site/site.ts';
import { shownNumber } from './services/cards/cards-service.ts';

export function knownAbout(
  site: Site,
  call: Call,
  panel: PatientPanel | undefined,
  required?: readonly string[],
): { facts: CallFacts; values: FillValues; offers?: Offers } {
  const queue = site.queues.find(({ id }) => id === call.queue?.queue);
  const context = panel?.check.state === 'verified' ? panel.context : undefined;
  const language = context?.language ?? queue?.language;
  const isOpen = officeAt(site, { queue: queue?.id }, new Date(call.startedAt).toISOString()).open;
  const payer = givenIn(context, 'coverage')?.coverage.find(({ status }) => status === 'active')?.payer;
  const [referral] = givenIn(context, 'referrals')?.referrals ?? [];
  const visits = givenIn(context, 'visits');
  const values: Record<keyof FillValues, string | undefined> = {
    callerNumber: shownNumber(call, site),
    queue: queue?.name,
    language,
    patientName: context?.name,
    provider: visits?.nextVisit?.who ?? visits?.lastVisit?.who,
    coverage: payer,
    referralSpecialty: referral?.specialty,
    referralState: referral?.state,
  };
  return {
    facts: {
      ...(call.queue ? { queue: call.queue.queue } : {}),
      ...(language === undefined ? {} : { language }),
      office: isOpen ? 'open' : 'closed',
      verified: panel?.check.state === 'verified',
      direction: call.direction,
      ...(required ? { required: [...required] } : {}),
    },
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value)),
    ...(context ? { offers: offersIn(context) } : {}),
  };
}
