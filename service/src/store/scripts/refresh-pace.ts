/**
 * Lua: how often a session may be refreshed: so many times at once (`burst`), and one time more after each `interval`
 * (milliseconds). One number is kept for it, until when the past refreshes have used the interval up (generic cell rate
 * algorithm, ITU-T I.371). Answers how long to wait, and what to keep when there is no wait.
 */
export const refreshPace = `
local function pace(usedUntil, burst, interval)
  local from = math.max(tonumber(usedUntil) or 0, nowMilliseconds)
  return from - nowMilliseconds - (burst - 1) * interval, from + interval
end
`;
