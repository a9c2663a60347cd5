/** The parts of a patient's card: each is asked for, comes and ages on its own. */
export const CARD_PARTS = ['visits', 'coverage', 'referrals', 'refills', 'flags', 'tasks', 'recent', 'team'] as const;
