// Whether a caller is asked before a call is recorded, or only told. Which states want everybody's consent for telephone
// calls, with the law that says so; where it is disputed (Michigan, Nevada) or civil only (Connecticut) it is asked too:
// CA Penal Code § 632 · CT Gen. Stat. § 52-570d · DE 11 Del. C. § 1335 · FL Stat. § 934.03 · IL 720 ILCS 5/14-2 ·
// MD Cts. & Jud. Proc. § 10-402 · MA G.L. c. 272 § 99 · MI Comp. Laws § 750.539c · MT Code § 45-8-213 · NV NRS 200.620 ·
// NH RSA 570-A:2 · PA 18 Pa.C.S. § 5704 · WA RCW 9.73.030. Federal law (18 U.S.C. § 2511) wants one party's.
// What is not known (a number of another country, a toll-free one, a new area code) is asked: a mistake is then harmless.
import type { E164 } from '../phone-number/phone-number.ts';

const ALL_PARTIES = new Set(['CA', 'CT', 'DE', 'FL', 'IL', 'MD', 'MA', 'MI', 'MT', 'NV', 'NH', 'PA', 'WA']);

/** Area codes of the states in which one party's consent is enough (North American Numbering Plan). */
const ONE_PARTY_AREA_CODES: Readonly<Record<string, string>> = {
  AL: '205 251 256 334 659 938',
  AK: '907',
  AZ: '480 520 602 623 928',
  AR: '479 501 870',
  CO: '303 719 720 970 983',
  DC: '202 771',
  GA: '229 404 470 478 678 706 762 770 912 943',
  HI: '808',
  ID: '208 986',
  IN: '219 260 317 463 574 765 812 930',
  IA: '319 515 563 641 712',
  KS: '316 620 785 913',
  KY: '270 364 502 606 859',
  LA: '225 318 337 504 985',
  ME: '207',
  MN: '218 320 507 612 651 763 952',
  MS: '228 601 662 769',
  MO: '314 417 573 636 660 816 975',
  NE: '308 402 531',
  NJ: '201 551 609 640 732 848 856 862 908 973',
  NM: '505 575',
  NY: '212 315 332 347 363 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934',
  NC: '252 336 704 743 828 910 919 980 984',
  ND: '701',
  OH: '216 220 234 326 330 380 419 440 513 567 614 740 937',
  OK: '405 539 572 580 918',
  OR: '458 503 541 971',
  RI: '401',
  SC: '803 839 843 854 864',
  SD: '605',
  TN: '423 615 629 731 865 901 931',
  TX: '210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979',
  UT: '385 435 801',
  VT: '802',
  VA: '276 434 540 571 703 757 804 826 948',
  WV: '304 681',
  WI: '262 274 414 534 608 715 920',
  WY: '307',
};
const ONE_PARTY_STATES = new Set(Object.keys(ONE_PARTY_AREA_CODES));
const AREA_CODES = new Set(Object.values(ONE_PARTY_AREA_CODES).flatMap((codes) => codes.split(' ')));

export interface ConsentCase {
  readonly calls: boolean;
  readonly consent: 'allParties' | 'byState';
  /** Where the clinic stands, two letters. */
  readonly clinicState: string | undefined;
  readonly caller: E164 | undefined;
}

/** `ask`: the caller has to agree. `tell`: it is enough to say so. `none`: nothing is recorded. */
export function recordingConsent({ calls, consent, clinicState, caller }: ConsentCase): 'none' | 'ask' | 'tell' {
  if (!calls) return 'none';
  if (consent === 'allParties') return 'ask';
  const isClinicOneParty =
    clinicState !== undefined && ONE_PARTY_STATES.has(clinicState) && !ALL_PARTIES.has(clinicState);
  const area = /^\+1([2-9]\d{2})\d{7}$/.exec(caller ?? '')?.[1];
  return isClinicOneParty && area !== undefined && AREA_CODES.has(area) ? 'tell' : 'ask';
}
