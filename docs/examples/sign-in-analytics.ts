import { ack, type Handlers } from "../../service/consumer/src";

/** What became of a day: registrations, and sign-ins with the users behind them. */
export interface Day {
  readonly day: string;
  readonly registrations: number;
  readonly signIns: number;
  readonly users: number;
}

/** Counts registrations and sign-ins per day (UTC) and reports the day's numbers after each. It keeps no personal data. */
export function signInAnalytics(report: (day: Day) => void): Handlers {
  const days = new Map<string, { registrations: number; signIns: number; readonly users: Set<string> }>();
  const count = (timestamp: string, change: (day: NonNullable<ReturnType<typeof days.get>>) => void) => {
    const day = timestamp.slice(0, 10);
    const counts = days.get(day) ?? { registrations: 0, signIns: 0, users: new Set() };
    change(counts);
    days.set(day, counts);
    report({ day, ...counts, users: counts.users.size });
  };
  return {
    "auth.user.registered": async ({ data }) => {
      count(data.timestamp, (day) => {
        day.registrations += 1;
      });
      return ack;
    },
    "auth.user.logged_in": async ({ data }) => {
      count(data.timestamp, (day) => {
        day.signIns += 1;
        day.users.add(data.userId);
      });
      return ack;
    },
  };
}
