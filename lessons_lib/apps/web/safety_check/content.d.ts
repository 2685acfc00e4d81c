/** The safety check as apps/safety_check.py gives it. */
export interface Sign {
  question: string;
  details: string[];
  why: string;
  rank: number;
}

export interface Advice {
  tier: string;
  /** Whether help comes first. */
  urgent: boolean;
  rank: number;
  how_fast: string;
  headline: string;
  action: string;
  safety_net: string;
}

export interface SafetyCheck {
  lead: string;
  private: string;
  groups: { title: string; signs: Sign[] }[];
  /** By rank: 0 is the most urgent. */
  advice: { [rank: string]: Advice };
}

/** What is known of the answers: no tier until something is decided. */
export interface Decided {
  tier: string | null;
  /** Whether help comes first. */
  urgent: boolean;
  complete: boolean;
}
